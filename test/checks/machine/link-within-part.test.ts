import { expect, test } from "vitest";
import { linkWithinPart } from "../../../src/checks/machine/link-within-part.ts";
import { faultsOf, packages } from "./faults-of.ts";

test("a link between ports of one part reaches nothing new", () => {
  expect(faultsOf(linkWithinPart, packages(1, "link p[0].x[0] -- p[0].x[1]"))).toEqual([
    "4:1 SK3004 the link `p[0].x[0] -- p[0].x[1]` leaves `p[0]` only to come back to it",
  ]);
});

test("links between two parts, or from a core of the part, do", () => {
  const items = "link p[0].x[0] -- p[1].x[1]; link p[0].cpu -- p[0].x[2]";
  expect(faultsOf(linkWithinPart, packages(2, items))).toEqual([]);
});
