import { expect, test } from "vitest";
import { coherenceOfOne } from "../../../src/checks/machine/coherence-of-one.ts";
import { faultsOf, machine } from "./faults-of.ts";

test("coherence needs company", () => {
  expect(faultsOf(coherenceOfOne, machine("core cpu[2]: amd64; coherence between cpu[1]"))).toEqual([
    "2:33 SK3012 this coherence domain has only one member, `cpu[1]`",
  ]);
  expect(faultsOf(coherenceOfOne, machine("core cpu[2]: amd64; coherence between cpu[*]"))).toEqual([]);
});
