// Tests of the messages for mistakes in types.txt: node --test offline/sdk/extractor
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkTypes, InputError, readTypeList, typeNames } from "./types.mjs";

const scratch = mkdtempSync(join(tmpdir(), "types-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

function list(text) {
  const file = join(scratch, "types.txt");
  writeFileSync(file, text);
  return readTypeList(file, ["gcp", "kubernetes"]);
}

function pond() {
  const root = join(scratch, "pond");
  mkdirSync(join(root, "core", "v1"), { recursive: true });
  writeFileSync(join(root, "index.d.ts"), 'export type Net = import("./net").Net;');
  writeFileSync(join(root, "core", "v1", "index.d.ts"),
    'export type Service = import("./service").Service;\nexport declare const getService: typeof import("./getService").getService;');
  return root;
}

const refused = (text, message) => assert.throws(() => list(text), (error) => error instanceof InputError && message.test(error.message));

test("the lines are kept by package, with their places", () => {
  const types = list("# a comment\n\ngcp redis/Instance # for the cache\nkubernetes core/v1/Service\n");
  assert.deepEqual(types.get("gcp").map(({ type }) => type), ["redis/Instance"]);
  assert.match(types.get("kubernetes")[0].place, /types\.txt:4$/);
});

test("a line that is no type is refused with its place", () => {
  refused("gcp redis/Instance\ngcp\n", /types\.txt:2: "gcp" is not "<package> <module>\/<Name>"/);
  refused("gcp redis/Instance extra\n", /types\.txt:1: /);
});

test("a package that is misspelt is refused with the nearest one", () => {
  refused("gpc redis/Instance\n", /types\.txt:1: there is no package "gpc"; there are gcp, kubernetes\. Did you mean "gcp"\?/);
});

test("a line that stands twice is refused", () => refused("gcp Provider\ngcp Provider\n", /types\.txt:2: "gcp Provider" is already in the list/));

test("all types and functions of a package are found", () => {
  assert.deepEqual(typeNames(pond()).sort(), ["Net", "core/v1/Service", "core/v1/getService"]);
});

test("a type that is misspelt is refused with file, line and the nearest name", () => {
  const check = (type) => () => checkTypes("gcp", pond(), [{ type, place: "types.txt:7" }]);
  assert.throws(check("core/v1/Servise"), { message: 'types.txt:7: the package gcp has no resource type or function "core/v1/Servise". Did you mean "core/v1/Service"?' });
  assert.throws(check("something/Else"), { message: 'types.txt:7: the package gcp has no resource type or function "something/Else".' });
  assert.doesNotThrow(check("core/v1/getService"));
  assert.doesNotThrow(check("Provider"));
});

test("lists and patches of Kubernetes are refused, and said to be", () => {
  for (const type of ["core/v1/ServiceList", "core/v1/ServicePatch"])
    assert.throws(() => checkTypes("kubernetes", pond(), [{ type, place: "types.txt:7" }]),
      (error) => error instanceof InputError && /types\.txt:7: Kubernetes list and patch resources are not supported/.test(error.message));
});
