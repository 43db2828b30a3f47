import { readdirSync, readFileSync } from "node:fs";
import { compile as compileSchema, type JSONSchema } from "json-schema-to-typescript";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { validatePlan } from "../../src/plan/validate.ts";

const folder = new URL("../../src/plan/", import.meta.url);
const schema: JSONSchema = JSON.parse(readFileSync(new URL("plan.schema.json", folder), "utf8"));

const generated = await compileSchema(schema, "Plan", { bannerComment: "", additionalProperties: false });
const shape = new URL("shape/", folder);
const written = [new URL("plan.ts", folder), ...readdirSync(shape).map((name) => new URL(name, shape))]
  .map((file) => readFileSync(file, "utf8").replace(/^(?:import|export) type .+ from .+$/gm, ""))
  .join("\n")
  .replaceAll("readonly ", "");

test("the schema and the TypeScript types of the plan describe the same thing", () => {
  expect(typeFaults(compare(generated, written))).toEqual([]);
});

test("a difference would be noticed", () => {
  const changed = written.replace("clock: number", "clock: number | null");
  expect(changed).not.toBe(written);
  expect(typeFaults(compare(generated, changed))).toHaveLength(1);
});

/** All of the standard library that the types need: loading the real one would take seconds. */
const library = `interface Array<T> { length: number; [index: number]: T } interface Boolean {} interface Function {}
  interface CallableFunction {} interface NewableFunction {} interface IArguments {} interface Number {}
  interface Object {} interface RegExp {} interface String {}`;

/** Fails to compile unless each type can stand for the other. */
function compare(one: string, other: string): string {
  return `declare global { ${library} }\n namespace One {\n${one}\n}\nnamespace Other {\n${other}\n}
    export const there = (plan: One.Plan): Other.Plan => plan;
    export const back = (plan: Other.Plan): One.Plan => plan;`;
}

function typeFaults(text: string): readonly string[] {
  const name = "compare.ts";
  const options: ts.CompilerOptions = { strict: true, noLib: true, target: ts.ScriptTarget.ES2022, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (path, version) =>
    path === name ? ts.createSourceFile(path, text, version) : getSourceFile(path, version);
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("what is no plan is told where it is none", () => {
  test.each([
    [null, ["/ must be object"]],
    [{ format: "skerry-plan" }, expect.arrayContaining(["/ must have required property 'version'"])],
  ])("%j", (json, faults) => {
    expect(validatePlan(json)).toEqual(faults);
  });

  test("a key too many is named", () => {
    const plan = {
      ...{ format: "skerry-plan", version: 1, name: "x", provenance: [], interfaces: [] },
      ...{ machine: null, fabric: null, routes: null, system: null, boot: null, traffic: null, extra: 1 },
    };
    expect(validatePlan(plan)).toEqual(["/ must NOT have additional properties (extra)"]);
  });
});
