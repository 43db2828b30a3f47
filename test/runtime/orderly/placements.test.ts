// Where services run is agreed on: kernels die, are cut off and are asked for several moves while a service moves.
import { describe, expect, test } from "vitest";
import type { FaultSchedule } from "../../../src/runtime/hosts/simulation/faults.ts";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { ChangeOutcome } from "../../../src/runtime/orderly/change.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";
import { type Given, ledgerPrograms, newBooks } from "./ledger.ts";

const name = { service: "tester", instance: 0 };

/** The boot core is 0, where only its kernel runs. */
function shapeOf(cores: number): Shape {
  return {
    ...{ cores, edges: circle(cores), slots: 4, window: 3 },
    programs: [
      { name: "tester", kind: "service", core: 2, places: [0, 1, 3, 4].filter((core) => core < cores) },
      { name: "main", kind: "client", core: 1, uses: ["tester"] },
    ],
  };
}

interface Told {
  readonly sums: number[];
  readonly failures: string[];
  readonly changes: ChangeOutcome[];
  /** Where the kernels that live at the end have the service: by core. */
  readonly cores: ReadonlyMap<number, number>;
  /** Where it began, one after the other. */
  readonly begun: readonly string[];
}

interface Trial {
  readonly cores?: number;
  readonly seed?: number;
  readonly faults?: FaultSchedule;
}

/** A client calls while `change` happens, and a while afterwards. */
async function run(
  { cores = 5, seed = 1, faults = [] }: Trial,
  change: (simulation: Simulation, sleep: Given["sleep"]) => Promise<readonly ChangeOutcome[]>,
): Promise<Told> {
  const books = newBooks();
  const { configuration, routes } = systemOf(shapeOf(cores));
  const options = { seed, faults, noticeAfter: 0.05, patience: 0, stopAt: 60_000 };
  const simulation = new Simulation(configuration, routes, options);
  const told = { sums: [] as number[], failures: [] as string[], changes: [] as ChangeOutcome[] };
  const placed = new Map<number, number>();
  const client = async ({ services: { tester }, sleep }: Given): Promise<void> => {
    await tester.add(0, 0);
    let isOver = false;
    const changing = change(simulation, sleep).then((changes) => {
      told.changes.push(...changes);
      isOver = true;
    });
    for (let turn = 1; turn < 40 || !isOver; turn++) {
      await tester.add(turn, (turn % 4) * 20).then(
        (sum) => told.sums.push(sum),
        (error: Error) => told.failures.push(error.name),
      );
      await sleep(isOver ? 0.5 : 0.02);
    }
    await changing;
    await sleep(20);
    for (const core of simulation.running) {
      placed.set(core, simulation.kernel(core)?.directory.coreOf(name) ?? -1);
    }
  };
  await simulation.start(ledgerPrograms(books, client));
  await simulation.run();
  return { ...told, cores: placed, begun: books.begun };
}

/** Nothing that was acknowledged is forgotten, nothing is done twice. */
function expectGapless(sums: readonly number[]): void {
  expect(sums).toEqual(sums.map((_, index) => (sums[0] ?? 0) + index));
}

describe("the place of a service is agreed on", () => {
  test("while the boot core dies, at any moment of the move", async () => {
    for (let seed = 1; seed <= 24; seed++) {
      const told = await run({ seed }, async (simulation, sleep) => {
        const moving = simulation.move("tester", 0, 3);
        await sleep(seed / 60);
        simulation.kill(0);
        return [await moving];
      });
      expect(told).toMatchObject({ changes: [{ kind: "done" }], failures: [], begun: ["cpu[2]", "cpu[3]"] });
      expectGapless(told.sums);
      expect([...told.cores]).toEqual([1, 2, 3, 4].map((core) => [core, 3]));
    }
  });

  test("when two moves are asked for at once: the later counts everywhere", async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const told = await run({ seed }, (simulation) =>
        Promise.all([3, 4].map((to) => simulation.move("tester", 0, to))),
      );
      expect(told).toMatchObject({ changes: [{ kind: "done" }, { kind: "done" }], failures: [] });
      expectGapless(told.sums);
      expect([...told.cores]).toEqual([0, 1, 2, 3, 4].map((core) => [core, 4]));
    }
  });

  test("during a cut, by the majority; who was cut off learns of it", async () => {
    const faults: FaultSchedule = [{ at: 0.5, kind: "partition", cores: [4], until: 8 }];
    let meanwhile: number | undefined;
    const told = await run({ faults }, async (simulation, sleep) => {
      await sleep(2);
      const moved = await simulation.move("tester", 0, 3);
      meanwhile = simulation.kernel(4)?.directory.coreOf(name);
      return [moved];
    });
    expect(told).toMatchObject({ changes: [{ kind: "done" }], failures: [], begun: ["cpu[2]", "cpu[3]"] });
    expectGapless(told.sums);
    expect(meanwhile).toBe(2);
    expect([...told.cores]).toEqual([0, 1, 2, 3, 4].map((core) => [core, 3]));
  });

  test("in as much time as the move is given, where words take long", async () => {
    const far = { at: 0.5, kind: "delay", nanoseconds: 1e9, until: 50_000 } as const;
    const faults: FaultSchedule = circle(5).map((between) => ({ ...far, between }));
    const told = await run({ faults }, async (simulation, sleep) => {
      await sleep(2);
      return [await simulation.move("tester", 0, 3, { within: 30_000 })];
    });
    expect(told).toMatchObject({ changes: [{ kind: "done" }], begun: ["cpu[2]", "cpu[3]"] });
  });

  test("not on a core that is cut off: the service stays, with all that it had", async () => {
    const faults: FaultSchedule = [{ at: 0.5, kind: "partition", cores: [4], until: 8 }];
    const told = await run({ faults }, async (simulation, sleep) => {
      await sleep(2);
      return [await simulation.move("tester", 0, 4)];
    });
    const text =
      "tester did not start on cpu[4]: too few kernels are within reach to agree on it; it runs on cpu[2] again";
    expect(told).toMatchObject({ changes: [{ kind: "undone", text }], failures: [], begun: ["cpu[2]", "cpu[2]"] });
    expectGapless(told.sums);
    expect([...told.cores]).toEqual([0, 1, 2, 3, 4].map((core) => [core, 2]));
  });

  test("not when no majority is left: then a move is refused", async () => {
    const faults: FaultSchedule = [{ at: 0.5, kind: "partition", cores: [1, 2], until: 8 }];
    const told = await run({ cores: 4, faults }, async (simulation, sleep) => {
      await sleep(2);
      return [await simulation.move("tester", 0, 1)];
    });
    const text = "tester cannot move: too few kernels are within reach to agree on it";
    expect(told).toMatchObject({ changes: [{ kind: "refused", text }], failures: [], begun: ["cpu[2]"] });
    expectGapless(told.sums);
  });

  test("a kernel that starts anew runs what is placed on its core, and nothing that has moved from there", async () => {
    const told = await run({}, async (simulation, sleep) => {
      const moved = [await simulation.move("tester", 0, 3)];
      simulation.kill(2);
      await sleep(1);
      await simulation.online(2);
      simulation.kill(3);
      await sleep(1);
      await simulation.online(3);
      await sleep(1);
      return moved;
    });
    expect(told.begun).toEqual(["cpu[2]", "cpu[3]", "cpu[3]"]);
    expect([...told.cores]).toEqual([0, 1, 2, 3, 4].map((core) => [core, 3]));
  });
});
