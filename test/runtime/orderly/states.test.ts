import fc from "fast-check";
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

type Step = { readonly offline: number } | { readonly online: number };

const leave = (...cores: readonly number[]): readonly Step[] => cores.map((offline) => ({ offline }));

/** Two clients add to a counter while kernels with its replicas leave, the leader's first, and come back. */
async function run(
  protocol: BootState["protocol"],
  steps: readonly Step[],
  seed: number,
  replicas: readonly number[] = [1, 2, 3],
): Promise<Told> {
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
    for (const step of steps) {
      await sleep(0.7);
      told.changes.push(
        "offline" in step ? await simulation.offline(step.offline) : await simulation.online(step.online),
      );
    }
  };
  const { configuration, routes } = systemOf({
    ...{ cores: 6, edges: circle(6), slots: 4, window: 3 },
    programs: [
      { name: "main", kind: "client", core: 0 },
      { name: "main", kind: "client", core: 5 },
    ],
    states: [{ name: "hits", kind: "counter", protocol, replicas: [...replicas] }],
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
      const { changes, agreements, total } = await run(protocol, leave(1, 2), seed);
      expect(changes.map(({ kind }) => kind)).toEqual(["done", "done"]);
      expect(agreements.filter(({ kind }) => kind !== "agreed")).toEqual([]);
      expect(total).toBe(agreements.length);
    }
  },
);

test("the last replica does not leave unless it is told to", async () => {
  const { changes } = await run("broadcast", leave(1, 2, 3), 1);
  expect(changes[2]).toMatchObject({ kind: "refused", text: "cpu[3] has the last replica of hits that is left" });
});

test("of two that decide by majority either may leave, whoever leads, and the other decides alone", async () => {
  for (const core of [1, 4]) {
    for (let seed = 1; seed <= 5; seed++) {
      const { changes, agreements, total } = await run("majority", leave(core), seed, [1, 4]);
      expect(changes.map(({ kind }) => kind)).toEqual(["done"]);
      expect(agreements.filter(({ kind }) => kind !== "agreed")).toEqual([]);
      expect(total).toBe(agreements.length);
    }
  }
});

test("majority: in any order kernels with replicas leave, down to one, and come back", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 2 ** 30 }),
      fc.array(fc.constantFrom(1, 2, 3), { minLength: 1, maxLength: 6 }),
      async (seed, cores) => {
        const gone = new Set<number>();
        const steps = cores.map((core): Step => {
          if (gone.delete(core)) return { online: core };
          gone.add(core);
          return { offline: core };
        });
        const { changes, agreements, total } = await run("majority", steps, seed);
        expect(agreements.filter(({ kind }) => kind !== "agreed")).toEqual([]);
        expect(total).toBe(agreements.length);
        expect(changes.filter(({ kind }) => kind === "undone")).toEqual([]);
        for (const change of changes) {
          // The last replica of all stays, as does who leads to another; they run already when they are to come back.
          if (change.kind === "refused") expect(change.text).toMatch(/last replica|runs already|could not reach/);
        }
      },
    ),
    { numRuns: Number(process.env["RUNS"] ?? 15) },
  );
}, 120_000);

test("a kernel over which others are reached does not leave unless it is told to", async () => {
  const { changes } = await run("majority", leave(3, 1), 1);
  expect(changes[1]).toMatchObject({
    kind: "refused",
    text: "without cpu[1] the others could not reach cpu[2] any more",
  });
});
