// The kernel of the boot core knows where services are. What goes on without it.
import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, type TesterEvents, type TesterServer } from "../fixtures/tester.ts";

type Sleep = (milliseconds: number) => Promise<void>;

/** A service that says where it is by what it adds, and clients that do what a test wants. */
function programsOf(main: (call: () => Promise<number>, sleep: Sleep, instance: number) => Promise<void>): Programs {
  return {
    tester: serviceEntry<TesterClient, TesterServer, TesterEvents, Record<never, never>>({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: ({ core, onSuspend }) => {
          onSuspend(() => new Uint8Array(0));
          const number = Number(/\d+/.exec(core)?.[0] ?? -1);
          return {
            add: () => number,
            echo: (data) => data,
            note: () => {},
            *count() {},
            sum: async () => 0,
            async *scale() {},
          };
        },
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: Tester },
      load: async () => ({
        program: async ({ services: { tester }, sleep, instance }) => main(() => tester.add(0, 0), sleep, instance),
      }),
    }),
  };
}

/** The boot core is 0, where only its kernel runs. */
const shape: Shape = {
  ...{ cores: 5, edges: circle(5), slots: 4, window: 3 },
  programs: [
    { name: "tester", kind: "service", core: 2, places: [1, 3, 4] },
    { name: "main", kind: "client", core: 1, uses: ["tester"] },
    { name: "main", kind: "client", core: 4, uses: ["tester"] },
  ],
};

function simulate(seed: number): Simulation {
  const { configuration, routes } = systemOf(shape);
  return new Simulation(configuration, routes, { seed, noticeAfter: 0.05, patience: 0, stopAt: 20_000 });
}

/** Cores of the services that a client heard from; whoever does not answer makes the test fail. */
async function hear(
  seed: number,
  change: (simulation: Simulation, sleep: Sleep, call: () => Promise<number>) => Promise<void>,
): Promise<readonly number[]> {
  const simulation = simulate(seed);
  const heard: number[] = [];
  const programs = programsOf(async (call, sleep, instance) => {
    if (instance !== 0) return;
    await change(simulation, sleep, async () => {
      const core = await call();
      heard.push(core);
      return core;
    });
  });
  await simulation.start(programs);
  const { outcome } = await simulation.run();
  expect(outcome.kind === "completed" || outcome.kind === "failed").toBe(true);
  return heard;
}

describe("when the kernel of the boot core is lost", () => {
  test("a service is found that was never looked up before", async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const heard = await hear(seed, async (simulation, sleep, call) => {
        simulation.kill(0);
        await sleep(seed % 2);
        await call();
      });
      expect(heard).toEqual([2]);
    }
  });

  test("a service that moves afterwards is found where it is", async () => {
    const heard = await hear(1, async (simulation, sleep, call) => {
      await call();
      simulation.kill(0);
      await sleep(1);
      for (const to of [3, 1, 4]) {
        expect(await simulation.move("tester", 0, to)).toMatchObject({ kind: "done" });
        await call();
      }
    });
    expect(heard).toEqual([2, 3, 1, 4]);
  });

  test("kernels that start anew find it, and it is found again on one of them", async () => {
    const heard = await hear(1, async (simulation, sleep, call) => {
      await call();
      simulation.kill(0);
      await sleep(1);
      simulation.kill(2);
      await call().catch(() => {});
      expect(await simulation.online(2)).toMatchObject({ kind: "done" });
      await sleep(1);
      await call();
    });
    expect(heard).toEqual([2, 2]);
  });

  test("and comes back, it is told of all services again, and found from there", async () => {
    const heard = await hear(1, async (simulation, sleep, call) => {
      simulation.kill(0);
      await sleep(1);
      expect(await simulation.move("tester", 0, 3)).toMatchObject({ kind: "done" });
      expect(await simulation.online(0)).toMatchObject({ kind: "done" });
      await sleep(1);
      await call();
    });
    expect(heard).toEqual([3]);
  });
});
