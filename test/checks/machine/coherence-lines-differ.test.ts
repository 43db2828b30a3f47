import { expect, test } from "vitest";
import { coherenceLinesDiffer } from "../../../src/checks/machine/coherence-lines-differ.ts";
import { faultsOf, machine } from "./faults-of.ts";

const isas = "isa small { line 32 bytes }\nisa large { line 64 bytes }\n";

test("whole lines are exchanged, so they have one size", () => {
  const items = (first: string) => machine(`core a: ${first}; core b: large; coherence between a, b`);
  expect(faultsOf(coherenceLinesDiffer, isas + items("small"))).toEqual([
    "4:43 SK3013 `a` has cache lines of 32 bytes, `b` of 64, yet they are coherent",
  ]);
  expect(faultsOf(coherenceLinesDiffer, isas + items("large"))).toEqual([]);
});
