// Writes offline/sdk/schemas/<package>.json from the npm packages of the same providers in the same versions.
//   node extract.mjs            writes the slices
//   node extract.mjs --check    writes nothing; exit code 1 when a committed slice is not what would be written
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackage, readCompilerVersion, readProviders } from "./packages.mjs";
import { makeSlice } from "./slice.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..", "..");
const schemas = join(here, "..", "schemas");
const cache = join(repository, "artifacts", "sdk-extractor");

function readTypeList(file, known) {
  const types = new Map(known.map((name) => [name, []]));
  readFileSync(file, "utf8").split("\n").forEach((line, index) => {
    const text = line.replace(/#.*/, "").trim();
    if (!text) return;
    const [name, type, ...rest] = text.split(/\s+/);
    if (!types.has(name) || !type || rest.length > 0)
      throw new Error(`${file}:${index + 1}: "${text}" is not "<package> <module>/<Name>" with a package of ${known.join(", ")}.`);
    types.get(name).push(type);
  });
  return types;
}

const check = process.argv.slice(2).join(" ") === "--check";
if (!check && process.argv.length > 2) throw new Error("usage: node extract.mjs [--check]");

const providers = readProviders(join(repository, "eng", "Pulumi.Versions.props"));
const compiler = ensurePackage("typescript", readCompilerVersion(join(here, "package.json")), cache);
const ts = createRequire(import.meta.url)(compiler);
const types = readTypeList(join(schemas, "types.txt"), providers.map((provider) => provider.name));

let differing = 0;
for (const provider of providers) {
  const root = ensurePackage(provider.npm, provider.version, cache);
  const file = join(schemas, `${provider.name}.json`);
  const text = `${JSON.stringify(makeSlice(ts, provider, root, types.get(provider.name)), null, 2)}\n`;
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    differing++;
    process.stderr.write(`${file} is not what types.txt and ${provider.npm} ${provider.version} give: run make sdk-schemas.\n`);
  }
}
process.exitCode = differing > 0 ? 1 : 0;
