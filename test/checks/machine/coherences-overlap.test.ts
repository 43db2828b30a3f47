import { expect, test } from "vitest";
import { coherencesOverlap } from "../../../src/checks/machine/coherences-overlap.ts";
import { faultsOf, machine } from "./faults-of.ts";

const cores = "core cpu[4]: amd64; ";

test("domains that share some but not all", () => {
  expect(
    faultsOf(coherencesOverlap, machine(`${cores}coherence between cpu[0..2]; coherence between cpu[2..3]`)),
  ).toEqual([
    "2:62 SK3010 the coherence domains of `cpu[0]` to `cpu[2]` and `cpu[2]` to `cpu[3]` overlap: `cpu[2]` is in both, but `cpu[0]` only in the one and `cpu[3]` only in the other",
  ]);
});

test("the same domain twice", () => {
  expect(faultsOf(coherencesOverlap, machine(`${cores}coherence between cpu[*]; coherence between cpu[0..3]`))).toEqual(
    ["2:59 SK3011 `cpu[0]` and the 3 others of this coherence domain form one already"],
  );
});

test("apart, or one within the other, is fine", () => {
  const apart = "coherence between cpu[0..1]; coherence between cpu[2..3]";
  expect(faultsOf(coherencesOverlap, machine(cores + apart))).toEqual([]);
  expect(faultsOf(coherencesOverlap, machine(`${cores}${apart}; coherence between cpu[*]`))).toEqual([]);
});
