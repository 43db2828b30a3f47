// Changes in order that do not come off: what has moved comes back or is named, and whoever dies in the middle hangs nobody.
import fc from "fast-check";
import { type Programs, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import { Simulation } from "../../../src/runtime/hosts/simulation/simulation.ts";
import type { ChangeOutcome } from "../../../src/runtime/orderly/change.ts";
import { circle, type Shape, systemOf } from "../fixtures/system.ts";
import { Tester, type TesterClient, type TesterEvents, type TesterServer } from "../fixtures/tester.ts";
import { type Given, ledgerPrograms, newBooks } from "./ledger.ts";

/** Does nothing but add. */
const inert: TesterServer = {
  add: (a, b) => a + b,
  echo: (data) => data,
  note: () => {},
  *count() {},
  sum: async () => 0,
  async *scale() {},
};

/** Does nothing but add, and goes wherever `suspends` lets it. */
function adder(suspends: (time: number) => void | Promise<void>): Programs {
  let times = 0;
  return {
    adder: serviceEntry<TesterClient, TesterServer, TesterEvents, Record<never, never>>({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: ({ onSuspend }) => {
          onSuspend(() => {
            const suspended = suspends(++times);
            const state = new Uint8Array(0);
            return suspended instanceof Promise ? suspended.then(() => state) : state;
          });
          return inert;
        },
      }),
    }),
  };
}

const places = [0, 2, 3];
const shape = {
  ...{ cores: 4, edges: circle(4), slots: 4, window: 3 },
  programs: [
    { name: "tester", kind: "service", core: 1, places },
    { name: "adder", kind: "service", core: 1, places },
    { name: "main", kind: "client", core: 0, uses: ["tester"] },
  ],
} as const satisfies Shape;

interface Told {
  readonly change: ChangeOutcome | null;
  /** Where the services of core 1 run at the end. */
  readonly cores: readonly (number | undefined)[];
  readonly failures: readonly string[];
  readonly sums: readonly number[];
  readonly twice: readonly number[];
}

/** A client calls while something is changed. */
async function run(
  programs: Programs,
  change: (simulation: Simulation) => Promise<ChangeOutcome>,
  kill: { readonly core: number; readonly after: number } | null = null,
  of: Shape = shape,
): Promise<Told> {
  const books = newBooks();
  const { configuration, routes } = systemOf(of);
  const simulation = new Simulation(configuration, routes, { seed: 1, noticeAfter: 0.05, patience: 0, stopAt: 60_000 });
  const told = { failures: [] as string[], sums: [] as number[] };
  let changed: ChangeOutcome | null = null;
  const client = async ({ services: { tester }, sleep }: Given): Promise<void> => {
    await tester.add(0, 0);
    const changing = change(simulation).then((outcome) => {
      changed = outcome;
    });
    const killing = kill === null ? null : sleep(kill.after).then(() => simulation.kill(kill.core));
    for (let turn = 1; turn < 60 || changed === null; turn++) {
      await tester.add(turn, (turn % 4) * 20).then(
        (sum) => told.sums.push(sum),
        (error: Error) => told.failures.push(error.name),
      );
      await sleep(0.02);
    }
    await Promise.all([changing, killing]);
  };
  await simulation.start({ ...ledgerPrograms(books, client), ...programs });
  await simulation.run();
  const { programs: now } = simulation.configuration;
  const cores = ["tester", "adder"].map((wanted) => now.find(({ name }) => name === wanted)?.core);
  return { ...told, change: changed, cores, twice: [...books.done].filter(([, times]) => times > 1).map(([id]) => id) };
}

describe("a service whose onSuspend does not end", () => {
  const hangs = adder(() => new Promise(() => {}));

  test("stays, is named, and keeps nobody waiting", async () => {
    const told = await run(hangs, async (simulation) => {
      const moved = await simulation.move("adder", 0, 2, { within: 5 });
      expect(await simulation.move("tester", 0, 2)).toMatchObject({ kind: "done" });
      return moved;
    });
    expect(told.change).toMatchObject({
      kind: "undone",
      text: "adder stays on cpu[1]: its onSuspend did not end within 5 ms",
    });
    expect(told.cores).toEqual([2, 1]);
    expect(told.failures).toEqual([]);
  });

  test("with force moves, and leaves nothing", async () => {
    const told = await run(hangs, (simulation) => simulation.move("adder", 0, 2, { within: 5, force: true }));
    expect(told.change).toEqual({
      kind: "done",
      moved: [{ service: "adder", instance: 0, from: 1, to: 2, stateBytes: null }],
    });
  });
});

describe("a kernel that was to leave and stays", () => {
  const never = adder(() => {
    throw new Error("not today");
  });

  test("has the services back that had moved already", async () => {
    const told = await run(never, (simulation) => simulation.offline(1));
    expect(told.change).toEqual({
      ...{ kind: "undone", text: "adder stays on cpu[1]: its onSuspend failed: not today", moved: [] },
      advice: "Give it more time (--within), or end what is under way (--force).",
    });
    expect(told.cores).toEqual([1, 1]);
    expect(told.failures).toEqual([]);
    // Each went on where the last had ended.
    expect(new Set(told.sums).size).toBe(told.sums.length);
  });

  test("and with force leaves all the same", async () => {
    const told = await run(never, (simulation) => simulation.offline(1, { force: true }));
    expect(told.change).toMatchObject({ kind: "done", moved: [{ service: "tester", from: 1 }] });
  });

  test("names those that could not come back", async () => {
    const books = newBooks();
    const { configuration, routes } = systemOf({
      ...shape,
      programs: [
        { name: "adder", kind: "service", core: 1, places },
        { name: "tester", kind: "service", core: 1, places },
        { name: "main", kind: "client", core: 0, uses: ["tester"] },
      ],
    });
    const simulation = new Simulation(configuration, routes, { seed: 1, patience: 0, stopAt: 60_000 });
    let change: ChangeOutcome | null = null;
    const client = async ({ services: { tester } }: Given): Promise<void> => {
      // It takes longer than anybody waits: it cannot be held.
      const long = tester.add(1, 500_000);
      change = await simulation.offline(1, { within: 50 });
      await long;
    };
    const once = adder((time) => {
      if (time > 1) throw new Error("once is enough");
    });
    await simulation.start({ ...ledgerPrograms(books, client), ...once });
    await simulation.run();
    expect(change).toMatchObject({
      kind: "undone",
      moved: [{ service: "adder", instance: 0, from: 1 }],
      text: expect.stringMatching(/^tester stays on cpu\[1\]: .*; adder runs on cpu\[\d\]$/),
    });
  });
});

async function moveOnceUp(simulation: Simulation, to: number): Promise<ChangeOutcome> {
  const outcome = await simulation.move("adder", 0, to);
  return outcome.kind === "refused" ? moveOnceUp(simulation, to) : outcome;
}

test("a service that does not come up elsewhere is where it was, though it asks others for something before it is up", async () => {
  const shy: Programs = {
    adder: serviceEntry<TesterClient, TesterServer, TesterEvents, { tester: TesterClient }>({
      serves: Tester,
      uses: { tester: Tester },
      load: async () => ({
        program: async ({ core, services: { tester } }) => {
          if (core !== "cpu[1]") throw new Error("not here");
          await tester.add(1000, 0);
          return inert;
        },
      }),
    }),
  };
  const [tester, { name, kind, core }, main] = shape.programs;
  const programs = [tester, { name, kind, core, places, uses: ["tester"] }, main];
  const told = await run(shy, (simulation) => moveOnceUp(simulation, 2), null, { ...shape, programs });
  const text = "adder did not start on cpu[2]: not here; it runs on cpu[1] again";
  expect(told.change).toMatchObject({ kind: "undone", text });
  expect(told.cores).toEqual([1, 1]);
  expect(told.failures).toEqual([]);
});

test("a service that starts nowhere again has failed, and whoever calls it is told at once", async () => {
  const broken: Programs = {
    tester: serviceEntry<TesterClient, TesterServer, TesterEvents, Record<never, never>>({
      serves: Tester,
      uses: {},
      load: async () => ({
        program: ({ onSuspend, resumed }) => {
          if (resumed !== null) throw new Error("not again");
          onSuspend(() => new Uint8Array(0));
          return inert;
        },
      }),
    }),
  };
  const events: string[] = [];
  const told = await run({ ...adder(() => {}), ...broken }, async (simulation) => {
    const moved = await simulation.move("tester", 0, 2);
    events.push(...simulation.events.flatMap((event) => (event.kind === "serviceFailed" ? [event.text] : [])));
    return moved;
  });
  const text = "tester did not start on cpu[2]: not again; nor did it start again: not again";
  expect(told.change).toMatchObject({ kind: "undone", text });
  expect(events).toEqual(["not again"]);
  expect(new Set(told.failures)).toEqual(new Set(["BindingRefused"]));
});

describe("a kernel that dies in the middle of a move", () => {
  const willing = adder(() => {});

  test("from, to or anywhere, at any time: the move ends, and nothing is done twice", async () => {
    const ended = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2, 3), fc.double({ min: 0, max: 0.4, noNaN: true }), async (core, after) => {
        const told = await run(willing, (simulation) => simulation.move("tester", 0, 2), { core, after });
        expect(told.change).not.toBeNull();
        ended.add(`${told.change?.kind} ${core}`);
        expect(told.twice).toEqual([]);
        expect(new Set(told.sums).size).toBe(told.sums.length);
        // A service that neither came from nor went to the dead kernel is there.
        if (core === 3) expect(told).toMatchObject({ change: { kind: "done" }, failures: [] });
      }),
      { numRuns: Number(process.env["RUNS"] ?? 40) },
    );
    expect([...ended].some((each) => each.startsWith("undone") || each.startsWith("refused"))).toBe(true);
  });
});
