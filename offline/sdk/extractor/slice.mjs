// Puts together the slice of one provider package: the named types, and everything that they reach.
import { Declarations } from "./declarations.mjs";
import { readConfigDefaults, readFunction, readNestedDefaults, readPluginDownloadUrl, readResource } from "./behaviour.mjs";

/** The slice of one package, with every list and every map in a fixed order. */
export function makeSlice(ts, provider, root, names) {
  const declarations = new Declarations(ts, root);
  const slice = { resources: {}, functions: {}, inputs: {}, outputs: {}, enums: {} };
  for (const name of names.filter((name) => name !== "Config")) {
    const at = name.lastIndexOf("/");
    const [modulePath, type] = [name.slice(0, Math.max(at, 0)), name.slice(at + 1)];
    const file = declarations.locate(modulePath, type);
    if (/^get/.test(type)) addFunction(slice, declarations, file, modulePath, type);
    else addResource(slice, declarations, file, modulePath, type);
  }
  addNestedTypes(slice, declarations, readNestedDefaults(root));
  return sorted({
    name: provider.name,
    version: provider.version,
    ...dropEmpty({ pluginDownloadUrl: readPluginDownloadUrl(root) }),
    ...(names.includes("Config") ? config(declarations, root) : {}),
    ...slice,
  });
}

/** The settings of the package's class Config: those that are plain values, lists or maps. */
function config(declarations, root) {
  const settings = Object.fromEntries(Object.entries(declarations.configVariables()).filter(([, type]) => !type.includes("#")));
  const defaults = Object.fromEntries(Object.entries(readConfigDefaults(root)).filter(([name]) => settings[name]));
  return dropEmpty({ config: settings, configDefaults: defaults });
}

function addResource(slice, declarations, file, modulePath, type) {
  const { token, ...behaviour } = readResource(file);
  const outputs = declarations.classOutputs(file, type);
  const state = declarations.interfaceProperties(file, `${type}State`);
  if (state) mustMirror(state, outputs, type);
  slice.resources[type === "Provider" ? `pulumi:providers:${token}` : token] = dropEmpty({
    module: modulePath,
    type,
    ...behaviour,
    inputs: declarations.interfaceProperties(file, `${type}Args`),
    outputs,
    state: state ? true : undefined,
  });
}

/** A lookup's state has the outputs, each optional, so a slice only records that there is one. Fails if the properties differ. */
function mustMirror(state, outputs, type) {
  const optional = (properties) => JSON.stringify(Object.entries(properties)
    .map(([name, value]) => `${name}: ${value.replace("?", "")}`).sort());
  if (optional(state) !== optional(outputs)) throw new Error(`${type}State: its properties are not the outputs of ${type}.`);
}

function addFunction(slice, declarations, file, modulePath, type) {
  const pascal = type[0].toUpperCase() + type.slice(1);
  const inputs = declarations.interfaceProperties(file, `${pascal}Args`);
  for (const [property, value] of Object.entries(inputs ?? {}))
    if (value.includes("#")) throw new Error(`${type}.${property}: a function with a nested argument is not supported.`);
  slice.functions[readFunction(file, type)] = dropEmpty({
    module: modulePath,
    type: pascal,
    inputs,
    outputs: declarations.interfaceProperties(file, `${pascal}Result`),
  });
}

/** Adds what the resources and functions refer to, and what that refers to, until nothing is missing. */
function addNestedTypes(slice, declarations, defaults) {
  const waiting = [];
  const look = (direction, properties) => {
    for (const value of Object.values(properties ?? {}))
      for (const [, kind, name] of value.matchAll(/([#@])([\w.]+)/g)) waiting.push({ direction, kind, name });
  };
  for (const resource of [...Object.values(slice.resources), ...Object.values(slice.functions)]) {
    look("input", resource.inputs);
    if (resource.state) look("input", resource.outputs);
    look("output", resource.outputs);
  }
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { direction, kind, name } = next;
    const known = kind === "@" ? slice.enums : slice[`${direction}s`];
    if (known[name]) continue;
    if (kind === "@") {
      known[name] = declarations.enumValues(name);
      continue;
    }
    const properties = declarations.nestedProperties(direction, name);
    known[name] = direction === "input" ? dropEmpty({ defaults: defaults[name], properties }) : { properties };
    look(direction, properties);
  }
}

/** Without empty keys, except those that a reader always needs. */
function dropEmpty(object) {
  const always = ["inputs", "outputs", "properties"];
  return Object.fromEntries(Object.entries(object).filter(([key, value]) =>
    value !== undefined && (always.includes(key) || typeof value !== "object" || Object.keys(value).length > 0)));
}

/** The same value with the keys of every map in ordinal order; the order of a list has a meaning and stays. */
function sorted(value) {
  if (Array.isArray(value) || value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
