import { expect, test } from "vitest";
import { sourceTwice } from "../../../src/checks/machine/source-twice.ts";
import { faultsOf, machine } from "./faults-of.ts";

const text = (clauses: string) =>
  machine(`core c: amd64; controller a: 64 lines -> c; controller b: 64 lines -> c
    device d: SataDisk at c { ${clauses} }`);

test("a source goes to one line of a controller", () => {
  expect(faultsOf(sourceTwice, text("interrupt 0 -> a 5; interrupt 1 -> a 6"))).toEqual([]);
  expect(faultsOf(sourceTwice, text("interrupt -> a 5; interrupt -> a 6"))).toEqual([
    "3:49 SK3107 source 0 of `d` goes to a line of `a` already",
  ]);
});

test("and perhaps to lines of others", () => {
  expect(faultsOf(sourceTwice, text("interrupt -> a 5; interrupt -> b 5"))).toEqual([]);
});
