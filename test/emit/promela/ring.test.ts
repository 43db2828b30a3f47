import { describe, expect, test } from "vitest";
import { emitPromela } from "../../../src/emit/promela/emit-promela.ts";
import { seededRingFaults } from "../../../src/emit/promela/ring-template.ts";
import { planHotos09 } from "../hotos09.ts";
import { hasSpin, search } from "./spin.ts";

const model = String(emitPromela(planHotos09()).find(({ path }) => path === "formal/ring.pml")?.content);

test("the model says which channel it is of, and what it leaves out", () => {
  expect(model).toContain("p[0].cpu[0] -> p[0].cpu[1]: a ring of 64 slots, here of 4");
});

describe.skipIf(!hasSpin)("SPIN", () => {
  test("finds no deadlock, no lost wake-up, and every message once and in order", () => {
    const { errors, complete, states, output } = search(model);
    expect(output).not.toMatch(/unreached in proctype (?:producer|consumer)\n\t(?!\(0 of)/);
    expect({ errors, complete }).toEqual({ errors: 0, complete: true });
    expect(states).toBeGreaterThan(10_000);
  });

  test.each(seededRingFaults)("finds what is wrong when $text", ({ name }) => {
    expect(search(model, [name]).errors).toBeGreaterThan(0);
  });
});
