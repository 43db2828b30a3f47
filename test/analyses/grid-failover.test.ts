import { describe, expect, test } from "vitest";
import { buildDigraph } from "../../src/algorithms/digraph.ts";
import { sortTopologically } from "../../src/algorithms/topological-sort.ts";
import { columnsOf, type RoutedHop } from "../../src/analyses/routing/hop-graph.ts";
import { computeRoutes } from "../../src/analyses/routing/routes.ts";
import { encodeRoutes } from "../../src/emit/tables/routes-binary.ts";
import type { Failover, Hop, Routes } from "../../src/plan/plan.ts";
import { readRoutes, readRoutesWithout } from "../../src/plan/read-routes.ts";
import type { DetourReader } from "../../src/plan/route-reader.ts";
import { verifyRoutes } from "../../src/plan/verify/verify-routes.ts";
import { RouteTable } from "../../src/runtime/kernel/routes/route-table.ts";

/** One of them. */
interface Lost {
  readonly core?: number;
  readonly link?: number;
}

function failoverOf({ core, link }: Lost): Failover["lost"] {
  return core === undefined ? { link: link ?? -1 } : { core };
}

interface GridMachine {
  readonly cores: number;
  readonly hops: readonly (RoutedHop & { readonly link: number | null })[];
}

/** Nodes of some cores on a torus, core i of a node joined with core i of the next over one link for all of them. */
function torusOf(sides: readonly number[], coresOfNode: number, wraps = true): GridMachine {
  const nodes = sides.reduce((product, side) => product * side, 1);
  const hops: (RoutedHop & { link: number | null })[] = [];
  let links = 0;
  for (let node = 0; node < nodes; node++) {
    for (let a = 0; a < coresOfNode; a++) {
      for (let b = 0; b < coresOfNode; b++) {
        if (a === b) continue;
        const [from, to] = [node * coresOfNode + a, node * coresOfNode + b];
        hops.push({ from, to, latency: 100, isNear: true, link: null });
      }
    }
    let stride = 1;
    for (const side of sides) {
      const coordinate = Math.floor(node / stride) % side;
      const next = coordinate + 1 < side ? node + stride : node - coordinate * stride;
      if (next > node || (wraps && side > 2)) {
        const link = links++;
        for (let plane = 0; plane < coresOfNode; plane++) {
          const [from, to] = [node * coresOfNode + plane, next * coresOfNode + plane];
          hops.push({ from, to, latency: 300, link }, { from: to, to: from, latency: 300, link });
        }
      }
      stride *= side;
    }
  }
  return { cores: nodes * coresOfNode, hops: hops.sort((a, b) => a.from - b.from || a.to - b.to) };
}

function routesOf({ cores, hops }: GridMachine): Routes {
  const linksOf = (hop: number): readonly number[] => [hops[hop]?.link ?? []].flat();
  const { detours, ...routes } = computeRoutes(cores, columnsOf(hops), [], linksOf);
  expect(detours).toEqual([]);
  return { ...routes, failover: [] };
}

function planHops({ hops }: GridMachine): readonly Hop[] {
  return hops.map(({ from, to, latency, link }) => {
    const via = link === null ? { coherence: 0 } : { link };
    return { from, to, via, latency, basis: "composed", bandwidth: null };
  });
}

function faultsOf(machine: GridMachine, routes: Routes) {
  const linksOf = (hop: number): readonly number[] => [machine.hops[hop]?.link ?? []].flat();
  const online = Array.from({ length: machine.cores }, () => true);
  return verifyRoutes({ ...routes, hops: { ...columnsOf(machine.hops), linksOf }, online });
}

/** Follows every way of the whole machine and orders all that waits for one another; without any thought of lines. */
class Everything {
  readonly #machine: GridMachine;
  readonly #numbers: ReadonlyMap<number, number>;
  readonly #waits = new Set<number>();

  constructor(machine: GridMachine) {
    this.#machine = machine;
    this.#numbers = new Map(machine.hops.map(({ from, to }, index) => [from * machine.cores + to, index]));
  }

  /** The pairs that do not reach each other over what is left. */
  follow(reader: DetourReader | null, lost: Lost | null): readonly string[] {
    const { cores } = this.#machine;
    const faults: string[] = [];
    for (let to = 0; to < cores; to++) {
      const hops = this.#hopsTo(to, reader, lost);
      for (let from = 0; from < cores; from++) {
        if (from === lost?.core || to === lost?.core) continue;
        let [at, steps] = [from, 0];
        while (at !== to && steps++ < 64 && hops[at] !== -1) at = this.#machine.hops[hops[at] ?? -1]?.to ?? to;
        if (at !== to) faults.push(`${from} to ${to} ends at ${at}`);
      }
      this.#noteWaits(to, hops, reader);
    }
    return faults;
  }

  /** By core: the hop it sends over; -1 when there is none, or it is lost. */
  #hopsTo(to: number, reader: DetourReader | null, lost: Lost | null): readonly number[] {
    const { cores, hops } = this.#machine;
    return Array.from({ length: cores }, (_, at) => {
      const next = reader?.nextHop(at, to) ?? -1;
      const hop = at === to || at === lost?.core ? -1 : (this.#numbers.get(at * cores + next) ?? -1);
      const isLost = next === -1 || next === lost?.core || (lost?.link !== undefined && hops[hop]?.link === lost.link);
      return isLost ? -1 : hop;
    });
  }

  #noteWaits(to: number, hops: readonly number[], reader: DetourReader | null): void {
    const channel = (at: number): number => (hops[at] ?? -1) * 16 + (reader?.virtualChannel(at, to) ?? 0);
    hops.forEach((hop, at) => {
      const next = this.#machine.hops[hop]?.to ?? to;
      if (hop !== -1 && next !== to && hops[next] !== -1) {
        this.#waits.add(channel(at) * this.#machine.hops.length * 16 + channel(next));
      }
    });
  }

  get isFreeOfDeadlock(): boolean {
    const nodes = this.#machine.hops.length * 16;
    const tails = Float64Array.from(this.#waits, (wait) => Math.floor(wait / nodes));
    const heads = Float64Array.from(this.#waits, (wait) => wait % nodes);
    return sortTopologically(buildDigraph(nodes, tails, heads)) !== null;
  }
}

const machines = {
  "7 × 6 × 7 torus": torusOf([7, 6, 7], 1),
  "5 × 4 torus of nodes of 16": torusOf([5, 4], 16),
  "3 × 3 × 3 torus of nodes of 10": torusOf([3, 3, 3], 10),
};

describe.each(Object.entries(machines))("a %s", (_, machine) => {
  const routes = routesOf(machine);
  const hops = planHops(machine);

  test("is prepared for every loss, and verified", () => {
    expect(routes.unprepared).toEqual([]);
    expect(routes.dimensions.length).toBeGreaterThan(1);
    expect(faultsOf(machine, routes)).toEqual([]);
  });

  const losses: readonly (readonly Lost[])[] = [
    [{ core: 137 }],
    [{ core: machine.cores - 1 }],
    [{ link: 0 }, { link: 19 }],
  ];

  test.each(losses.map((lost) => ({ lost })))(
    "loses $lost: every way goes round, and nothing waits for itself, beside the ways from before",
    ({ lost }) => {
      const everything = new Everything(machine);
      expect(everything.follow(readRoutes(routes), null)).toEqual([]);
      for (const each of lost) {
        expect(everything.follow(readRoutesWithout(routes, failoverOf(each), { hops }), each)).toEqual([]);
      }
      expect(everything.isFreeOfDeadlock).toBe(true);
    },
  );

  test("is read by kernels as it stands in the plan", () => {
    const table = new RouteTable(encodeRoutes(routes, hops));
    const losses: readonly Lost[] = [{ core: 42 }, { link: 7 }];
    for (const lost of losses) {
      const kernel = lost.core === undefined ? table.withoutLink(lost.link ?? -1) : table.without(lost.core);
      const reader = readRoutesWithout(routes, failoverOf(lost), { hops });
      for (let from = 0; from < machine.cores; from++) {
        for (let to = 0; to < machine.cores; to++) {
          if (from === lost.core || to === lost.core) continue;
          const read = [kernel.nextHop(from, to), kernel.virtualChannel(from, to)];
          if (read[0] === reader?.nextHop(from, to) && read[1] === reader?.virtualChannel(from, to)) continue;
          expect([from, to, ...read]).toEqual([from, to, reader?.nextHop(from, to), reader?.virtualChannel(from, to)]);
        }
      }
    }
  });

  test("with one wrong entry is refused", () => {
    const [line, ...others] = routes.lines.filter(({ from }) => from.length > 0);
    if (line === undefined) return;
    const rest = routes.lines.filter((each) => each !== line);
    const wrong = { ...line, nextHop: line.nextHop.map((next, index) => (index === 0 ? (line.from[0] ?? 0) : next)) };
    expect(others.length).toBeGreaterThan(0);
    expect(faultsOf(machine, { ...routes, lines: [wrong, ...rest] })).not.toEqual([]);
    expect(faultsOf(machine, { ...routes, lines: rest })).toEqual([{ kind: "shape", table: "lines" }]);
    expect(faultsOf(machine, { ...routes, sidestep: 0 }).map(({ kind }) => kind)).toContain("shape");
  });
});

test("a mesh falls apart along its lines: nothing is prepared, and the plan says so", () => {
  const machine = torusOf([17, 17], 1, false);
  const routes = routesOf(machine);
  expect([routes.unprepared, routes.lines, routes.sidestep]).toEqual([["cores", "links"], [], null]);
  expect(faultsOf(machine, routes)).toEqual([]);
  expect(readRoutesWithout(routes, { core: 3 }, { hops: planHops(machine) })).toBeNull();
});

test("pairs make rings of four: a hypercube of nodes is prepared for every loss", () => {
  const machine = torusOf([2, 2, 2, 2, 2], 9);
  const routes = routesOf(machine);
  const hops = planHops(machine);
  expect(routes.unprepared).toEqual([]);
  expect(routes.dimensions.map(({ nextHop }) => nextHop.length).toSorted((a, b) => a - b)).toEqual([4, 8, 9]);
  expect(faultsOf(machine, routes)).toEqual([]);
  const everything = new Everything(machine);
  for (const lost of [{ link: 3 }, { link: 40 }]) {
    expect(everything.follow(readRoutesWithout(routes, lost, { hops }), lost)).toEqual([]);
  }
  expect(everything.isFreeOfDeadlock).toBe(true);
});
