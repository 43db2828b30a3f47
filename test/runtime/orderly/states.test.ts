import { type Agreement, clientEntry, type Programs, type RemoteCounter, stateEntry } from "skerry/runtime";
import { expect, test } from "vitest";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { BootState } from "../../../src/runtime/kernel/boot-configuration.ts";
import type { ChangeOutcome } from "../../../src/runtime/orderly/change.ts";
import { circle, systemOf } from "../fixtures/system.ts";

interface Told {
  readonly changes: ChangeOutcome[];
  readonly agreements: Agreement<number>[];
  total: number;
}

/** Two clients add to a counter while kernels with its replicas leave, the leader's first. */
async function run(protocol: BootState["protocol"], leaving: readonly number[], seed: number): Promise<Told> {
  const told: Told = { changes: [], agreements: [], total: Number.NaN };
  const programs: Programs = {
    main: clientEntry<object, { hits: RemoteCounter }>({
      uses: {},
      state: { hits: stateEntry.counter().remote },
      load: async () => ({
        program: async ({ state: { hits }, instance, sleep }) => {
          const changing = instance === 0 ? change(sleep) : Promise.resolve();
          let isOver = false;
          void changing.then(() => {
            isOver = true;
          });
          for (let turn = 0; turn < 20 || !isOver; turn++) {
            told.agreements.push(await hits.add(1));
            await sleep(0.1);
          }
          if (instance !== 0) return;
          await sleep(20);
          const read = await hits.read();
          told.total = read.kind === "agreed" ? read.value : Number.NaN;
        },
      }),
    }),
  };
  const change = async (sleep: (milliseconds: number) => Promise<void>): Promise<void> => {
    for (const core of leaving) {
      await sleep(0.7);
      told.changes.push(await simulation.offline(core));
    }
  };
  const { configuration, routes } = systemOf({
    ...{ cores: 6, edges: circle(6), slots: 4, window: 3 },
    programs: [
      { name: "main", kind: "client", core: 0 },
      { name: "main", kind: "client", core: 5 },
    ],
    states: [{ name: "hits", kind: "counter", protocol, replicas: [1, 2, 3] }],
  });
  const simulation = new Simulation(configuration, routes, { seed, noticeAfter: 0.05, patience: 0, stopAt: 100_000 });
  await simulation.start(programs);
  await simulation.run();
  return told;
}

test.each(["broadcast", "twoPhase", "majority"] as const)(
  "%s: replicas leave one after the other, the leader's first, and no agreed change is lost",
  async (protocol) => {
    for (let seed = 1; seed <= 10; seed++) {
      const { changes, agreements, total } = await run(protocol, [1, 2], seed);
      // Of two that decide by majority neither can be spared.
      const second = protocol === "majority" ? "refused" : "done";
      expect(changes.map(({ kind }) => kind)).toEqual(["done", second]);
      expect(agreements.filter(({ kind }) => kind !== "agreed")).toEqual([]);
      expect(total).toBe(agreements.length);
    }
  },
);

test("the last replica does not leave unless it is told to", async () => {
  const { changes } = await run("broadcast", [1, 2, 3], 1);
  expect(changes[2]).toMatchObject({ kind: "refused", text: "cpu[3] has the last replica of hits that is left" });
});
