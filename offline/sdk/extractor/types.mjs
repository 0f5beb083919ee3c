// Reads types.txt, the list of what the stand-in provider packages hold, and says what is wrong with a line.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An error that the user of the extractor can fix. Its message is enough; a stack trace would not help. */
export class InputError extends Error {}

/**
 * The lines of the list by package, each as { type, place }.
 * @throws {InputError} if a line is not `<package> <module>/<Name>`, or names a package that is not read.
 */
export function readTypeList(file, known) {
  const types = new Map(known.map((name) => [name, []]));
  readFileSync(file, "utf8").split("\n").forEach((line, index) => {
    const text = line.replace(/#.*/, "").trim();
    if (!text) return;
    const place = `${file}:${index + 1}`;
    const [name, type, ...rest] = text.split(/\s+/);
    if (!type || rest.length > 0) throw new InputError(`${place}: "${text}" is not "<package> <module>/<Name>".`);
    if (!types.has(name)) throw new InputError(`${place}: there is no package "${name}"; there are ${known.join(", ")}.${meant(name, known)}`);
    if (types.get(name).some((earlier) => earlier.type === type)) throw new InputError(`${place}: "${text}" is already in the list.`);
    types.get(name).push({ type, place });
  });
  return types;
}

/**
 * Checks that the package has each type.
 * @throws {InputError} with the line, and the name that was probably meant.
 */
export function checkTypes(packageName, root, types) {
  const names = typeNames(root);
  const config = types.find(({ type }) => type === "Config");
  if (config && !existsSync(join(root, "config", "vars.d.ts")))
    throw new InputError(`${config.place}: the package ${packageName} has no settings, and so no class Config.`);
  for (const { type, place } of types) {
    if (packageName === "kubernetes" && /(List|Patch)$/.test(type))
      throw new InputError(`${place}: Kubernetes list and patch resources are not supported (${type}); name the resource itself.`);
    if (!["Provider", "Config"].includes(type) && !names.includes(type))
      throw new InputError(`${place}: the package ${packageName} has no resource type or function "${type}".${meant(type, names)}`);
  }
}

/** All resource types and functions of an unpacked npm package, as `<module>/<Name>`. */
export function typeNames(root, module = "") {
  const index = join(root, module, "index.d.ts");
  const own = existsSync(index)
    ? [...readFileSync(index, "utf8").matchAll(/import\("\.\/[^"]+"\)\.(\w+);/g)].map(([, name]) => (module ? `${module}/${name}` : name))
    : [];
  const below = readdirSync(join(root, module), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["node_modules", "types", "config", "scripts"].includes(entry.name))
    .flatMap((entry) => typeNames(root, module ? `${module}/${entry.name}` : entry.name));
  return [...new Set([...own, ...below])];
}

function meant(word, candidates) {
  const near = candidates.map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits)[0];
  return near && near.edits <= Math.max(2, word.length / 3) ? ` Did you mean "${near.candidate}"?` : "";
}

/** The number of letters to put in, take out or change to get from one word to the other. */
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length];
}
