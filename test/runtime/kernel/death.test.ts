import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { Simulation, type SimulationResult, simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { circle, line, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, type TesterEvents, type TesterServer } from "../fixtures/tester.ts";
import { Vault, type VaultClient, type VaultServer } from "../fixtures/vault.ts";

const forever = { timeout: Number.POSITIVE_INFINITY };
const expected = new Set(["UnreachableError", "ServiceFault", "BindingRefused"]);

/** A system that does one of everything; its clients wait as long as it takes, so that what hangs is seen. */
function shapeOf(edges: Shape["edges"]): Shape {
  return {
    cores: 4,
    edges,
    slots: 4,
    window: 3,
    programs: [
      { name: "near", kind: "service", core: 1 },
      { name: "far", kind: "service", core: 2, uses: ["near"] },
      { name: "main", kind: "client", core: 3, uses: ["near", "far"] },
      { name: "main", kind: "client", core: 0, uses: ["near", "far"] },
    ],
  };
}

function programs(surprises: string[]): Programs {
  const common = (events: TesterEvents): Omit<TesterServer, "add"> => ({
    echo: async (data) => {
      await events.tick(data.length);
      return data;
    },
    note: () => {},
    *count(to) {
      for (let value = 0; value < to; value++) yield value;
    },
    async sum(start, values) {
      let total = start;
      for await (const value of values) total += value;
      return total;
    },
    async *scale(by, values) {
      for await (const value of values) yield value * by;
    },
  });
  const tolerate = (error: unknown): void => {
    const name = error instanceof Error ? error.name : String(error);
    if (!expected.has(name)) surprises.push(String(error));
  };
  const use = async (tester: TesterClient): Promise<void> => {
    const ticks = tester.tick({ buffer: 1 });
    const summing = (async () => {
      let sum = 0;
      for await (const item of tester.count(12, { buffer: 2 })) sum += item;
      return sum;
    })();
    await Promise.allSettled([
      summing.catch(tolerate),
      tester.add(1, 2, forever).catch(tolerate),
      tester.echo(new Uint8Array(300), forever).catch(tolerate),
      ...[1, 2, 3, 4, 5].map((value) => tester.note(value).catch(tolerate)),
      ticks.next().catch(tolerate),
      tester.sum(1, [1, 2, 3], forever).catch(tolerate),
      (async () => {
        for await (const _ of tester.scale(2, [1, 2, 3]));
      })().catch(tolerate),
    ]);
    await ticks.return?.();
  };
  return {
    near: serviceEntry({
      serves: Tester,
      uses: {},
      load: async () => ({ program: ({ events }) => ({ ...common(events), add: (a, b) => a + b }) }),
    }),
    far: serviceEntry<TesterClient, TesterServer, TesterEvents, { near: TesterClient }>({
      serves: Tester,
      uses: { near: Tester },
      load: async () => ({
        program: ({ services: { near }, events }) => ({ ...common(events), add: (a, b) => near.add(a, b, forever) }),
      }),
    }),
    main: clientEntry<{ near: TesterClient; far: TesterClient }>({
      uses: { near: Tester, far: Tester },
      load: async () => ({
        program: async ({ services: { near, far } }) => void (await Promise.all([use(near), use(far)])),
      }),
    }),
  };
}

/** Virtual times of the steps of a run without deaths. */
async function momentsOf(shape: Shape): Promise<readonly number[]> {
  const { configuration, routes } = systemOf(shape);
  const simulation = new Simulation(configuration, routes);
  await simulation.start(programs([]));
  const moments = new Set<number>();
  while (!simulation.stopped && (await simulation.step())) moments.add(simulation.now);
  return [...moments];
}

const shapes = { "on a line": shapeOf(line(4)), "in a circle": shapeOf(circle(4)) };

describe("a kernel may die at any moment and nothing hangs", () => {
  for (const [name, shape] of Object.entries(shapes)) {
    test.for([0, 1, 2, 3])(`${name}, core %i`, async (core) => {
      const { configuration, routes } = systemOf(shape);
      const moments = await momentsOf(shape);
      const every = Math.max(1, Math.floor(moments.length / 40));
      for (const at of moments.filter((_, index) => index % every === 0)) {
        const surprises: string[] = [];
        const result = await simulate(configuration, routes, programs(surprises), {
          kills: [{ core, at }],
          noticeAfter: 0.002,
          patience: 0,
        });
        expect({ at, surprises, stalled: stallOf(result) }).toEqual({ at, surprises: [], stalled: [] });
        expect(result.outcome.kind).toBe("failed");
      }
    });
  }
});

test("two kernels die", async () => {
  const { configuration, routes } = systemOf(shapes["in a circle"]);
  for (let at = 0; at < 0.03; at += 0.001) {
    const surprises: string[] = [];
    const kills = [
      { core: 1, at },
      { core: 2, at: at * 1.1 },
    ];
    const result = await simulate(configuration, routes, programs(surprises), {
      kills,
      noticeAfter: 0.001,
      patience: 0,
    });
    expect({ at, surprises, stalled: stallOf(result) }).toEqual({ at, surprises: [], stalled: [] });
  }
});

test("the same seed gives the same run, another seed another", async () => {
  const { configuration, routes } = systemOf(shapes["in a circle"]);
  const run = async (seed: number): Promise<string> => {
    const options = { seed, disorder: 2, kills: [{ core: 2, at: 0.01 }], patience: 0 };
    const { events, time, statistics } = await simulate(configuration, routes, programs([]), options);
    return JSON.stringify({ events, time, statistics });
  };
  expect(await run(7)).toBe(await run(7));
  expect(await run(8)).not.toBe(await run(7));
});

function stallOf({ outcome }: SimulationResult): readonly string[] {
  return outcome.failures.filter((failure) => failure.startsWith("nothing happens"));
}

test("memory in an answer whose caller has died meanwhile is its owner's again", async () => {
  const { configuration, routes } = systemOf({
    cores: 3,
    edges: line(3),
    leasable: 65_536,
    programs: [
      { name: "vault", kind: "service", core: 1 },
      { name: "first", kind: "client", core: 0, uses: ["vault"] },
      { name: "second", kind: "client", core: 2, uses: ["vault"] },
    ],
  });
  const vault = serviceEntry<VaultClient, VaultServer, null, unknown>({
    serves: Vault,
    uses: {},
    load: async () => ({
      program: ({ lease, sleep }) => ({
        open: async (bytes) => {
          await sleep(1);
          return lease(bytes).releaseWhenReturned();
        },
        ...{ sum: () => 0, fill: () => {}, note: () => {} },
      }),
    }),
  });
  const client = (run: (vault: VaultClient, sleep: (milliseconds: number) => Promise<void>) => Promise<void>) =>
    clientEntry<{ vault: VaultClient }>({
      uses: { vault: Vault },
      load: async () => ({ program: ({ services: { vault }, sleep }) => run(vault, sleep) }),
    });
  const outcomes: string[] = [];
  const first = client(async (vault, sleep) => {
    await sleep(5);
    outcomes.push(await vault.open(65_536, forever).then(({ length }) => `${length}`, String));
  });
  const second = client(async (vault) => void (await vault.open(40_000, forever)));
  const kills = [{ core: 2, at: 0.5 }];
  await simulate(configuration, routes, { vault, first, second }, { kills, noticeAfter: 0.1, patience: 0 });
  expect(outcomes).toEqual(["65536"]);
});
