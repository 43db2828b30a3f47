import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { printFile } from "../../../src/emit/typescript/print-file.ts";
import { arbitraryInterface } from "../arbitrary-interface.ts";
import { block, eventsOnly, everything, nothing } from "../interface-plans.ts";
import { checkTypes, findLooseness } from "./check-types.ts";

const fuzzed = fc.sample(arbitraryInterface, { numRuns: 24, seed: 2009 });
const plans = [block, everything, eventsOnly, nothing, ...fuzzed];

const files = plans.map((plan, index): [path: string, text: string] => {
  const path = `generated/by-test/${index}.ts`;
  return [path, printFile(printInterfaceFile(plan))];
});
const faulty = "export const a: number = 'x';\nexport const b = (x: any) => x!;\nexport const c = 1 as number;\n";

describe("generated interface files", () => {
  // One program for all of them: most of its time goes into the libraries.
  let found: string[] = [];
  beforeAll(() => {
    found = checkTypes(Object.fromEntries([...files, ["generated/by-test/faulty.ts", faulty]]));
  }, 120_000);

  test("compile under the strictest flags, whatever the interface is", () => {
    expect(found.filter((one) => !one.includes("faulty.ts"))).toEqual([]);
  });

  test("have neither any nor casts", () => {
    expect(files.flatMap(([, text]) => findLooseness(text))).toEqual([]);
  });

  test("of a plain interface keep within 120 columns", () => {
    const [, text] = files[0] ?? ["", ""];
    expect(text.split("\n").filter((line) => line.length > 120)).toEqual([]);
  });

  test("say of every parameter what the description says of it", () => {
    const documented = block.operations.map((operation) => {
      const fields = operation.request.fields.map((field) => ({
        ...field,
        documentation: `The ${field.name}.\nAll of it.`,
      }));
      return { ...operation, request: { ...operation.request, fields } };
    });
    const text = printFile(printInterfaceFile({ ...block, operations: documented }));
    expect(text.match(/ {3}\* @param at The at\.\n {3}\* {3}All of it\./g)).toHaveLength(4);
  });

  test("would not pass with faults", () => {
    expect(found.filter((one) => one.includes("faulty.ts")).length).toBeGreaterThan(1);
    expect(findLooseness(faulty)).toEqual(["any", "x!", "1 as number"]);
  });
});
