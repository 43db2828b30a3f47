import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { ChangeOutcome } from "../../../src/runtime/orderly/change.ts";
import { circle, line, type Shape, systemOf } from "../fixtures/system.ts";
import { type Books, type Given, ledgerPrograms, newBooks } from "./ledger.ts";

interface Told {
  readonly books: Books;
  /** Sums of calls that were answered, in order. */
  readonly sums: number[];
  readonly failures: string[];
  readonly ticks: number[];
  readonly changes: ChangeOutcome[];
  readonly dropped: readonly unknown[];
}

type Change = { readonly at: number } & (
  | { readonly move: number | null }
  | { readonly offline: number }
  | { readonly online: number }
);

/** Clients on all cores but the service's call without end while it is moved and kernels leave; what came of it. */
async function run(shape: Shape, seed: number, changes: readonly Change[]): Promise<Told> {
  const books = newBooks();
  const told = {
    books,
    sums: [] as number[],
    failures: [] as string[],
    ticks: [] as number[],
    changes: [] as ChangeOutcome[],
  };
  const { configuration, routes } = systemOf(shape);
  const simulation = new Simulation(configuration, routes, { seed, noticeAfter: 0.05, patience: 0, stopAt: 1000 });
  const change = async ({ now, sleep }: Given): Promise<void> => {
    for (const each of changes) {
      await sleep(Math.max(0, each.at - now()));
      told.changes.push(
        "move" in each
          ? await simulation.move("tester", 0, each.move)
          : "offline" in each
            ? await simulation.offline(each.offline)
            : await simulation.online(each.online),
      );
    }
  };
  const client = async (given: Given): Promise<void> => {
    const { services, instance, now, sleep } = given;
    const { tester } = services;
    const ticks = instance === 0 ? tester.tick({ buffer: 2 }) : null;
    const reading = (async () => {
      for await (const tick of ticks ?? []) told.ticks.push(tick);
    })();
    const changing = instance === 0 ? change(given) : null;
    let isOver = false;
    void changing?.then(() => {
      isOver = true;
    });
    for (let turn = 0; instance === 0 ? !isOver || turn < 20 : turn < 60; turn++) {
      const id = instance * 100_000 + turn;
      const outcome = tester.add(id, (turn % 4) * 40).then(
        (sum) => told.sums.push(sum),
        (error: Error) => told.failures.push(`${id}: ${error.name} ${error.message}`),
      );
      if (instance === 0 && turn % 3 === 0) void tester.note(turn);
      if (turn % 5 !== 0) await outcome;
      await sleep(0.02);
      if (now() > 900) break;
    }
    await tester.add(instance * 100_000 + 99_999, 0);
    await sleep(1);
    await ticks?.return?.();
    await reading;
  };
  await simulation.start(ledgerPrograms(books, client));
  const { events } = await simulation.run();
  const dropped = events.filter(({ kind }) => kind === "frameDropped" || kind === "kernelLost");
  return { ...told, dropped };
}

function expectWhole({ books, sums, failures, ticks, dropped }: Told): void {
  expect(failures).toEqual([]);
  expect(dropped).toEqual([]);
  expect([...books.done].filter(([, times]) => times !== 1)).toEqual([]);
  expect(books.done.size).toBeGreaterThanOrEqual(sums.length);
  // Each sum once: no instance has begun from anything but what the last one left.
  expect(new Set(sums).size).toBe(sums.length);
  expect(Math.max(...sums)).toBeLessThanOrEqual(books.done.size);
  expect(ticks).toEqual(books.noted);
}

function shapeOf(cores: number, edges: Shape["edges"], clients: readonly number[], service: number): Shape {
  const places = Array.from({ length: cores }, (_, core) => core).filter((core) => core !== service);
  return {
    ...{ cores, edges, slots: 4, window: 3 },
    programs: [
      { name: "tester", kind: "service", core: service, places },
      ...clients.map((core) => ({ name: "main", kind: "client" as const, core, uses: ["tester"] })),
    ],
  };
}

describe("a service that moves", () => {
  test("takes its state along, and nobody notices", async () => {
    const told = await run(shapeOf(3, line(3), [0, 1], 2), 1, [{ at: 1, move: 1 }]);
    expect(told.changes).toEqual([
      { kind: "done", moved: [{ service: "tester", instance: 0, from: 2, to: 1, stateBytes: 4 }] },
    ]);
    expect(told.books.begun).toEqual(["cpu[2]", "cpu[1]"]);
    expectWhole(told);
  });

  test("at any time, on any shape, there and back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2 ** 30 }),
        fc.boolean(),
        fc.integer({ min: 3, max: 5 }),
        fc.array(fc.record({ at: fc.double({ min: 0, max: 3, noNaN: true }), to: fc.nat(4) }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (seed, isCircle, cores, moves) => {
          const shape = shapeOf(cores, isCircle ? circle(cores) : line(cores), [0, 1], cores - 1);
          const changes = moves.map(({ at, to }) => ({ at, move: to % cores })).sort((a, b) => a.at - b.at);
          const told = await run(shape, seed, changes);
          expect(told.changes.filter(({ kind }) => kind === "undone")).toEqual([]);
          expectWhole(told);
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
  });
});

describe("a kernel that leaves in order", () => {
  test("first has its service moved, and ways led round it", async () => {
    const told = await run(shapeOf(4, circle(4), [0, 2], 1), 1, [{ at: 1, offline: 1 }]);
    expect(told.changes).toMatchObject([{ kind: "done", moved: [{ service: "tester", from: 1, to: 0 }] }]);
    expectWhole(told);
  });

  test("at any time, one after the other", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 2 ** 30 }),
        fc.integer({ min: 4, max: 6 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 5 }),
        async (seed, cores, at, first) => {
          const clients = [0, cores - 1];
          const leaving = 1 + (first % (cores - 2));
          const service = 1 + ((first + 1) % (cores - 2));
          const told = await run(shapeOf(cores, circle(cores), clients, service), seed, [
            { at, offline: leaving },
            { at: at + 0.5, move: null },
            { at: at + 1, online: leaving },
          ]);
          expect(told.changes.map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
          expectWhole(told);
        },
      ),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    );
  });
});
