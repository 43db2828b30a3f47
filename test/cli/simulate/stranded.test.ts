import { clientEntry, type LocalCounter, stateEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { strandedClients } from "../../../src/cli/simulate/stranded.ts";
import { judgeRun } from "../../../src/cli/simulate/verdict.ts";
import type { Fault, FaultSchedule } from "../../../src/runtime/hosts/simulation/faults.ts";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { systemOf } from "../../runtime/fixtures/system.ts";

/** Four cores on a line, a replica and a client that reads it in place on each. */
const { configuration, routes } = systemOf({
  ...{
    cores: 4,
    edges: [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
    slots: 8,
  },
  programs: [0, 1, 2, 3].map((core) => ({ name: `on${core}`, kind: "client" as const, core })),
  states: [{ name: "hits", kind: "counter", protocol: "majority", replicas: [0, 1, 2, 3], snapshotBytes: 65_536 }],
});

const adding = clientEntry<object, { readonly hits: LocalCounter }>({
  ...{ uses: {}, state: { hits: stateEntry.counter().local } },
  load: async () => ({
    program: async ({ state: { hits }, sleep }) => {
      for (let turn = 0; turn < 20; turn++, await sleep(1)) await hits.add(1, { timeout: 100 });
    },
  }),
});

const dies = (core: number, until: number | null): Fault => ({ kind: "kill", core, at: 5, until });
const cut = (one: number, other: number, until: number | null): Fault => ({
  ...{ kind: "cut", between: [one, other], at: 6, until },
});

function run(schedule: FaultSchedule, stopAt: number) {
  const programs = { on0: adding, on1: adding, on2: adding, on3: adding };
  return simulate(configuration, routes, programs, { faults: schedule, noticeAfter: 0.1, patience: 0, stopAt });
}

test.each([
  ["on the far side of a cut", [dies(3, 8), cut(2, 3, null)], ["on3#0"]],
  ["beside one that is gone", [dies(0, 8), dies(1, null)], ["on0#0"]],
  ["where nobody has enough others", [dies(3, 8), cut(1, 2, null)], ["on3#0"]],
] as const)("who cannot begin for what lasts is excused: %s", async (_, schedule, stranded) => {
  const result = await run(schedule, 5000);
  expect(result.unfinished).toEqual(stranded);
  expect([...strandedClients({ configuration, schedule, events: result.events })]).toEqual(stranded);
  expect(judgeRun({ configuration, schedule, result, uncaught: [], wrongStates: [] })).toEqual([]);
});

test("what ends excuses nobody for ever", async () => {
  const schedule = [dies(3, 8), cut(2, 3, 1000)];
  const [early, late] = [await run(schedule, 900), await run(schedule, 5000)];
  expect(early.unfinished).toEqual(["on3#0"]);
  expect(strandedClients({ configuration, schedule, events: early.events }).size).toBe(0);
  expect(late.unfinished).toEqual([]);
});

describe("nobody is excused", () => {
  const place = { core: 3, coreName: "cpu[3]", at: 9 };
  const restarted: BootEvent = { kind: "kernelRestarted", incarnation: 1, ...place };
  const began: BootEvent = { kind: "clientStarted", program: "on3", instance: 0, instances: 1, ...place };
  const schedule = [dies(3, 8), cut(2, 3, null)];

  test.each([
    ["whose kernel did not start anew", schedule, []],
    ["who has begun since", schedule, [restarted, began]],
    ["who is within reach of enough", [dies(3, 8), cut(0, 1, null)], [restarted]],
  ] as const)("%s", (_, faults, events) => {
    expect(strandedClients({ configuration, schedule: faults, events }).size).toBe(0);
  });
});
