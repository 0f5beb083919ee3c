import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Lets an import of a JSON file do without the attribute that Node asks for. */
export async function load(url, context, next) {
  if (!url.endsWith(".json")) return next(url, context);
  return { format: "module", shortCircuit: true, source: `export default ${await readFile(fileURLToPath(url), "utf8")}` };
}
