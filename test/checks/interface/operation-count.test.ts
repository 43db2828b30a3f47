import { expect, test } from "vitest";
import { operationCount } from "../../../src/checks/interface/operation-count.ts";
import { foundBy } from "../found-by.ts";

const crowd = (count: number) =>
  `interface I {\n${Array.from({ length: count }, (_, index) => `message m${index}()\n`).join("")}}`;

test("255 operations are numbered by a byte, the one after them is where it fails", () => {
  expect(foundBy(operationCount, crowd(255))).toEqual([]);
  expect(foundBy(operationCount, crowd(300))).toEqual([
    "257:9 the interface `I` has 300 operations, and at most 255 fit",
  ]);
});
