import { expect, test } from "vitest";
import { domainEmpty } from "../../../src/checks/machine/domain-empty.ts";
import { faultsOf } from "./faults-of.ts";

test("something is lost with a domain", () => {
  const text = (path: string) =>
    `part Panel { part inner: Blank } part Blank {} machine m { core c: amd64; part p: Panel; power domain d: ${path} }`;
  expect(faultsOf(domainEmpty, text("p, c"))).toEqual([]);
  expect(faultsOf(domainEmpty, text("p"))).toEqual([
    "2:90 SK3201 the power domain `d` is empty: there is nothing in `p` that could be lost",
  ]);
});
