import { describe, expect, test } from "vitest";
import { Broadcast } from "../../../src/runtime/agreement/broadcast.ts";
import { Majority } from "../../../src/runtime/agreement/majority/majority.ts";
import { Shootdown } from "../../../src/runtime/agreement/shootdown.ts";
import { TwoPhase } from "../../../src/runtime/agreement/two-phase.ts";
import { faultsOf, type Subject } from "./conduct.ts";

const subjects: readonly Subject[] = [
  { name: "broadcast", make: Broadcast, ordered: true },
  { name: "twoPhase", make: TwoPhase, ordered: true },
  { name: "majority", make: Majority, ordered: true },
  { name: "shootdown", make: Shootdown, ordered: false },
];

const fair = { loss: 0, repetition: 0, delay: 2, events: 0 };
const weathers = [
  { name: "nothing fails", seeds: 100, faults: fair },
  {
    name: "messages are lost, late, repeated and out of order",
    seeds: 400,
    faults: { loss: 0.1, repetition: 0.1, delay: 8, events: 0 },
  },
  { name: "kernels die, are cut off and slow", seeds: 700, faults: { ...fair, events: 12 } },
  { name: "everything fails", seeds: 800, faults: { loss: 0.05, repetition: 0.05, delay: 6, events: 16 } },
] as const;

/** Milliseconds for as many as 800 seeds, on a machine that does much else. */
const patience = 300_000;

describe.each(subjects)("$name", (subject) => {
  test.each(weathers)("agrees while $name", { timeout: patience }, ({ seeds, faults }) => {
    for (let seed = 0; seed < seeds; seed++) {
      const found = faultsOf(subject, seed, faults);
      if (found.length > 0) expect({ seed, found }).toEqual({ seed, found: [] });
    }
  });
});
