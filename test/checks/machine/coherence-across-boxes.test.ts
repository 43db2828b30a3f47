import { expect, test } from "vitest";
import { coherenceAcrossBoxes } from "../../../src/checks/machine/coherence-across-boxes.ts";
import { faultsOf } from "./faults-of.ts";

const box = "box Server { core cpu[2]: amd64; coherence between cpu[*] }";

test("no cache line leaves its box", () => {
  const text = (items: string) => `${box} machine m { box s[2]: Server; core out: amd64; coherence between ${items} }`;
  expect(faultsOf(coherenceAcrossBoxes, text("s[*].cpu[0]"))).toEqual([
    "2:108 SK3212 `s[0].cpu[0]` in the box `s[0]` and `s[1].cpu[0]` in the box `s[1]` cannot be coherent: no cache line leaves its box by itself",
  ]);
  expect(faultsOf(coherenceAcrossBoxes, text("out, s[1].cpu[0]"))).toEqual([
    "2:108 SK3212 `out` in no box and `s[1].cpu[0]` in the box `s[1]` cannot be coherent: no cache line leaves its box by itself",
  ]);
});
