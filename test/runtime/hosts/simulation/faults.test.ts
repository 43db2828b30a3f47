import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import type { FaultSchedule } from "../../../../src/runtime/hosts/simulation/faults.ts";
import { type SimulationResult, simulate } from "../../../../src/runtime/hosts/simulation/simulation.ts";
import { logsOf } from "../../fixtures/reports.ts";
import { line, systemOf } from "../../fixtures/system.ts";
import { Tester, type TesterClient } from "../../fixtures/tester.ts";

const { configuration, routes } = systemOf({
  cores: 4,
  edges: line(4),
  slots: 8,
  programs: [
    { name: "tester", kind: "service", core: 0 },
    { name: "main", kind: "client", core: 3, uses: ["tester"] },
  ],
});

/** The same over links that promise nothing, where nothing but messages can go. */
const radio = {
  ...configuration,
  channels: configuration.channels.map((channel) => ({
    ...channel,
    reliable: false as const,
    ordered: false as const,
  })),
  bulk: [],
};

/** Says the order in which messages came, what calls gave, and when all was over. */
const programs: Programs = {
  tester: serviceEntry({
    serves: Tester,
    uses: {},
    load: async () => ({
      program: ({ log }) => ({
        add: (a, b) => a + b,
        echo: (data) => data,
        note: (value) => log(`${value}`),
        *count() {},
        sum: async () => 0,
        async *scale() {},
      }),
    }),
  }),
  main: clientEntry<{ tester: TesterClient }>({
    uses: { tester: Tester },
    load: async () => ({
      program: async ({ services: { tester }, log, now, sleep }) => {
        for (let value = 0; value < 30; value++) await tester.note(value);
        const sums = await Promise.all([1, 2, 3].map((value) => tester.add(value, value)));
        const echoed = await tester.echo(Uint8Array.from({ length: 1000 }, (_, index) => index));
        log(`${sums.join()} ${echoed.every((byte, index) => byte === index % 256)}`);
        const before = now();
        await sleep(1);
        log(`slept ${(now() - before).toFixed(3)}`);
      },
    }),
  }),
};

async function run(faults: FaultSchedule, system = configuration, seed = 1): Promise<SimulationResult> {
  return simulate(system, routes, programs, { faults, seed, patience: 0 });
}

const notes = Array.from({ length: 30 }, (_, value) => `tester: ${value}`);
const said = ["main: 2,4,6 true", "main: slept 1.000", ...notes];
const lasting = { at: 0, until: 1e6 };

describe("faults", () => {
  test("none: links that promise nothing carry as much as others, and send nothing twice", async () => {
    for (const system of [configuration, radio]) {
      const { events, outcome, repeats } = await run([], system);
      expect({ logs: logsOf(events), kind: outcome.kind, repeats }).toEqual({
        logs: said,
        kind: "completed",
        repeats: 0,
      });
    }
  });

  test.for([1, 2, 3, 4, 5, 6, 7, 8])(
    "what links lose, double and reorder reaches no program (seed %i)",
    async (seed) => {
      const disturbed = { kind: "disturb", loss: 0.3, duplication: 0.2, reordering: 0.3, ...lasting } as const;
      const faults = [0, 1, 2].map((core) => ({ ...disturbed, between: [core, core + 1] as const }));
      const { events, outcome, repeats } = await run(faults, radio, seed);
      expect({ logs: logsOf(events), kind: outcome.kind }).toEqual({ logs: said, kind: "completed" });
      expect(events.filter(({ kind }) => kind === "frameDropped")).toEqual([]);
      expect(repeats).toBeGreaterThan(0);
    },
  );

  test("links that promise everything are not disturbed", async () => {
    const fault = { kind: "disturb", between: [1, 2], loss: 1, duplication: 1, reordering: 1, ...lasting } as const;
    const [calm, disturbed] = [await run([]), await run([fault])];
    expect(disturbed.events).toEqual(calm.events);
  });

  test("a cut that nobody has noticed holds up what a link carries, until it heals", async () => {
    for (const system of [configuration, radio]) {
      const calm = await run([], system);
      const cut = await run([{ kind: "cut", between: [2, 1], at: 0.002, until: 0.9 }], system);
      expect(logsOf(cut.events)).toEqual(said);
      expect(cut.time - calm.time).toBeGreaterThan(0.8);
      const partition = await run([{ kind: "partition", cores: [0, 1], at: 0.002, until: 0.9 }], system);
      expect(logsOf(partition.events)).toEqual(said);
      expect(partition.time).toBeCloseTo(cut.time, 6);
    }
  });

  test("delays and slow cores take their time", async () => {
    const calm = await run([]);
    const delayed = await run([{ kind: "delay", between: [0, 1], nanoseconds: 100_000, at: 0, until: 2 }]);
    const slow = await run([{ kind: "slow", core: 1, factor: 100, ...lasting }]);
    for (const { events, time } of [delayed, slow]) {
      expect(logsOf(events)).toEqual(said);
      expect(time).toBeGreaterThan(calm.time + 0.2);
    }
  });

  test("a clock that is wrong is so for those who look at it", async () => {
    const calm = await run([]);
    const fast = await run([{ kind: "skew", core: 3, rate: 4, ...lasting }]);
    expect(logsOf(fast.events)).toEqual(said);
    expect(calm.time - fast.time).toBeCloseTo(0.75, 3);
  });

  test("a kernel that dies does so when the schedule says", async () => {
    const { events, outcome } = await run([{ kind: "kill", core: 1, at: 0.004, until: null }]);
    expect(events.find(({ kind }) => kind === "kernelLost")).toMatchObject({ core: 1, at: 0.004 });
    expect(outcome.kind).toBe("failed");
  });
});

test("the same configuration, faults and seed give the same run, byte for byte", async () => {
  const faults: FaultSchedule = [
    { kind: "disturb", between: [0, 1], loss: 0.3, duplication: 0.2, reordering: 0.3, ...lasting },
    { kind: "skew", core: 2, rate: 1.01, at: 0.003, until: 0.02 },
    { kind: "kill", core: 0, at: 0.05, until: null },
  ];
  const print = async (seed: number): Promise<string> => JSON.stringify(await run(faults, radio, seed));
  expect(await print(3)).toBe(await print(3));
  expect(await print(4)).not.toBe(await print(3));
});
