import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { logsOf } from "../fixtures/reports.ts";
import { line, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, type TesterServer } from "../fixtures/tester.ts";

const forever = { timeout: Number.POSITIVE_INFINITY };
const rest: Omit<TesterServer, "add" | "note"> = {
  echo: async (data) => data,
  async *count() {},
  sum: async (start) => start,
  async *scale() {},
};

/** Two services and their clients at the two ends of a line: all messages go through the kernels in between. */
const shape = {
  ...{ cores: 4, edges: line(4), slots: 2, window: 3 },
  programs: [
    { name: "stuck", kind: "service" as const, core: 3 },
    { name: "brisk", kind: "service" as const, core: 3 },
    { name: "flood", kind: "client" as const, core: 0, uses: ["stuck"] },
    { name: "main", kind: "client" as const, core: 0, uses: ["brisk"] },
  ],
};

const programs: Programs = {
  stuck: serviceEntry({
    serves: Tester,
    uses: {},
    load: async () => ({
      program: () => ({ ...rest, add: () => new Promise<number>(() => {}), note: () => new Promise<void>(() => {}) }),
    }),
  }),
  brisk: serviceEntry({
    serves: Tester,
    uses: {},
    load: async () => ({ program: () => ({ ...rest, add: (a, b) => a + b, note: () => {} }) }),
  }),
  flood: clientEntry<{ stuck: TesterClient }>({
    uses: { stuck: Tester },
    load: async () => ({
      program: async ({ services: { stuck } }) => {
        const all = Array.from({ length: 200 }, (_, each) => [stuck.add(each, 1, forever), stuck.note(each)]);
        await Promise.all(all.flat());
      },
    }),
  }),
  main: clientEntry<{ brisk: TesterClient }>({
    uses: { brisk: Tester },
    load: async () => ({
      program: async ({ services: { brisk }, log, now, sleep }) => {
        await sleep(0.1);
        const begun = now();
        let sum = 0;
        for (let each = 0; each < 100; each++) sum = await brisk.add(sum, each, forever);
        log(`${sum} ${now() - begun < 1}`);
      },
    }),
  }),
};

test("a service that is stuck holds up its own clients, and nobody else's messages through the same kernels", async () => {
  const { configuration, routes } = systemOf(shape);
  const { events, unfinished } = await simulate(configuration, routes, programs, { patience: 0, stopAt: 50 });
  expect(logsOf(events)).toEqual(["main: 4950 true"]);
  expect(unfinished).toEqual(["flood#0"]);
});
