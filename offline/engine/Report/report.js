"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = data.resources;
  const byId = id => document.getElementById(id);

  // Text goes in as text: nothing that a program named is ever read as markup.
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) if (value !== null && value !== undefined) made.setAttribute(key, value);
    made.append(...children.filter(child => child !== null));
    return made;
  }
  const bidi = text => element("bdi", null, text);

  // What others need of a resource, and what belongs to it.
  const usedBy = all.map(() => []);
  const children = all.map(() => []);
  const roots = [];
  all.forEach((resource, i) => {
    resource.needs.forEach(([other, property]) => usedBy[other].push([i, property]));
    (resource.parent === undefined ? roots : children[resource.parent]).push(i);
    resource.findings = [];
    resource.costs = [];
  });
  (data.findings ?? []).forEach(finding => finding[0] !== null && all[finding[0]].findings.push(finding));
  (data.cost?.lines ?? []).forEach(line => line[0] !== null && all[line[0]].costs.push(line));

  // Tabs.
  const sections = [...document.querySelectorAll("main > section")];
  const empty = {
    changes: data.base === null,
    policy: data.findings === undefined,
    cost: data.cost === undefined,
    outputs: data.outputs.length === 0,
    messages: data.messages.length === 0,
  };
  const tabs = [];
  for (const section of sections) {
    section.hidden = true;
    if (empty[section.id]) continue;
    const tab = element("button", { role: "tab", id: `tab-${section.id}`, type: "button", "aria-controls": section.id }, section.dataset.tab);
    section.setAttribute("role", "tabpanel");
    section.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => open(section.id));
    tabs.push(tab);
    byId("tabs").append(tab);
  }
  function open(id, focus) {
    for (const tab of tabs) {
      const chosen = tab.id === `tab-${id}`;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
    }
    for (const section of sections) section.hidden = section.id !== id;
    if (id !== "resources") fill(id);
  }
  byId("tabs").addEventListener("keydown", event => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    open(tabs[(to + tabs.length) % tabs.length].id.slice(4), true);
  });

  // Search and filters.
  const texts = all.map(resource => [resource.name, resource.type, ...resource.inputs.flat()].join("\n").toLowerCase());
  const wanted = { search: byId("search"), package: byId("package"), only: byId("only") };
  for (const name of [...new Set(all.map(resource => resource.package))].sort()) wanted.package.append(element("option", { value: name }, name));
  const kinds = {
    changed: ["what changes", resource => resource.diff],
    protected: ["protected", resource => resource.options.includes("protected")],
    violation: ["with a violation", resource => resource.findings.some(finding => finding[3] === "violation")],
    cost: ["with a cost", resource => resource.costs.length > 0],
  };
  for (const [key, [label, test]] of Object.entries(kinds)) if (all.some(test)) wanted.only.append(element("option", { value: key }, label));
  const matches = i => {
    const words = wanted.search.value.toLowerCase().split(/\s+/).filter(word => word);
    const only = kinds[wanted.only.value];
    return (
      words.every(word => texts[i].includes(word)) &&
      (wanted.package.value === "" || all[i].package === wanted.package.value) &&
      (!only || only[1](all[i])) &&
      (boxed === null || boxed.has(i))
    );
  };
  let boxed = null;

  // The tree: one item has the focus, arrows move it (www.w3.org/WAI/ARIA/apg/patterns/treeview).
  const tree = byId("tree");
  const closed = new Set();
  let shown = [];
  let chosen = null;
  function draw() {
    const fits = new Set();
    let found = 0;
    all.forEach((_, i) => {
      if (!matches(i)) return;
      found++;
      for (let at = i; at !== undefined && !fits.has(at); at = all[at].parent) fits.add(at);
    });
    shown = [];
    const fragment = document.createDocumentFragment();
    const add = (i, level, place, size) => {
      const below = children[i].filter(child => fits.has(child));
      shown.push(i);
      fragment.append(item(i, level, below.length > 0, place, size));
      if (!closed.has(i)) below.forEach((child, at) => add(child, level + 1, at + 1, below.length));
    };
    const top = roots.filter(root => fits.has(root));
    top.forEach((root, at) => add(root, 1, at + 1, top.length));
    tree.replaceChildren(fragment);
    byId("count").textContent =
      (found === all.length ? `${all.length} resources` : `${found} of ${all.length} resources`) + (boxed === null ? "" : ", those of one box of the picture");
    focusable(shown.includes(chosen) ? chosen : shown[0]);
  }
  function item(i, level, hasChildren, place, size) {
    const resource = all[i];
    const made = element(
      "div",
      {
        role: "treeitem", id: `item-${i}`, tabindex: -1, "aria-level": level, "aria-posinset": place, "aria-setsize": size,
        "aria-selected": i === chosen, "aria-expanded": hasChildren ? !closed.has(i) : null, class: resource.diff?.kind === "removed" ? "removed" : null,
      },
      element("span", { class: "fold", "aria-hidden": "true" }, hasChildren ? (closed.has(i) ? "▸" : "▾") : ""),
      element("span", { class: "name" }, bidi(resource.name)),
      element("span", { class: "type" }, bidi(resource.short)),
      element("span", { class: "settings" }, resource.settings),
      resource.diff ? element("span", { class: `mark ${resource.diff.kind}` }, `${resource.diff.sign} ${resource.diff.kind}`) : null,
      resource.findings.some(finding => finding[3] === "violation") ? element("span", { class: "mark violation" }, "! policy") : null,
    );
    made.style.paddingInlineStart = `${(level - 1) * 1.1 + 0.4}rem`;
    return made;
  }
  function focusable(i) {
    for (const other of tree.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    if (i !== undefined) byId(`item-${i}`).tabIndex = 0;
  }
  function moveTo(i) {
    if (i === undefined) return;
    focusable(i);
    byId(`item-${i}`).focus();
  }
  function choose(i, focusDetail) {
    const before = chosen === null ? null : byId(`item-${chosen}`);
    before?.setAttribute("aria-selected", false);
    chosen = i;
    if (!shown.includes(i)) {
      reset();
      for (let at = all[i].parent; at !== undefined; at = all[at].parent) closed.delete(at);
      draw();
    }
    byId(`item-${i}`).setAttribute("aria-selected", true);
    focusable(i);
    byId(`item-${i}`).scrollIntoView({ block: "nearest" });
    detail(i);
    if (focusDetail) byId("detail").focus();
  }
  function fold(i, close) {
    if (close) closed.add(i);
    else closed.delete(i);
    draw();
    moveTo(i);
  }
  const numberOf = target => Number(target.closest("[role=treeitem]")?.id.slice(5) ?? NaN);
  tree.addEventListener("click", event => {
    const i = numberOf(event.target);
    if (Number.isNaN(i)) return;
    if (event.target.classList.contains("fold") && children[i].length > 0) fold(i, !closed.has(i));
    else choose(i);
  });
  tree.addEventListener("keydown", event => {
    const i = numberOf(event.target);
    if (Number.isNaN(i)) return;
    const at = shown.indexOf(i);
    const isOpen = byId(`item-${i}`).getAttribute("aria-expanded");
    const actions = {
      ArrowDown: () => moveTo(shown[at + 1]),
      ArrowUp: () => moveTo(shown[at - 1]),
      Home: () => moveTo(shown[0]),
      End: () => moveTo(shown.at(-1)),
      ArrowRight: () => (isOpen === "false" ? fold(i, false) : isOpen === "true" ? moveTo(shown[at + 1]) : null),
      ArrowLeft: () => (isOpen === "true" ? fold(i, true) : moveTo(all[i].parent)),
      Enter: () => choose(i),
      " ": () => choose(i),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });

  // One resource.
  function go(i, label) {
    const button = element("button", { type: "button", class: "link" }, bidi(label ?? all[i].name));
    button.addEventListener("click", () => {
      open("resources");
      choose(i, true);
    });
    return button;
  }
  function table(head, rows, caption) {
    return element(
      "table", null, caption ? element("caption", { class: "hidden" }, caption) : null,
      element("thead", null, element("tr", null, ...head.map(text => element("th", { scope: "col" }, text)))),
      element("tbody", null, ...rows.map(cells => element("tr", null, ...cells.map((cell, i) =>
        element(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : null, typeof cell === "string" ? bidi(cell) : cell))))),
    );
  }
  const part = (title, ...content) => [element("h3", null, title), ...content];
  function links(needs) {
    const properties = new Map();
    for (const [i, property] of needs) properties.set(i, [...(properties.get(i) ?? []), property].filter(text => text));
    return element("ul", { class: "links" }, ...[...properties].map(([i, names]) =>
      element("li", null, go(i), " ", element("span", { class: "type" }, names.length > 0 ? `(${names.join(", ")})` : ""))));
  }
  const changeRows = changes => changes.map(([path, before, after, note]) => [note ? `${path}\n(${note})` : path, before, after]);
  function detail(i) {
    const resource = all[i];
    const facts = [["type", resource.type], ["URN", resource.urn], ["id", resource.id], ["options", resource.options.join("; ")]].filter(([, value]) => value);
    const list = element("dl", null, ...facts.flatMap(([name, value]) => [element("dt", null, name), element("dd", null, bidi(value))]));
    for (const [name, other] of [["part of", resource.parent], ["provider", resource.provider]])
      if (other !== undefined) list.append(element("dt", null, name), element("dd", null, go(other)));
    const diff = resource.diff;
    byId("detail").replaceChildren(
      element("h2", null, bidi(resource.name), " ", diff ? element("span", { class: `mark ${diff.kind}` }, `${diff.sign} ${diff.kind}`) : ""),
      list,
      ...(diff ? part("Changes", ...changesOf(diff)) : []),
      ...(resource.findings.length > 0 ? part("Policy", table(["rule", "severity", "outcome", "what"], resource.findings.map(findingCells))) : []),
      ...(resource.costs.length > 0 ? part("Cost a month", table(["what", "cost"], resource.costs.map(line => line.slice(1)))) : []),
      ...(resource.inputs.length > 0 ? part("Inputs", table(["property", "value"], resource.inputs)) : []),
      ...(resource.needs.length > 0 ? part(`Needs ${resource.needs.length === 1 ? "one resource" : "these resources"}`, links(resource.needs)) : []),
      ...(usedBy[i].length > 0 ? part("Needed by", links(usedBy[i])) : []),
    );
    byId("detail").scrollTop = 0;
  }
  const findingCells = ([, rule, severity, outcome, message]) => [rule, severity, element("span", { class: `mark ${outcome}` }, outcome), message];
  function changesOf(diff) {
    const notes = [diff.because, diff.refused, diff.former ? `It was ${diff.former}.` : null].filter(note => note).map(note => element("p", null, bidi(note)));
    return [...notes, ...(diff.changes.length > 0 ? [table(["property", "before", "after"], changeRows(diff.changes))] : [])];
  }

  // The other parts are made when they are first looked at.
  const filled = new Set();
  function fill(id) {
    if (filled.has(id)) return;
    filled.add(id);
    byId(id).append(...(makers[id]?.() ?? []));
  }
  const makers = {
    changes: () => {
      const changed = all.map((resource, i) => [resource, i]).filter(([resource]) => resource.diff);
      const order = ["replaced", "removed", "changed", "added", "renamed"];
      changed.sort((a, b) => order.indexOf(a[0].diff.kind) - order.indexOf(b[0].diff.kind));
      return [
        element("p", null, changed.length + data.outputChanges.length === 0 ? "Nothing changes against " : "Against ", bidi(data.base), "."),
        ...changed.flatMap(([resource, i]) => [
          element("h3", null, element("span", { class: `mark ${resource.diff.kind}` }, `${resource.diff.sign} ${resource.diff.kind} `), go(i), ` ${resource.short}`),
          ...changesOf(resource.diff),
        ]),
        ...(data.outputChanges.length > 0 ? part("Outputs", table(["output", "before", "after"], changeRows(data.outputChanges))) : []),
      ];
    },
    policy: () => {
      const count = word => data.findings.filter(finding => finding[3] === word).length;
      return [
        element("p", null, `${count("violation")} violations, ${count("unknown")} unknown, ${count("waived")} waived.`),
        ...(data.findings.length === 0 ? [] : [table(["resource", "rule", "severity", "outcome", "what"],
          data.findings.map(finding => [finding[0] === null ? "" : go(finding[0]), ...findingCells(finding)]))]),
      ];
    },
    cost: () => [
      element("p", null, data.cost.total),
      table(["resource", "what", "cost a month"], data.cost.lines.map(([i, what, monthly]) => [i === null ? "" : go(i), what, monthly])),
      ...data.cost.notes.map(note => element("p", null, note)),
    ],
    outputs: () => [table(["output", "value"], data.outputs)],
    messages: () => [table(["severity", "message", "resource"],
      data.messages.map(([severity, message, i]) => [element("span", { class: `mark ${severity}` }, severity), message, i === null ? "" : go(i)]))],
  };

  // From a box of the picture to its resources.
  byId("picture").addEventListener("click", event => {
    const box = event.target.closest("[data-box]");
    const members = box ? data.boxes[Number(box.dataset.box)] : [];
    if (members.length === 0) return;
    reset();
    boxed = new Set(members);
    closed.clear();
    draw();
    open("resources");
    choose(members[0], true);
  });
  function reset() {
    byId("filters").reset();
    boxed = null;
  }
  byId("filters").addEventListener("submit", event => event.preventDefault());
  byId("filters").addEventListener("input", () => {
    boxed = null;
    draw();
  });

  draw();
  open("resources");
  document.documentElement.dataset.ready = "true";
})();
