// Writes offline/sdk/schemas/<package>.json from the npm packages of the same providers in the same versions.
//   node extract.mjs            writes the slices
//   node extract.mjs --check    writes nothing; exit code 1 when a committed slice is not what would be written
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackage, readCompilerVersion, readProviders } from "./packages.mjs";
import { makeSlice } from "./slice.mjs";
import { checkTypes, InputError, readTypeList } from "./types.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..", "..");
const schemas = join(here, "..", "schemas");
const cache = join(repository, "artifacts", "sdk-extractor");

const check = process.argv.slice(2).join(" ") === "--check";
if (!check && process.argv.length > 2) throw new Error("usage: node extract.mjs [--check]");

try {
  process.exitCode = extract();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function extract() {
  const providers = readProviders(join(repository, "eng", "Pulumi.Versions.props"));
  const types = readTypeList(join(schemas, "types.txt"), providers.map((provider) => provider.name));
  const compiler = ensurePackage("typescript", readCompilerVersion(join(here, "package.json")), cache);
  const ts = createRequire(import.meta.url)(compiler);

  let differing = 0;
  for (const provider of providers) {
    const root = ensurePackage(provider.npm, provider.version, cache);
    const file = join(schemas, `${provider.name}.json`);
    const named = types.get(provider.name);
    checkTypes(provider.name, root, named);
    const text = `${JSON.stringify(makeSlice(ts, provider, root, named.map(({ type }) => type)), null, 2)}\n`;
    if (!check) writeFileSync(file, text);
    else if (readFileSync(file, "utf8") !== text) {
      differing++;
      process.stderr.write(`${file} is not what types.txt and ${provider.npm} ${provider.version} give: run make sdk-schemas.\n`);
    }
  }
  return differing > 0 ? 1 : 0;
}
