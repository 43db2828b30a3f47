import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadHighs } from "../../../src/algorithms/highs.ts";
import { type Decision, decide } from "../../../src/analyses/placement/decide.ts";
import { type Cost, isLess, Ledger } from "../../../src/analyses/placement/ledger.ts";
import { partAt } from "../../../src/analyses/placement/levels.ts";
import type { RouteLatency } from "../../../src/analyses/placement/placement.ts";
import { Seating } from "../../../src/analyses/placement/seating.ts";
import { computeFabric } from "../../../src/analyses/routing/fabric.ts";
import { computeRoutes } from "../../../src/analyses/routing/routes.ts";
import type { Program, Service, System, Wish } from "../../../src/model/deployment.ts";
import type { Level } from "../../../src/model/level.ts";
import type { Core, Machine, Memory } from "../../../src/model/machine.ts";
import { cycles, MachineBuilder } from "../machine-builder.ts";
import { coreAt, hotos09 } from "../machines.ts";
import { buffer, client, service, systemOn, wish } from "./system-builder.ts";

const solver = await loadHighs();

function latencyOf(machine: Machine): RouteLatency {
  const hops = computeFabric(machine).map(({ from, to, latency }) => ({ from: from.index, to: to.index, latency }));
  const [table] = computeRoutes(machine.cores.length, hops).dimensions;
  return (from, to) => table?.latency[from]?.[to] ?? -1;
}

function solve(system: System): Decision {
  const decision = decide(system, latencyOf(system.machine), solver);
  if (decision === null) throw new Error("no placement");
  return decision;
}

function coresOf({ question, seating }: Decision, program: Program): readonly string[] {
  return question.copies.flatMap((copy) => (copy.program === program ? (seating.coreOf(copy)?.path ?? []) : []));
}

function memoriesOf({ question, seating }: Decision, program: Program): readonly string[] {
  return question.buffers.flatMap((each) =>
    each.copy.program === program ? (seating.memoryOf(each)?.path ?? []) : [],
  );
}

/** Packages of so many cores, each with a memory; within one 50 cycles, across 200. */
function packages(count: number, cores: number, memory = 2 ** 30): Machine {
  const builder = new MachineBuilder();
  const all: Core[] = [];
  for (let p = 0; p < count; p++) {
    const part = builder.part(`p[${p}]`);
    const own = Array.from({ length: cores }, (_, c) => builder.core(part, `p[${p}].cpu[${c}]`));
    if (cores > 1) builder.coherence(part, own, cycles(50));
    builder.memory(part, `p[${p}].dram`, { size: memory });
    all.push(...own);
  }
  builder.coherence(builder.root, all, cycles(200));
  return builder.build();
}

const memoryAt = ({ memories }: Machine, index: number): Memory => {
  const found = memories[index];
  if (found === undefined) throw new Error(`no memory ${index}`);
  return found;
};

describe("the best placement", () => {
  test("keeps together what talks, in packages that hold as much", () => {
    const machine = packages(2, 3);
    const [a, b] = [service("a"), service("b")];
    const ofA = [client("a1", { uses: [a] }), client("a2", { uses: [a] })];
    const ofB = [client("b1", { uses: [b] }), client("b2", { uses: [b] })];
    const decision = solve(
      systemOn(
        machine,
        [a, b],
        [ofA[0], ofB[0], ofA[1], ofB[1]].flatMap((each) => each ?? []),
      ),
    );
    expect(decision.standing).toEqual({ kind: "best" });
    expect(decision.cost).toEqual({ crowding: 0, nearness: 0, time: 4 * 25_000 });
  });

  test("moves the talkative one close, whoever comes first", () => {
    const machine = packages(2, 2);
    const far = service("far", { wishes: [wish({ kind: "on", cores: [coreAt(machine, 0)] })] });
    const busy = service("busy", { wishes: [wish({ kind: "on", cores: [coreAt(machine, 2)] })] });
    const operation = { name: "none" } as never;
    const span = far.span;
    const rate = (to: Service, hertz: number) => ({
      ...{ service: to, operation, rate: hertz, rateSpan: span, size: null, span },
    });
    const quiet = client("quiet", { uses: [busy], traffic: [rate(busy, 10)] });
    const loud = client("loud", { uses: [busy], traffic: [rate(busy, 1000)] });
    const decision = solve(systemOn(machine, [far, busy], [quiet, loud]));
    expect(coresOf(decision, loud)).toEqual(["p[1].cpu[1]"]);
    expect(coresOf(decision, quiet)).toEqual(["p[0].cpu[1]"]);
  });

  test("spreads copies, and binds each client to the nearest", () => {
    const machine = packages(3, 2);
    const names = service("names", { wishes: [wish({ kind: "copies", count: 3, spread: "package" })] });
    const decision = solve(
      systemOn(
        machine,
        [names],
        [0, 1, 2].map((at) => client(`c${at}`, { uses: [names] })),
      ),
    );
    expect(
      coresOf(decision, names)
        .map((path) => path.slice(0, 4))
        .toSorted(),
    ).toEqual(["p[0]", "p[1]", "p[2]"]);
    expect(decision.cost.time).toBe(3 * 25_000);
  });

  test("keeps apart what must be, at whatever price", () => {
    const machine = packages(2, 4);
    const disk = service("disk");
    const apart = wish({ kind: "apart", program: "disk", level: "package" });
    const shadow = client("shadow", { uses: [disk], wishes: [apart] });
    const decision = solve(systemOn(machine, [disk], [shadow]));
    expect(
      new Set([...coresOf(decision, disk), ...coresOf(decision, shadow)].map((path) => path.slice(0, 4))).size,
    ).toBe(2);
    expect(decision.cost.time).toBe(100_000);
  });

  test("lays forwarded buffers by the device and others by their readers, as far as memories have room", () => {
    const machine = packages(2, 2, 1024);
    const reader = client("reader", { wishes: [wish({ kind: "on", cores: [coreAt(machine, 2)] })] });
    const owner = client("owner", {
      wishes: [wish({ kind: "on", cores: [coreAt(machine, 0)] })],
      buffers: [
        buffer("own", 600),
        buffer("shared", 300, { readers: [{ program: "reader", span: reader.span }] }),
        buffer("large", 1000),
        buffer("pinned", 24, { memory: { memory: memoryAt(machine, 1), span: reader.span } }),
      ],
    });
    const decision = solve(systemOn(machine, [], [reader, owner]));
    // The large one fills a memory, so the others share the one that is left.
    expect(memoriesOf(decision, owner)).toEqual(["p[1].dram", "p[1].dram", "p[0].dram", "p[1].dram"]);
  });

  test("shares cores only when there are too few, and then evenly", () => {
    const machine = packages(2, 2);
    const decision = solve(
      systemOn(
        machine,
        [0, 1, 2, 3, 4, 5].map((at) => service(`s${at}`)),
      ),
    );
    expect(decision.cost.crowding).toBe(2);
  });

  test("is the heuristic's where the solver says nothing better, to the letter", () => {
    const machine = hotos09().build();
    const log = service("log");
    const all = [log, ...["a", "b", "c", "d", "e"].map((name) => service(name, { uses: [log] }))];
    const [exact, heuristic] = [solver, null].map((each) => decide(systemOn(machine, all), latencyOf(machine), each));
    if (exact == null || heuristic == null) throw new Error("no placement");
    for (const each of all) expect(coresOf(exact, each)).toEqual(coresOf(heuristic, each));
    expect(exact.standing.kind).toBe("best");
    expect(heuristic.standing.kind).toBe("heuristic");
  });

  test("is said to be uncertain, with a gap, when the solver gives up", () => {
    const machine = packages(2, 4);
    const log = service("log");
    const lazy = { solve: () => ({ kind: "unknown", bound: Number.NEGATIVE_INFINITY }) as const };
    const uses = [log];
    const system = systemOn(
      machine,
      [log],
      ["a", "b", "c", "d", "e"].map((name) => client(name, { uses })),
    );
    const decision = decide(system, latencyOf(machine), lazy);
    expect(decision?.standing).toMatchObject({
      kind: "heuristic",
      reason: "the solver was stopped before it was sure",
    });
  });
});

test("on a machine too large for the solver a gap is said, too: to the closest cores that there are", () => {
  const machine = packages(3, 700);
  const log = service("log", { uses: [] });
  const clients = Array.from({ length: 3 }, (_, index) => client(`c${index}`, { uses: [log] }));
  const latency = (from: number, to: number) =>
    from === to ? 0 : Math.floor(from / 700) === Math.floor(to / 700) ? 25_000 : 100_000;
  const standingFor = (leastTime: number) =>
    decide(systemOn(machine, [log], clients), latency, solver, leastTime)?.standing;
  expect(standingFor(25_000)).toEqual({ kind: "best" });
  const reason = "there is too much to choose from for the solver";
  expect(standingFor(20_000)).toEqual({ kind: "heuristic", reason, gap: expect.closeTo(0.2, 6) });
});

// ───────────────────────────── laws ─────────────────────────────

interface Drawn {
  readonly packages: number;
  readonly cores: number;
  readonly programs: readonly {
    readonly uses: readonly number[];
    readonly near: number | null;
    readonly copies: number;
    readonly level: Level;
    readonly apart: number | null;
    readonly buffers: readonly number[];
  }[];
}

const level = fc.constantFrom<Level>("core", "package");
const drawn: fc.Arbitrary<Drawn> = fc.record({
  packages: fc.integer({ min: 1, max: 3 }),
  cores: fc.integer({ min: 1, max: 3 }),
  programs: fc.array(
    fc.record({
      uses: fc.array(fc.nat(5), { maxLength: 2 }),
      near: fc.option(fc.nat(8)),
      copies: fc.integer({ min: 1, max: 2 }),
      level,
      apart: fc.option(fc.nat(5), { freq: 3 }),
      buffers: fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 1 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

/** `order` is in which the programs are declared; their names stay the same. */
function systemFrom({ packages: count, cores, programs }: Drawn, name = "system"): System {
  const machine = packages(count, cores, 1000);
  const services: Service[] = [];
  programs.forEach((program, at) => {
    const wishes: Wish[] = [];
    const near = machine.cores[program.near ?? -1];
    if (near !== undefined) wishes.push(wish({ kind: "near", target: { kind: "core", core: near } }));
    if (program.copies > 1) wishes.push(wish({ kind: "copies", count: program.copies, spread: program.level }));
    if (program.apart !== null && program.apart < at) {
      wishes.push(wish({ kind: "apart", program: `s${program.apart}`, level: program.level }));
    }
    const uses = [...new Set(program.uses)].flatMap((other) => services[other] ?? []);
    services.push(
      service(`s${at}`, { wishes, uses, buffers: program.buffers.map((size, b) => buffer(`b${b}`, size)) }),
    );
  });
  return systemOn(machine, services, [], name);
}

function brokenRules({ question, seating }: Decision): readonly string[] {
  const broken: string[] = [];
  const placed = question.copies.flatMap((copy) => {
    const core = seating.coreOf(copy);
    if (core === null || !copy.cores.includes(core)) broken.push(`${copy.program.name} is nowhere`);
    return core === null ? [] : [{ copy, core }];
  });
  for (const [at, one] of placed.entries()) {
    for (const other of placed.slice(at + 1)) {
      const rules = question.rules.get(one.copy.program);
      const levels =
        one.copy.program === other.copy.program
          ? (rules?.spread ?? [])
          : (rules?.apart ?? []).flatMap((rule) => (rule.from === other.copy.program ? rule.level : []));
      for (const each of levels) {
        if (partAt(one.core, each) === partAt(other.core, each)) broken.push(`${one.core.path} and ${other.core.path}`);
      }
    }
  }
  for (const memory of question.machine.memories) {
    const laid = question.buffers.filter((each) => seating.memoryOf(each) === memory);
    if (laid.reduce((sum, each) => sum + each.buffer.size, 0) > memory.size) broken.push(`${memory.path} is too full`);
  }
  return broken;
}

/** The least that any placement costs, all of them tried. */
function leastOfAll({ question, terms }: Decision, latency: RouteLatency): Cost {
  const seating = new Seating(question);
  const found: Cost[] = [];
  const layFrom = (at: number): void => {
    const next = question.buffers[at];
    if (next === undefined) found.push(new Ledger(seating, terms, latency).cost);
    for (const memory of next?.memories ?? []) {
      if (next === undefined || !seating.allowsBuffer(next, memory)) continue;
      seating.putBuffer(next, memory);
      layFrom(at + 1);
      seating.takeBuffer(next);
    }
  };
  const seatFrom = (at: number): void => {
    const copy = question.copies[at];
    if (copy === undefined) layFrom(0);
    for (const core of copy?.cores ?? []) {
      if (copy === undefined || !seating.allows(copy, core)) continue;
      seating.put(copy, core);
      seatFrom(at + 1);
      seating.take(copy);
    }
  };
  seatFrom(0);
  return found.reduce((least, cost) => (isLess(cost, least) ? cost : least));
}

function leastTimeOn(machine: Machine): number {
  return Math.min(...computeFabric(machine).map(({ latency }) => latency));
}

describe("for any system", () => {
  test("all wishes hold, with a solver and without, and it is never dearer with one", () => {
    fc.assert(
      fc.property(drawn, (each) => {
        const system = systemFrom(each);
        const latency = latencyOf(system.machine);
        const heuristic = decide(system, latency, null, leastTimeOn(system.machine));
        const exact = decide(system, latency, solver);
        expect(exact === null).toBe(heuristic === null);
        if (exact === null || heuristic === null) return;
        expect([...brokenRules(exact), ...brokenRules(heuristic)]).toEqual([]);
        expect(isLess(heuristic.cost, exact.cost)).toBe(false);
        // Within the gap that the heuristic says, where it is about the time.
        const { standing, cost } = heuristic;
        if (standing.kind === "best") expect(isLess(exact.cost, cost)).toBe(false);
        if (standing.kind !== "heuristic" || standing.gap === null || exact.cost.nearness !== cost.nearness) return;
        expect(exact.cost.time).toBeGreaterThanOrEqual(cost.time * (1 - standing.gap) * (1 - 1e-9) - 1e-6);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test("what is said to be the best is as cheap as the cheapest of all", () => {
    fc.assert(
      fc.property(drawn, (each) => {
        const system = systemFrom(each);
        const decision = decide(system, latencyOf(system.machine), solver);
        const choices = system.machine.cores.length ** (decision?.question.copies.length ?? 0);
        fc.pre(decision !== null && choices * 4 ** decision.question.buffers.length <= 20_000);
        if (decision === null || decision.standing.kind === "heuristic") return;
        expect(isLess(leastOfAll(decision, latencyOf(system.machine)), decision.cost)).toBe(false);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test("the same comes out again, whatever files and systems are called", () => {
    fc.assert(
      fc.property(drawn, (each) => {
        const [one, other] = [systemFrom(each), systemFrom(each, "other")].map((system) =>
          decide(system, latencyOf(system.machine), solver),
        );
        const paths = ({ question, seating }: Decision) => question.copies.map((copy) => seating.coreOf(copy)?.path);
        expect(one == null ? null : paths(one)).toEqual(other == null ? null : paths(other));
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
