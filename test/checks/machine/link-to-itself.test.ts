import { expect, test } from "vitest";
import { linkToItself } from "../../../src/checks/machine/link-to-itself.ts";
import { faultsOf, packages } from "./faults-of.ts";

test("a link joins two things", () => {
  expect(faultsOf(linkToItself, packages(1, "link p[0].x[1] -- p[0].x[1]"))).toEqual([
    "4:19 SK3003 this link joins `p[0].x[1]` to itself",
  ]);
  expect(faultsOf(linkToItself, packages(1, "link p[0].cpu -> p[0].cpu"))).toEqual([
    "4:18 SK3003 this link joins `p[0].cpu` to itself",
  ]);
  expect(faultsOf(linkToItself, packages(2, "link p[0].x[1] -- p[1].x[1]"))).toEqual([]);
});
