import { expect, test } from "vitest";
import { domainTwice } from "../../../src/checks/machine/domain-twice.ts";
import { faultsOf, packages } from "./faults-of.ts";

test("domains of a kind differ in their members, however they are named", () => {
  const text = (second: string) => packages(2, `failure domain a: p[0]\n${second}`);
  expect(faultsOf(domainTwice, text("failure domain b: p[0].cpu, p[0].x[*]"))).toEqual([
    "5:1 SK3203 the failure domain `b` has the same members as `a`",
  ]);
  expect(faultsOf(domainTwice, text("failure domain b: p[1]"))).toEqual([]);
  expect(faultsOf(domainTwice, text("power domain b: p[0]"))).toEqual([]);
});
