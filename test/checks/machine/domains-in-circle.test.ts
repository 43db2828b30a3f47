import { expect, test } from "vitest";
import { domainsInCircle } from "../../../src/checks/machine/domains-in-circle.ts";
import { faultsOf, packages } from "./faults-of.ts";

test("domains may hold each other, but not in a circle", () => {
  const found = (domains: string) => faultsOf(domainsInCircle, packages(2, domains));
  expect(found("failure domain a: b, p[0]\npower domain b: p[1]")).toEqual([]);
  expect(found("failure domain a: b, p[0]\npower domain b: a")).toEqual([
    "4:1 SK3205 domains hold each other in a circle: `a` > `b` > `a`",
  ]);
  expect(found("failure domain a: a")).toEqual(["4:1 SK3205 domains hold each other in a circle: `a` > `a`"]);
});
