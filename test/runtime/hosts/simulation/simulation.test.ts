import { clientEntry, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { Simulation, simulate } from "../../../../src/runtime/hosts/simulation/simulation.ts";
import { cases } from "../../fixtures/cases.ts";
import { logsOf } from "../../fixtures/reports.ts";
import { line, systemOf } from "../../fixtures/system.ts";
import { Tester, type TesterClient } from "../../fixtures/tester.ts";

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

  test.for([
    "many streams at a time, more than the window",
    "events reach every subscriber in order, at the pace of the slowest",
  ])("step by step it goes as it does in one run: %s", async (name) => {
    const { shape, programs } = cases[name] ?? expect.unreachable();
    const { configuration, routes } = systemOf(shape);
    const run = await simulate(configuration, routes, programs);
    const simulation = new Simulation(configuration, routes);
    await simulation.start(programs);
    while (!simulation.stopped && (await simulation.step()));
    expect(simulation.events).toEqual(run.events);
  });

  test("a service that never gets ready does not hold its clients for ever", async () => {
    const { configuration, routes } = systemOf({
      cores: 3,
      edges: line(3),
      programs: [
        { name: "tester", kind: "service", core: 0 },
        { name: "main", kind: "client", core: 2, uses: ["tester"] },
      ],
    });
    const programs = {
      tester: serviceEntry({
        serves: Tester,
        uses: {},
        load: async () => ({ program: () => new Promise<never>(() => {}) }),
      }),
      main: clientEntry<{ tester: TesterClient }>({
        uses: { tester: Tester },
        load: async () => ({
          program: async ({ services: { tester }, log, now }) => {
            const outcome = await tester.add(1, 2).catch(String);
            log(`${outcome} at ${Math.floor(now() / 1000)} s`);
          },
        }),
      }),
    };
    const { events, outcome } = await simulate(configuration, routes, programs, { bindingTimeout: 7000 });
    expect(logsOf(events)).toEqual(["main: TimeoutError: tester did not answer within 7000 ms at 7 s"]);
    expect(events.filter(({ kind }) => kind === "bindingFailed")).toHaveLength(1);
    expect(outcome.kind).toBe("completed");
  });
});
