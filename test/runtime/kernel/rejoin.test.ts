import fc from "fast-check";
import { clientEntry, type Programs, serviceEntry } from "skerry/runtime";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../../src/runtime/hosts/simulation/faults.ts";
import { type SimulationResult, simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { logsOf } from "../fixtures/reports.ts";
import { circle, line, type Shape, systemOf } from "../fixtures/system.ts";
import { type TesterClient, testerWith } from "../fixtures/tester.ts";

const forever = { timeout: Number.POSITIVE_INFINITY };
const Retried = testerWith({ echo: { idempotent: true, window: 2 } });

interface Given {
  readonly tester: TesterClient;
  readonly log: (text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}

/** One service, and a client on core 0 that does as it is told. */
function programs(run: (given: Given) => Promise<void>): Programs {
  return {
    tester: serviceEntry({
      serves: Retried,
      uses: {},
      load: async () => ({
        program: ({ log }) => {
          log("up");
          return {
            add: async (a, b) => a + b,
            echo: async (data) => data,
            note: () => {},
            async *count(to) {
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
          };
        },
      }),
    }),
    main: clientEntry<{ tester: TesterClient }>({
      uses: { tester: Retried },
      load: async () => ({
        program: ({ services: { tester }, log, sleep, now }) => run({ tester, log, sleep, now }),
      }),
    }),
  };
}

function shapeOf(cores: number, edges: Shape["edges"], services: readonly number[]): Shape {
  return {
    ...{ cores, edges, slots: 4, window: 3 },
    programs: [
      ...services.map((core) => ({ name: "tester", kind: "service" as const, core })),
      { name: "main", kind: "client", core: 0, uses: ["tester"] },
    ],
  };
}

/** Calls until `until`, one call after the other; what came of them, each outcome once. */
async function keepCalling({ tester, sleep, now }: Given, until: number): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  for (let turn = 0; now() < until; turn++) {
    const size = turn % 200;
    const call = turn % 2 === 0 ? tester.add(turn, 1, forever).then((sum) => sum === turn + 1) : null;
    const echo = call ?? tester.echo(new Uint8Array(size), forever).then(({ length }) => length === size);
    seen.add(
      await echo.then(
        (isRight) => (isRight ? "right" : "wrong"),
        (error: Error) => error.name,
      ),
    );
    await sleep(0.01);
  }
  return seen;
}

function run(shape: Shape, faults: readonly Fault[], act: (given: Given) => Promise<void>): Promise<SimulationResult> {
  const { configuration, routes } = systemOf(shape);
  return simulate(configuration, routes, programs(act), { faults, noticeAfter: 0.05, patience: 0, stopAt: 100 });
}

function kindsOf({ events }: SimulationResult, kind: string): readonly unknown[] {
  return events.filter((event) => event.kind === kind);
}

describe("a kernel that was killed comes back", () => {
  for (const [name, shape] of Object.entries({
    "as a neighbour": shapeOf(2, line(2), [1]),
    "behind others": shapeOf(4, circle(4), [2]),
    "with others in between": shapeOf(3, line(3), [2]),
  })) {
    test(name, async () => {
      const core = shape.programs?.[0]?.core ?? 0;
      for (let at = 0.002; at < 0.3; at += 0.029) {
        const result = await run(shape, [{ kind: "kill", core, at, until: at + 1 }], async (given) => {
          const seen = await keepCalling(given, 3);
          given.log([...seen].sort().join());
          given.log(`${await given.tester.add(20, 22, forever)}`);
        });
        const logs = logsOf(result.events).filter((text) => text.startsWith("main"));
        expect({ at, logs }).toEqual({ at, logs: ["main: UnreachableError,right", "main: 42"] });
        expect(kindsOf(result, "frameDropped")).toEqual([]);
        expect(kindsOf(result, "kernelRestarted")).toHaveLength(1);
      }
    });
  }

  test("the one in the middle, which the others need to reach each other", async () => {
    const shape = shapeOf(3, line(3), [2]);
    const result = await run(shape, [{ kind: "kill", core: 1, at: 0.2, until: 1.2 }], async (given) => {
      given.log([...(await keepCalling(given, 3))].sort().join());
      given.log(`${await given.tester.add(20, 22, forever)}`);
    });
    expect(logsOf(result.events)).toEqual(["main: UnreachableError,right", "main: 42", "tester: up"]);
  });

  test("the one that boots the others, and knows where services are", async () => {
    const shape: Shape = {
      ...{ cores: 4, edges: circle(4), slots: 4, window: 3 },
      programs: [
        { name: "tester", kind: "service", core: 2 },
        { name: "main", kind: "client", core: 1, uses: ["tester"] },
      ],
    };
    const faults: Fault[] = [
      { kind: "kill", core: 0, at: 0.2, until: 0.7 },
      { kind: "kill", core: 2, at: 1, until: 1.5 },
    ];
    const result = await run(shape, faults, async (given) => {
      given.log([...(await keepCalling(given, 3))].sort().join());
      given.log(`${await given.tester.add(20, 22, forever)}`);
    });
    expect(logsOf(result.events)).toEqual(["main: UnreachableError,right", "main: 42", "tester: up", "tester: up"]);
  });
});

describe("a cut hop", () => {
  test("is gone round, and used again when it is whole", async () => {
    const shape = shapeOf(4, circle(4), [1]);
    const result = await run(shape, [{ kind: "cut", between: [0, 1], at: 0.2, until: 1.2 }], async (given) => {
      const seen = await keepCalling(given, 3);
      given.log([...seen].filter((text) => text !== "UnreachableError").join());
    });
    expect(logsOf(result.events)).toEqual(["main: right", "tester: up"]);
    expect(kindsOf(result, "hopLost")).toHaveLength(4);
    expect(kindsOf(result, "hopFound")).toHaveLength(4);
    expect(kindsOf(result, "frameDropped")).toEqual([]);
  });

  test("and another, and a core: there is still a way", async () => {
    const shape = shapeOf(6, [...circle(6), [0, 3], [1, 4]], [2]);
    const faults: Fault[] = [
      { kind: "cut", between: [1, 2], at: 0.2, until: null },
      { kind: "cut", between: [0, 3], at: 0.5, until: null },
      { kind: "kill", core: 5, at: 0.8, until: null },
    ];
    const result = await run(shape, faults, async (given) => {
      await keepCalling(given, 2);
      given.log(`${await given.tester.add(20, 22, forever)}`);
    });
    expect(logsOf(result.events)).toEqual(["main: 42", "tester: up"]);
    expect(kindsOf(result, "frameDropped")).toEqual([]);
  });

  test("that leaves a part of the machine alone: that part waits, and comes back as new kernels", async () => {
    const shape = shapeOf(5, line(5), [4]);
    const result = await run(shape, [{ kind: "cut", between: [2, 3], at: 0.2, until: 1.2 }], async (given) => {
      given.log([...(await keepCalling(given, 6))].sort().join());
      given.log(`${await given.tester.add(20, 22, forever)}`);
    });
    expect(logsOf(result.events)).toEqual(["main: UnreachableError,right", "main: 42", "tester: up", "tester: up"]);
    expect(kindsOf(result, "excluded").length).toBeGreaterThan(0);
  });
});

describe("a kernel that was left among too few, and not missed", () => {
  const shape = shapeOf(5, [...circle(5), [0, 2]], [2, 4]);
  const cuts = [
    [0, 1],
    [0, 2],
    [4, 0],
  ] as const;

  test.for([0, 0.2, 0.4])("is cut off at %f ms: both sides begin their connections anew", async (at) => {
    const faults = cuts.map((between, index): Fault => ({ kind: "cut", between, at, until: at + 0.08 * (index + 1) }));
    const result = await run(shape, faults, async (given) => {
      const seen = await keepCalling(given, 2);
      given.log(`${seen.has("right")} ${seen.has("wrong")} ${await given.tester.add(20, 22, forever)}`);
    });
    expect(logsOf(result.events).filter((text) => text.startsWith("main"))).toEqual(["main: true false 42"]);
    expect(kindsOf(result, "quorumLost").length).toBeGreaterThan(0);
    expect(kindsOf(result, "excluded")).toEqual([]);
    expect(kindsOf(result, "frameDropped")).toEqual([]);
  });
});

/** Thousandths of a millisecond: numbers that are drawn bit by bit are nearly all as good as 0. */
const time = (least: number, most: number) => fc.integer({ min: least, max: most }).map((value) => value / 1000);

const fault = fc.record({
  kind: fc.constantFrom<"kill" | "cut">("kill", "cut"),
  at: fc.oneof(time(0, 2000), time(0, 200)),
  lasts: time(10, 1000),
  place: fc.nat(),
});

test(
  "whatever is killed and cut, and comes back: in the end all calls are answered",
  async () => {
    const edges = [...circle(5), [0, 2], [1, 3]] as const;
    const shape = shapeOf(5, edges, [2, 4]);
    const property = fc.asyncProperty(fc.array(fault, { maxLength: 6 }), async (drawn) => {
      const faults = drawn.map(({ kind, at, lasts, place }): Fault => {
        if (kind === "cut") return { kind, between: edges[place % edges.length] ?? [0, 1], at, until: at + lasts };
        return { kind, core: 1 + (place % 4), at, until: at + lasts };
      });
      const result = await run(shape, faults, async (given) => {
        const seen = await keepCalling(given, 4);
        given.log(`${[...seen].includes("wrong")} ${await given.tester.add(20, 22, forever).catch(String)}`);
      });
      expect(logsOf(result.events).filter((text) => text.startsWith("main"))).toEqual(["main: false 42"]);
      expect(kindsOf(result, "frameDropped")).toEqual([]);
    });
    // Always the same schedules; `SKERRY_SEED` for others, `SKERRY_RUNS` for more of them.
    const [seed, numRuns] = [Number(process.env["SKERRY_SEED"] ?? 2), Number(process.env["SKERRY_RUNS"] ?? 30)];
    await fc.assert(property, { numRuns, seed, endOnFailure: numRuns > 100 });
  },
  30_000 + 1500 * Number(process.env["SKERRY_RUNS"] ?? 30),
);
