import { expect, test } from "vitest";
import { boxWithinPart } from "../../../src/checks/machine/box-within-part.ts";
import { faultsOf } from "./faults-of.ts";

const box = "box Server { core cpu: amd64 }";

test("a box lies in no board, package, die or cluster, however deep", () => {
  const text = `${box} part Slot { box s: Server } board Shelf { part slot: Slot } machine m { board shelf: Shelf }`;
  expect(faultsOf(boxWithinPart, text)).toEqual([
    "2:44 SK3211 the box `shelf.slot.s` lies in `shelf`, which is a board",
  ]);
});

test("a box lies in the machine or in a group", () => {
  const text = `${box} part Rack { box s[2]: Server } machine m { part rack: Rack; box alone: Server }`;
  expect(faultsOf(boxWithinPart, text)).toEqual([]);
});
