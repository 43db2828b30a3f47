import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { FilePrinter } from "../../../src/emit/typescript/print-file.ts";
import { arbitraryInterface } from "../arbitrary-interface.ts";
import { block, eventsOnly, everything, nothing } from "../interface-plans.ts";
import { checkTypes, findLooseness } from "./check-types.ts";

const plans = { "block.ts": block, "everything.ts": everything, "bell-ringer.ts": eventsOnly, "nothing.ts": nothing };
const printer = new FilePrinter();
const files = Object.fromEntries(
  Object.entries(plans).map(([path, plan]) => [path, printer.print(path, printInterfaceFile(plan))]),
);

describe("the check itself", () => {
  test("finds what it looks for", () => {
    const faulty = "export const a: number = 'x';\nexport const b = (x: any) => x!;\nexport const c = 1 as number;\n";
    expect(checkTypes({ "faulty.ts": faulty }).length).toBeGreaterThan(1);
    expect(findLooseness(faulty)).toEqual(["any", "x!", "1 as number"]);
  });
});

describe("generated interface files", () => {
  test("compile under the strictest flags", () => {
    expect(checkTypes(files)).toEqual([]);
  });
  test.each(Object.keys(files))("%s has neither any nor casts", (path) => {
    expect(findLooseness(files[path] ?? "")).toEqual([]);
  });
  test("do so whatever the interface is", () => {
    const fuzzed = fc.sample(arbitraryInterface, { numRuns: 24, seed: 2009 });
    const printed = fuzzed.map((plan, index): [string, string] => {
      const path = `fuzzed-${index}.ts`;
      return [path, printer.print(path, printInterfaceFile(plan))];
    });
    expect(checkTypes(Object.fromEntries(printed))).toEqual([]);
    expect(printed.flatMap(([, text]) => findLooseness(text))).toEqual([]);
  });
});
