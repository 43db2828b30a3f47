import { describe, expect, test } from "vitest";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { cases } from "../fixtures/cases.ts";
import { logsOf } from "../fixtures/reports.ts";
import { systemOf } from "../fixtures/system.ts";

describe("the simulation host", () => {
  for (const [name, { shape, programs, logs, outcome = "completed", events = [] }] of Object.entries(cases)) {
    test(name, async () => {
      const { configuration, routes } = systemOf(shape);
      for (const [seed, disorder] of [
        [1, 0],
        [2, 3],
        [3, 30],
      ] as const) {
        const result = await simulate(configuration, routes, programs, { seed, disorder, patience: 20 });
        expect(logsOf(result.events)).toEqual(logs);
        expect(result.outcome.kind).toBe(outcome);
        expect(result.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...events]));
        expect(result.events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
      }
    });
  }
});
