import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeFailure, type Failure, type KernelsAfter } from "../../../src/analyses/failure/compute-failure.ts";
import { withoutLost } from "../../../src/analyses/failure/remainder.ts";
import { computeFabric } from "../../../src/analyses/routing/fabric.ts";
import { computeRoutes } from "../../../src/analyses/routing/routes.ts";
import type { MachineElement } from "../../../src/model/domain.ts";
import type { Machine } from "../../../src/model/machine.ts";
import { readRoutes } from "../../../src/plan/read-routes.ts";
import { buildFabric } from "../../../src/plan/sections/fabric.ts";
import { machineOf } from "../../resolve/described.ts";

const chip = `package Chip {
  core cpu[2]: amd64 @ 1 GHz
  coherence between cpu[*]: latency 50 ns
  memory dram: 1 GiB
  port x[4]
}`;

/** Packages in a ring. */
function ring(count: number, items = ""): Machine {
  const last = count - 1;
  return machineOf(`${chip} machine m {
    package p[${count}]: Chip
    for i in 0..${last - 1} { link p[i].x[0] -- p[i + 1].x[1], latency 100 ns }
    link p[${last}].x[0] -- p[0].x[1], latency 100 ns
    ${items} }`);
}

function routesOf(machine: Machine) {
  const { hops } = buildFabric(computeFabric(machine));
  return readRoutes({ ...computeRoutes(machine.cores.length, hops), failover: [] });
}

function failureOf(machine: Machine, ...elements: readonly MachineElement[]): Failure {
  return computeFailure(machine, elements, routesOf(machine));
}

function linkOf(machine: Machine, index: number): MachineElement {
  const link = machine.links[index];
  if (link === undefined) throw new Error(`there is no link ${index}`);
  return { kind: "link", link };
}

function packageOf(machine: Machine, index: number): MachineElement {
  const part = machine.parts[index + 1];
  if (part === undefined) throw new Error(`there is no package ${index}`);
  return { kind: "part", part };
}

describe("a failure", () => {
  test("of a link sends messages round the ring", () => {
    const machine = ring(4);
    const { survivors, islands, detours } = failureOf(machine, linkOf(machine, 0));
    expect(survivors).toHaveLength(8);
    expect(islands).toHaveLength(1);
    expect(detours).toMatchObject({ senders: 8, pairs: 56, cutOff: 0 });
    const [worst] = detours.worst;
    expect([worst?.from.path, worst?.to.path]).toEqual(["p[0].cpu[0]", "p[1].cpu[0]"]);
    expect(worst?.after).toBe(3 * (worst?.before ?? 0));
  });

  test("of a second link cuts the ring in two", () => {
    const machine = ring(4);
    const { islands, detours } = failureOf(machine, linkOf(machine, 0), linkOf(machine, 2));
    expect(islands.map((island) => island.map(({ path }) => path))).toEqual([
      ["p[0].cpu[0]", "p[0].cpu[1]", "p[3].cpu[0]", "p[3].cpu[1]"],
      ["p[1].cpu[0]", "p[1].cpu[1]", "p[2].cpu[0]", "p[2].cpu[1]"],
    ]);
    expect(detours.cutOff).toBe(32);
  });

  test("of a package takes its cores, and leaves the routes of those apart from it", () => {
    const machine = ring(5);
    const { lostCores, survivors, loss, detours } = failureOf(machine, packageOf(machine, 2));
    expect(lostCores.map(({ path }) => path)).toEqual(["p[2].cpu[0]", "p[2].cpu[1]"]);
    expect(survivors).toHaveLength(8);
    expect([loss.memories.size, loss.links.size]).toEqual([1, 2]);
    expect(detours.pairs).toBe(56);
    // Between its two neighbours, in both directions, each core to each.
    expect(detours.rerouted).toBe(8);
  });

  test("of a memory or of a core that is off changes no route", () => {
    const machine = ring(3, "memory spare: 1 GiB; core off: amd64 @ 1 GHz, offline");
    const [memory, core] = [machine.memories[3], machine.cores[6]];
    if (memory === undefined || core === undefined) throw new Error("not as described");
    const { detours, lostCores } = failureOf(machine, { kind: "memory", memory }, { kind: "core", core });
    expect([detours.rerouted, lostCores]).toEqual([0, []]);
  });

  test("of all that hears a device leaves it unheard", () => {
    const text = (devices: string) => `use "prelude/devices"; ${chip} machine m {
      package p[2]: Chip
      link p[0].x[0] -- p[1].x[0], latency 100 ns
      controller gic: 8 lines -> p[0].cpu[*] { line 7 -> p[1].cpu[0] }
      ${devices} }`;
    const machine = machineOf(
      text(`device a: SataDisk at p[1].x[1] { interrupt -> gic 1 }
      device b: SataDisk at p[1].x[2] { interrupt -> gic 7 }
      device c: SataDisk at p[0].x[1] { interrupt -> p[0].cpu[0] }
      device d: SataDisk at p[1].x[3]`),
    );
    expect(failureOf(machine, packageOf(machine, 0)).unheard.map(({ path }) => path)).toEqual(["a"]);
    const [gic] = machine.controllers;
    const withoutGic = gic === undefined ? [] : failureOf(machine, { kind: "controller", controller: gic }).unheard;
    expect(withoutGic.map(({ path }) => path)).toEqual(["a", "b"]);
  });

  test("is no quicker than before, and as quick as the tables of what remains", () => {
    const links = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 4, maxLength: 9 });
    fc.assert(
      fc.property(links, fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }), (joined, lost) => {
        const cores = "core cpu[6]: amd64 @ 1 GHz";
        const items = joined
          .filter(([a, b]) => a !== b)
          .map(([a, b], index) => `link cpu[${a}] -- cpu[${b}], latency ${10 + 7 * index} ns`);
        const machine = machineOf(`machine m { ${cores}\n${items.join("\n")} }`);
        const elements = [...new Set(lost)].flatMap((index) =>
          index < machine.links.length ? [linkOf(machine, index)] : [],
        );
        const [before, failure] = [routesOf(machine), failureOf(machine, ...elements)];
        const after = routesOf(withoutLost(machine, failure.loss));
        for (const { index: from } of machine.cores) {
          for (const { index: to } of machine.cores) {
            if (from === to) continue;
            expect(failure.latencyAfter(from, to)).toBe(after.latency(from, to));
            if (after.latency(from, to) !== -1) {
              expect(failure.latencyAfter(from, to)).toBeGreaterThanOrEqual(before.latency(from, to));
            }
          }
        }
        expect(failure.islands.flat()).toHaveLength(6);
        expect(failure.detours.cutOff).toBeLessThanOrEqual(failure.detours.rerouted);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a failure among kernels", () => {
  const machine = ring(5);
  const routes = routesOf(machine);

  test("sends messages as they do, however quick other ways are", () => {
    // From p[0] to p[2] by p[4] and p[3], the long way round; a core beside it is lost.
    const lost = machine.cores[1];
    if (lost === undefined) throw new Error("there is no core 1");
    const core = { kind: "core", core: lost } as const;
    const asked: unknown[] = [];
    const kernels: KernelsAfter = (gone, cuts) => {
      asked.push([[...gone], cuts]);
      return (from, to) => (from === 0 && to === 4 ? { cores: [8, 6, 4], isDetour: true } : null);
    };
    const failure = computeFailure(machine, [core], routes, kernels);
    expect(asked).toEqual([[[1], []]]);
    expect(failure.latencyAfter(0, 4)).toBeGreaterThan(failureOf(machine, core).latencyAfter(0, 4));
    expect(failure.latencyAfter(0, 2)).toBe(-1);
    expect(failure.detours.foundAnew).toBeLessThanOrEqual(1);
  });

  test("tells them which neighbours a lost link joined, and trusts no way over it", () => {
    let cuts: readonly (readonly [number, number])[] = [];
    const failure = computeFailure(machine, [linkOf(machine, 0)], routes, (_lost, parted) => {
      cuts = parted;
      return (from, to) => ({ cores: from === to ? [] : [to], isDetour: false });
    });
    expect(cuts).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(failure.latencyAfter(0, 2)).toBe(-1);
    expect(failure.latencyAfter(0, 8)).toBe(routes.latency(0, 8));
  });
});

describe("a memory that fails", () => {
  const memoryOf = (machine: Machine, path: string): MachineElement => {
    const memory = machine.memories.find((each) => each.path === path);
    if (memory === undefined) throw new Error(`there is no memory ${path}`);
    return { kind: "memory", memory };
  };

  test("takes the kernels that lay in it; other memory is left for them", () => {
    const machine = ring(4);
    const { lostCores, stranded, survivors } = failureOf(machine, memoryOf(machine, "p[1].dram"));
    expect(lostCores).toEqual([]);
    expect(stranded.map(({ core, memory, hasOther }) => [core.path, memory.path, hasOther])).toEqual([
      ["p[1].cpu[0]", "p[1].dram", true],
      ["p[1].cpu[1]", "p[1].dram", true],
    ]);
    expect(survivors).toHaveLength(6);
  });

  test("takes all kernels when it is the only one", () => {
    const machine = machineOf(`machine m {
      core cpu[3]: amd64 @ 1 GHz
      coherence between cpu[*]: latency 50 ns
      memory dram: 1 GiB
    }`);
    const { stranded, survivors, islands } = failureOf(machine, memoryOf(machine, "dram"));
    expect(stranded.map(({ hasOther }) => hasOther)).toEqual([false, false, false]);
    expect([survivors, islands]).toEqual([[], []]);
  });

  test("or the link to it fails", () => {
    const machine = machineOf(`
      package Chip { core cpu[2]: amd64 @ 1 GHz; coherence between cpu[*]: latency 50 ns; port x }
      package Store { memory dram: 1 GiB; port x }
      machine m { package p: Chip; package s: Store; link p.x -- s.x, latency 100 ns }`);
    const { stranded } = failureOf(machine, linkOf(machine, 0));
    expect(stranded.map(({ core, memory, hasOther }) => [core.path, memory.path, hasOther])).toEqual([
      ["p.cpu[0]", "s.dram", false],
      ["p.cpu[1]", "s.dram", false],
    ]);
  });
});

describe("switches without cores", () => {
  const machine = machineOf(`
    package Leaf { core cpu[4]: amd64 @ 2 GHz; coherence between cpu[*]: latency 40 ns; memory dram: 1 GiB; port up[2] }
    part Switch { port down[4] }
    machine m {
      package p[4]: Leaf
      part s[2]: Switch
      for i in 0..3 { link p[i].up[0] -- s[0].down[i], latency 200 ns }
      for i in 0..3 { link p[i].up[1] -- s[1].down[i], latency 200 ns }
    }`);

  test("are taken in turns, alike both ways", () => {
    const hops = computeFabric(machine).filter(({ via }) => "links" in via);
    const linksOf = new Map(
      hops.map(({ from, to, via }) => [
        `${from.path} ${to.path}`,
        "links" in via ? via.links.map(({ path }) => path) : [],
      ]),
    );
    for (const { from, to } of hops) {
      const there = linksOf.get(`${from.path} ${to.path}`) ?? [];
      expect(there).toHaveLength(2);
      expect(linksOf.get(`${to.path} ${from.path}`)).toEqual(there.toReversed());
    }
    const over = (spine: string) => [...linksOf.values()].filter(([first]) => first?.includes(spine)).length;
    expect([over("s[0]"), over("s[1]")]).toEqual([24, 24]);
  });

  test("may fail one by one: messages go through the others", () => {
    for (const part of machine.parts.filter(({ type }) => type === "Switch")) {
      const { islands, detours } = failureOf(machine, { kind: "part", part });
      expect(islands).toHaveLength(1);
      expect(detours).toMatchObject({ pairs: 16 * 15, cutOff: 0 });
    }
  });
});
