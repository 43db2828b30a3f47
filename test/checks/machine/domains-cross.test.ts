import { expect, test } from "vitest";
import { domainsCross } from "../../../src/checks/machine/domains-cross.ts";
import { faultsOf, packages } from "./faults-of.ts";

test("failure domains lie within each other or apart", () => {
  const text = (second: string) => packages(4, `failure domain a: p[0..1]\n${second}`);
  expect(faultsOf(domainsCross, text("failure domain b: p[1..2]"))).toEqual([
    "5:1 SK3202 `p[1].cpu` is in the failure domains `a` and `b`, but `p[0].cpu` only in the one and `p[2].cpu` only in the other",
  ]);
  for (const apart of ["failure domain b: p[2..3]", "failure domain b: p[*]", "failure domain b: p[1].cpu"]) {
    expect(faultsOf(domainsCross, text(apart))).toEqual([]);
  }
});

test("power domains may cross them", () => {
  expect(faultsOf(domainsCross, packages(4, "failure domain a: p[0..1]\npower domain b: p[1..2]"))).toEqual([]);
});
