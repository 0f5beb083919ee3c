// Tests on a small invented package: node --test offline/sdk/extractor
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ensurePackage, readCompilerVersion, readProviders } from "./packages.mjs";
import { makeSlice } from "./slice.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, "..", "..", "..", "artifacts", "sdk-extractor");
const ts = createRequire(import.meta.url)(ensurePackage("typescript", readCompilerVersion(join(here, "package.json")), cache));
const scratch = mkdtempSync(join(tmpdir(), "extractor-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

let packages = 0;

/** The slice of a package with one resource, pond/Fish, whose declarations and constructor are given. */
function sliceOf({ args = "", outputs = "", state = "", constructor = "", input = "", output = "" }, names = ["pond/Fish"]) {
  const root = join(scratch, `package-${packages++}`);
  mkdirSync(join(root, "pond"), { recursive: true });
  mkdirSync(join(root, "types"));
  const write = (file, text) => writeFileSync(join(root, file), text);
  write("utilities.js", "function resourceOptsDefaults() { return { version: getVersion() }; }");
  write("types/input.d.ts", `export declare namespace pond { ${input} }`);
  write("types/output.d.ts", `export declare namespace pond { ${output} }`);
  write("types/input.js", "");
  write("pond/index.d.ts", 'export type Fish = import("./fish").Fish;\nexport declare const getFish: typeof import("./fish").getFish;');
  write("pond/fish.d.ts", `export declare class Fish extends pulumi.CustomResource { ${outputs} }
    export interface FishArgs { ${args} }
    ${state && `export interface FishState { ${state} }`}
    export interface GetFishArgs { ${args} }
    export interface GetFishResult { ${outputs} }`);
  write("pond/fish.js", `static __pulumiType = 'sample:pond/fish:Fish';\n${constructor}
    return pulumi.runtime.invoke("sample:pond/getFish:getFish", {`);
  return makeSlice(ts, { name: "sample", version: "1.2.3" }, root, names);
}

const fish = (parts) => sliceOf(parts).resources["sample:pond/fish:Fish"];

test("every form of a type has its short form", () => {
  const { inputs } = fish({
    args: `plain: pulumi.Input<string>; maybe?: pulumi.Input<number | undefined>; list?: pulumi.Input<pulumi.Input<boolean>[]>;
      map?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>; kind: pulumi.Input<"fish">; either: pulumi.Input<number | string>;
      file?: pulumi.Input<pulumi.asset.Asset | pulumi.asset.Archive>; odd: any; eithers: pulumi.Input<pulumi.Input<number | string>[]>;
      /** @deprecated gone */ old?: pulumi.Input<string>;`,
  });
  assert.deepEqual(inputs, {
    either: "number|string", eithers: "(number|string)[]", file: "asset?", kind: "string", list: "boolean[]?", map: "string{}?",
    maybe: "number?", odd: "any", old: "string? deprecated", plain: "string",
  });
});

test("nested types are followed to the end, and only those", () => {
  const slice = sliceOf({
    args: "eye?: pulumi.Input<inputs.pond.Eye>;",
    input: "interface Eye { lens?: pulumi.Input<inputs.pond.Lens>; } interface Lens { eye?: pulumi.Input<inputs.pond.Eye>; } interface Unused {}",
  });
  assert.deepEqual(Object.keys(slice.inputs), ["pond.Eye", "pond.Lens"]);
});

test("what the constructor adds is read from the script", () => {
  const resource = fish({
    constructor: `
    resourceInputs["kind"] = "Fish";
    resourceInputs["code"] = args?.code ? pulumi.secret(args.code) : undefined;
    resourceInputs["size"] = pulumi.output((args?.size) ?? utilities.getEnvNumber("FISH_SIZE", "SIZE")).apply(JSON.stringify);
    resourceInputs["note"] = (args?.note) ?? "made here";
    const aliasOpts = { aliases: [{ type: "sample:lake/fish:Fish" }] };
    const secretOpts = { additionalSecretOutputs: ["code", "key"] };`,
  });
  assert.deepEqual(resource.constants, { kind: "Fish" });
  assert.deepEqual(resource.secretInputs, ["code"]);
  assert.deepEqual(resource.jsonInputs, ["size"]);
  assert.deepEqual(resource.defaults, { note: "made here", size: "env:FISH_SIZE,SIZE" });
  assert.deepEqual(resource.aliases, ["sample:lake/fish:Fish"]);
  assert.deepEqual(resource.secretOutputs, ["code", "key"]);
});

test("a function is a token, what it takes and what it gives", () => {
  const slice = sliceOf({ args: "age?: number;", outputs: "readonly id: string;" }, ["pond/getFish"]);
  assert.deepEqual(slice.functions, {
    "sample:pond/getFish:getFish": { inputs: { age: "number?" }, module: "pond", outputs: { id: "string" }, type: "GetFish" },
  });
});

test("a state that has not the outputs is refused", () => {
  assert.throws(() => fish({ outputs: "readonly age: pulumi.Output<number>;", state: "size?: pulumi.Input<number>;" }),
    /FishState: its properties are not the outputs of Fish/);
});

test("what is not supported is refused with its place", () => {
  assert.throws(() => fish({ args: "tank: pulumi.Input<Tank>;" }), /FishArgs\.tank: the type Tank is not supported/);
  assert.throws(() => fish({ args: "pair: [string, string];" }), /FishArgs\.pair: a type of kind TupleType is not supported/);
  assert.throws(() => fish({ constructor: 'resourceInputs["size"] = (args?.size) ?? compute();' }), /the default of size is not supported: compute\(\)/);
  assert.throws(() => sliceOf({}, ["pond/Frog"]), /pond\/Frog: the package has no such resource type or function/);
});

test("a version that is not pinned is refused by its name", () => {
  const file = join(scratch, "Versions.props");
  writeFileSync(file, "<Project />");
  assert.throws(() => readProviders(file), /has no PulumiCloudflareVersion, the version of @pulumi\/cloudflare to read/);
});
