// Reads the .js files of a provider package: what a constructor adds to the arguments, which is not in the declarations.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The address that the package's plugin is downloaded from, if it is not the default one. */
export function readPluginDownloadUrl(root) {
  return readFileSync(join(root, "utilities.js"), "utf8").match(/pluginDownloadURL: "([^"]+)"/)?.[1];
}

/** What the constructor of a resource class does: its token, and how it treats properties and options. */
export function readResource(file) {
  const source = readFileSync(`${file}.js`, "utf8");
  const assignments = [...source.matchAll(/^ *resourceInputs\["([^"]+)"\] = (.*);$/gm)].map(([, property, value]) => ({ property, value }));
  const namesOf = (test) => assignments.filter(({ value }) => test.test(value)).map(({ property }) => property);
  return {
    token: source.match(/__pulumiType = ['"]([^'"]+)['"]/)[1],
    constants: Object.fromEntries(assignments.filter(({ value }) => /^"[^"]*"$/.test(value))
      .map(({ property, value }) => [property, JSON.parse(value)])),
    defaults: readDefaults(assignments, file),
    secretInputs: namesOf(/pulumi\.secret\(/),
    jsonInputs: namesOf(/JSON\.stringify/),
    secretOutputs: list(source, "additionalSecretOutputs", /"([^"]+)"/g),
    replaceOnChanges: list(source, "replaceOnChanges", /"([^"]+)"/g),
    aliases: readAliases(source, file),
  };
}

/** The defaults of settings: the environment variables that are read, and the value where none of them is set. */
export function readConfigDefaults(root) {
  const source = readFileSync(join(root, "config", "vars.js"), "utf8");
  const defaults = {};
  for (const [, name, fallback] of source.matchAll(/return __config\.get(?:Object)?\("(\w+)"\) \?\? (.*);$/gm)) {
    const [, environment, otherwise] = fallback.match(/^\(?utilities\.getEnv\w*\(([^)]*)\)(?: \|\| (true|false)\))?$/)
      ?? fail("config/vars.js", `the default of ${name} is not supported: ${fallback}`);
    defaults[name] = { environment: [...environment.matchAll(/"([^"]+)"/g)].map(([, variable]) => variable) };
    if (otherwise) defaults[name].otherwise = JSON.parse(otherwise);
  }
  return defaults;
}

/** The token of a function. */
export function readFunction(file, name) {
  const source = readFileSync(`${file}.js`, "utf8");
  return source.match(new RegExp(`pulumi\\.runtime\\.invoke\\("([^"]+)"`))?.[1] ?? fail(file, `${name} invokes nothing`);
}

/** The defaults that nested input types fill in, by type name. */
export function readNestedDefaults(root) {
  const file = join(root, "types", "input.js");
  if (!existsSync(file)) return {};
  const source = readFileSync(file, "utf8");
  const defaults = {};
  for (const [, name, body] of source.matchAll(/^ *function (\w+)ProvideDefaults\(val\) \{([\s\S]*?)\n {4,8}\};/gm)) {
    const assignments = [...body.matchAll(/^ *(\w+): (.*),$/gm)].map(([, property, value]) => ({ property, value }));
    defaults[name[0].toUpperCase() + name.slice(1)] = readDefaults(assignments, name);
  }
  return defaults;
}

/** A default is a constant, or `env:` with the names of environment variables, the first that is set wins. */
function readDefaults(assignments, owner) {
  const defaults = {};
  for (const { property, value } of assignments.filter((assignment) => assignment.value.includes("??"))) {
    const fallback = value.match(/\?\? (.*)$/)[1].replace(/\)\.apply\(JSON\.stringify\)$/, "");
    const environment = fallback.match(/^utilities\.getEnv\w*\(([^)]*)\)$/);
    if (environment) defaults[property] = `env:${[...environment[1].matchAll(/"([^"]+)"/g)].map(([, name]) => name).join(",")}`;
    else if (/^("[^"]*"|true|false|\d+)$/.test(fallback)) defaults[property] = JSON.parse(fallback);
    else fail(owner, `the default of ${property} is not supported: ${fallback}`);
  }
  return defaults;
}

function readAliases(source, file) {
  const text = source.match(/aliases: \[([^\]]*)\]/)?.[1] ?? "";
  const aliases = [...text.matchAll(/\{ type: "([^"]+)" \}/g)].map(([, type]) => type);
  if (aliases.length !== text.split("{").length - 1) fail(file, `aliases other than types are not supported: ${text}`);
  return aliases;
}

function list(source, key, item) {
  const text = source.match(new RegExp(`${key}: \\[([^\\]]*)\\]`))?.[1] ?? "";
  return [...text.matchAll(item)].map(([, name]) => name);
}

function fail(owner, message) {
  throw new Error(`${owner}: ${message}.`);
}
