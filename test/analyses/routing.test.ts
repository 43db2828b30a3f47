import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeShortestPaths } from "../../src/algorithms/shortest-paths.ts";
import type { Loss } from "../../src/analyses/routing/detours.ts";
import { computeDomainNeighbours } from "../../src/analyses/routing/domain-neighbours.ts";
import { computeFabric } from "../../src/analyses/routing/fabric.ts";
import { buildHopGraph, columnsOf, type RoutedHop } from "../../src/analyses/routing/hop-graph.ts";
import { computeRoutes, type RouteTable, type RouteTables } from "../../src/analyses/routing/routes.ts";
import type { Core, Machine } from "../../src/model/machine.ts";
import type { Failover } from "../../src/plan/plan.ts";
import { readRoutes } from "../../src/plan/read-routes.ts";
import { type RouteFault, verifyRoutes } from "../../src/plan/verify/verify-routes.ts";
import { cycles, MachineBuilder } from "./machine-builder.ts";
import { coreAt, hotos09, machines } from "./machines.ts";

function routesOf(machine: Machine) {
  const fabric = computeFabric(machine);
  const hops = fabric.map(({ from, to, latency }) => ({ from: from.index, to: to.index, latency }));
  const routes = computeRoutes(machine.cores.length, hops);
  const online = machine.cores.map((core) => core.online);
  return { fabric, hops, routes, ...tableOf(routes), faults: verify(routes, hops, online) };
}

function verify(
  routes: Omit<RouteTables, "detours">,
  hops: readonly RoutedHop[],
  online: readonly boolean[],
): readonly RouteFault[] {
  return verifyRoutes({ ...routes, failover: [], hops: { ...columnsOf(hops), linksOf: () => [] }, online });
}

/** The only table. */
function tableOf({ dimensions }: Pick<RouteTables, "dimensions">): RouteTable {
  expect(dimensions).toHaveLength(1);
  return dimensions[0] ?? { nextHop: [], virtualChannel: [], latency: [] };
}

/** Quickest ways by definition. */
function naiveLatency(cores: readonly Core[], hops: readonly RoutedHop[]): number[][] {
  const best = cores.map((a) => cores.map((b) => (a === b ? 0 : Number.POSITIVE_INFINITY)));
  const cell = (a: number, b: number): number => best[a]?.[b] ?? Number.POSITIVE_INFINITY;
  const improve = (a: number, b: number, by: number): void => {
    const row = best[a];
    if (row !== undefined && by < cell(a, b)) row[b] = by;
  };
  for (const hop of hops) improve(hop.from, hop.to, hop.latency);
  for (const over of cores.keys()) {
    for (const a of cores.keys()) for (const b of cores.keys()) improve(a, b, cell(a, over) + cell(over, b));
  }
  return best;
}

describe("hotos09", () => {
  const { fabric, routes, nextHop, latency, faults } = routesOf(hotos09().build());

  test("has 12 hops within each package and 4 planes each way over each link", () => {
    expect(fabric.filter((hop) => "domain" in hop.via)).toHaveLength(8 * 12);
    expect(fabric.filter((hop) => "links" in hop.via)).toHaveLength(11 * 2 * 4);
    expect(fabric.every((hop) => hop.basis === "composed")).toBe(true);
  });

  test("sums whole line transfers along the route: 130 in the package, 195 a link", () => {
    const cyclesTo = (to: number): number => (latency[0]?.[to] ?? 0) / 500;
    expect([0, 1, 4, 5, 8, 16].map(cyclesTo)).toEqual([0, 130, 195, 325, 390, 585]);
  });

  test("is verified, and needs few virtual channels", () => {
    expect(faults).toEqual([]);
    expect(routes.virtualChannels).toBeLessThanOrEqual(2);
  });

  test("spreads equally quick routes: none of the hops over links carries more than three times its share", () => {
    const { hops } = routesOf(hotos09().build());
    const load = new Map<string, number>();
    for (let from = 0; from < 32; from++) {
      for (let to = 0; to < 32; to++) {
        for (let at = from; at !== to; ) {
          const next = nextHop[at]?.[to] ?? to;
          load.set(`${at} ${next}`, (load.get(`${at} ${next}`) ?? 0) + 1);
          at = next;
        }
      }
    }
    const overLinks = hops.filter((hop) => hop.latency === 97_500).map((hop) => load.get(`${hop.from} ${hop.to}`) ?? 0);
    const mean = overLinks.reduce((sum, count) => sum + count, 0) / overLinks.length;
    expect(Math.max(...overLinks)).toBeLessThanOrEqual(3 * mean);
  });
});

test("on any machine routes are quickest and verified, and leave out what is offline", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const { latency, hops, faults } = routesOf(machine);
      expect(faults).toEqual([]);
      const expected = naiveLatency(machine.cores, hops).map((row) =>
        row.map((value) => (Number.isFinite(value) ? value : -1)),
      );
      expect(latency).toEqual(expected);
      for (const { from, to } of hops) expect(coreAt(machine, from).online && coreAt(machine, to).online).toBe(true);
    }),
  );
});

/** Of every hop by itself, and of every core. */
function everyLoss(cores: number, hops: readonly RoutedHop[]): readonly (Loss & Pick<Failover, "lost">)[] {
  const mark = (isLost: (hop: RoutedHop, index: number) => boolean): Uint8Array =>
    Uint8Array.from(hops, (hop, index) => (isLost(hop, index) ? 1 : 0));
  return [
    ...hops.map((_, link) => ({ lost: { link }, core: -1, hops: mark((_hop, index) => index === link) })),
    ...Array.from({ length: cores }, (_, core) => {
      return { lost: { core }, core, hops: mark(({ from, to }) => from === core || to === core) };
    }),
  ];
}

test("on any machine whatever is lost there are quickest ways round it, and they are verified", () => {
  fc.assert(
    fc.property(machines, fc.infiniteStream(fc.nat()), (machine, choices) => {
      const { hops } = routesOf(machine);
      const all = everyLoss(machine.cores.length, hops);
      const losses = all.length === 0 ? [] : [...choices.take(5)].flatMap((choice) => all[choice % all.length] ?? []);
      const { detours, ...routes } = computeRoutes(machine.cores.length, hops, losses);
      const failover = losses.map(({ lost }, index) => ({ lost, ...(detours[index] ?? noDetours) }));
      const online = machine.cores.map((core) => core.online);
      const columns = { ...columnsOf(hops), linksOf: (hop: number) => [hop] };
      // Some machines are cut in two: then only what is lost beside that is at issue.
      const faults = verifyRoutes({ ...routes, failover, hops: columns, online });
      expect(faults.filter(({ kind }) => kind !== "unreachable")).toEqual([]);
      expect(faults.every((fault) => fault.kind === "unreachable" && fault.without === null)).toBe(true);
      for (const [index, { lost }] of losses.entries()) {
        const left = hops.filter((_, hop) => losses[index]?.hops[hop] === 0);
        expectQuickest(machine.cores, left, routes, failover[index] ?? { lost, ...noDetours });
      }
    }),
    { numRuns: 40 },
  );
});

const noDetours = { from: [], to: [], nextHop: [], virtualChannel: [] };

function expectQuickest(
  cores: readonly Core[],
  hops: readonly RoutedHop[],
  routes: Pick<RouteTables, "dimensions">,
  after: Failover,
): void {
  const expected = naiveLatency(cores, hops);
  const next = tableOf(routes).nextHop.map((row) => [...row]);
  after.from.forEach((from, entry) => {
    const row = next[from];
    if (row !== undefined) row[after.to[entry] ?? -1] = after.nextHop[entry] ?? -1;
  });
  const latencyOf = new Map(hops.map((hop) => [`${hop.from} ${hop.to}`, hop.latency]));
  for (const { index: from } of cores) {
    for (const { index: to } of cores) {
      if ("core" in after.lost && (after.lost.core === from || after.lost.core === to)) continue;
      let sum = 0;
      for (let at = from; at !== to && Number.isFinite(sum); ) {
        const following = next[at]?.[to] ?? -1;
        sum += latencyOf.get(`${at} ${following}`) ?? Number.POSITIVE_INFINITY;
        at = following;
      }
      expect(sum).toBe(expected[from]?.[to]);
    }
  }
}

test("a ring of one-way links takes two virtual channels", () => {
  const hops = [0, 1, 2, 3].map((core) => ({ from: core, to: (core + 1) % 4, latency: 1 }));
  const routes = computeRoutes(4, hops);
  expect(routes.virtualChannels).toBeGreaterThan(1);
  expect(verify(routes, hops, [true, true, true, true])).toEqual([]);
});

test("a domain of more than 64 is a grid of cliques: connected, at most two hops across", () => {
  const pairs = computeDomainNeighbours(131);
  const hops = pairs.flatMap(([a, b]) => [
    { from: a, to: b, latency: 1 },
    { from: b, to: a, latency: 1 },
  ]);
  expect(hops.length).toBeLessThan(131 * 30);
  const { latency } = tableOf(computeRoutes(131, hops));
  expect(Math.max(...latency.flat())).toBeLessThanOrEqual(3);
  expect(Math.min(...latency.flat())).toBe(0);
  expect(computeDomainNeighbours(64)).toHaveLength(2016);
  expect(computeDomainNeighbours(0)).toEqual([]);
});

test("128 cores in 16 packages on a torus are routed and verified", () => {
  const builder = new MachineBuilder();
  const parts = Array.from({ length: 16 }, (_, p) => builder.part(`p[${p}]`));
  for (const part of parts) {
    const cores = Array.from({ length: 8 }, (_, i) => builder.core(part, `${part.path}.cpu[${i}]`));
    builder.coherence(part, cores, cycles(100));
  }
  parts.forEach((part, p) => {
    for (const q of [(p & ~3) | ((p + 1) & 3), (p + 4) & 15]) {
      const other = parts[q] ?? part;
      builder.link(builder.port(part, `p[${p}].to[${q}]`), builder.port(other, `p[${q}].from[${p}]`), cycles(60));
    }
  });
  expect(routesOf(builder.build()).faults).toEqual([]);
});

describe("neighbours over links", () => {
  test("a switch without cores is passed through, a device is not", () => {
    const builder = new MachineBuilder();
    const [a, b, hub] = [builder.part("a"), builder.part("b"), builder.part("hub")];
    const cores = [builder.core(a, "a.cpu"), builder.core(b, "b.cpu[0]"), builder.core(b, "b.cpu[1]")];
    const card = { kind: "device", device: builder.device(builder.root, "card") } as const;
    builder.link(builder.port(a, "a.x"), builder.port(hub, "hub.x"), cycles(10));
    builder.link(builder.port(hub, "hub.y"), builder.port(b, "b.x"), cycles(20), { bandwidth: 1e9 });
    builder.link(builder.port(a, "a.y"), card, cycles(1));
    builder.link(card, builder.port(b, "b.y"), cycles(1));
    const fabric = computeFabric(builder.build());
    expect(fabric.map((hop) => [hop.from, hop.to, hop.latency, hop.bandwidth])).toEqual([
      [cores[0], cores[1], 15_000, 1e9],
      [cores[0], cores[2], 15_000, 1e9],
      [cores[1], cores[0], 15_000, 1e9],
      [cores[2], cores[0], 15_000, 1e9],
    ]);
  });

  test("planes take turns at parallel links", () => {
    const builder = new MachineBuilder();
    const [a, b] = [builder.part("a"), builder.part("b")];
    for (const part of [a, b]) for (const i of [0, 1]) builder.core(part, `${part.path}.cpu[${i}]`);
    for (const i of [0, 1]) builder.link(builder.port(a, `a.x[${i}]`), builder.port(b, `b.x[${i}]`), cycles(10));
    builder.link(builder.port(a, "a.slow"), builder.port(b, "b.slow"), cycles(11));
    const machine = builder.build();
    const links = computeFabric(machine).map((hop) => ("links" in hop.via ? hop.via.links : []));
    expect(links).toEqual([[machine.links[0]], [machine.links[1]], [machine.links[0]], [machine.links[1]]]);
  });

  test("what no part states is taken from a measurement, else counted nominally, and marked", () => {
    const builder = new MachineBuilder();
    const cores = [0, 1, 2].map((i) => builder.core(builder.root, `cpu[${i}]`));
    builder.coherence(builder.root, cores, null);
    builder.measure(coreAt(builder, 1), coreAt(builder, 0), cycles(222));
    const fabric = computeFabric(builder.build());
    expect(fabric.map((hop) => [hop.from.index, hop.to.index, hop.latency, hop.basis])).toEqual([
      [0, 1, 111_000, "measured"],
      [0, 2, 100_000, "nominal"],
      [1, 0, 111_000, "measured"],
      [1, 2, 100_000, "nominal"],
      [2, 0, 100_000, "nominal"],
      [2, 1, 100_000, "nominal"],
    ]);
  });
});

describe("a larger machine", () => {
  /** Nodes in a ring or row of each length, all alike, with cores that are all near one another. */
  function hopsOfGrid(sides: readonly number[], cores: number): readonly RoutedHop[] {
    const hops: RoutedHop[] = [];
    const nodes = sides.reduce((product, side) => product * side, 1);
    for (let node = 0; node < nodes; node++) {
      for (let core = 0; core < cores; core++) {
        const from = node * cores + core;
        for (let to = node * cores; to < (node + 1) * cores; to++) {
          if (to !== from) hops.push({ from, to, latency: 65_000, isNear: true });
        }
        sides.forEach((side, axis) => {
          const stride = sides.slice(0, axis).reduce((product, each) => product * each, 1);
          const at = Math.floor(node / stride) % side;
          for (const next of new Set([(at + 1) % side, (at + side - 1) % side])) {
            if (next === at) continue;
            const to = from + (next - at) * stride * cores;
            hops.push({ from, to, latency: 100_000 + axis });
          }
        });
      }
    }
    return hops.sort((a, b) => a.from - b.from || a.to - b.to);
  }

  const readerOf = (routes: RouteTables) => readRoutes({ ...routes, failover: [] });
  const allOn = (count: number) => new Array<boolean>(count).fill(true);

  test.each([
    [[5, 5], 12],
    [[3, 3, 3], 10],
    [[17, 17], 1],
  ])("that is a grid of %j nodes of %i cores has a table for each dimension, verified and quickest", (sides, size) => {
    const cores = sides.reduce((product, side) => product * side, size);
    const hops = hopsOfGrid(sides, size);
    const routes = computeRoutes(cores, hops);
    expect(routes.dimensions).toHaveLength(sides.length + (size > 1 ? 1 : 0));
    expect(routes.virtualChannels).toBeLessThanOrEqual(3);
    expect(verify(routes, hops, allOn(cores))).toEqual([]);
    const { latency } = readerOf(routes);
    const graph = buildHopGraph(cores, columnsOf(hops));
    for (const from of [0, 7, cores - 1]) {
      const { distance } = computeShortestPaths(graph.leaving, graph.latency, [from]);
      expect(Array.from({ length: cores }, (_, to) => latency(from, to))).toEqual([...distance]);
    }
  });

  test("with one hop that costs otherwise, or is not there, has one table", () => {
    const hops = hopsOfGrid([5, 5], 12);
    const dearer = hops.map((hop, index) => (index === 100 ? { ...hop, latency: hop.latency + 1 } : hop));
    for (const changed of [dearer, hops.filter((_, index) => index !== 100)]) {
      const routes = computeRoutes(300, changed);
      expect(routes.dimensions).toHaveLength(1);
      expect(verify(routes, changed, allOn(300))).toEqual([]);
    }
  });
});
