import { expect, test } from "vitest";
import { enumEmpty } from "../../../src/checks/interface/enum-empty.ts";
import { foundBy } from "../found-by.ts";

test("an enum has at least one member", () => {
  expect(foundBy(enumEmpty, "interface I { enum E {} enum F { a } }")).toEqual([
    "1:20 the enum `E` has no members, so it has no values",
  ]);
});
