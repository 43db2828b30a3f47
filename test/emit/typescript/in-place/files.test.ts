import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { printInPlaceFile } from "../../../../src/emit/typescript/in-place/in-place-file.ts";
import { printInterfaceFile } from "../../../../src/emit/typescript/interface/interface-file.ts";
import { printFile } from "../../../../src/emit/typescript/print-file.ts";
import { arbitraryInterface } from "../../arbitrary-interface.ts";
import { block, eventsOnly, everything, nothing } from "../../interface-plans.ts";
import { checkTypes, findLooseness } from "../check-types.ts";

const plans = [block, everything, eventsOnly, nothing, ...fc.sample(arbitraryInterface, { numRuns: 24, seed: 2009 })];
const files = plans.flatMap((plan, index): [path: string, text: string][] => {
  const path = `generated/in-place-by-test/${index}`;
  const inPlace = printInPlaceFile(plan, `./${index}.ts`);
  return [
    [`${path}.ts`, printFile(printInterfaceFile(plan))],
    ...(inPlace === null ? [] : [[`${path}-in-place.ts`, printFile(inPlace)] satisfies [string, string]]),
  ];
});

describe("generated in-place files", () => {
  let found: readonly string[] = [];
  beforeAll(() => {
    found = checkTypes(Object.fromEntries(files));
  }, 120_000);

  test("compile without faults under the strictest flags", () => {
    expect(found.slice(0, 10)).toEqual([]);
  });

  test("use no any, no casts and no exclamation marks", () => {
    expect(files.flatMap(([, text]) => findLooseness(text))).toEqual([]);
  });
});
