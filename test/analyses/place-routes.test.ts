import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnsOf, type RoutedHop } from "../../src/analyses/routing/hop-graph.ts";
import { computeByPlace, countEntries, listPlaces } from "../../src/analyses/routing/place-routes.ts";
import { computeRoutes } from "../../src/analyses/routing/routes.ts";
import { encodeRoutes } from "../../src/emit/tables/routes-binary.ts";
import { printRoutesModule } from "../../src/emit/tables/routes-typescript.ts";
import { farthestByPlace } from "../../src/plan/place-reader.ts";
import type { PlanMachine, Routes } from "../../src/plan/plan.ts";
import { readRoutes } from "../../src/plan/read-routes.ts";
import { verifyRoutes } from "../../src/plan/verify/verify-routes.ts";
import { followEntries, RouteTable } from "../../src/runtime/kernel/routes/route-table.ts";

interface Ragged {
  readonly cores: number;
  readonly hops: readonly RoutedHop[];
}

/** Nodes of the sizes, cores of each all joined, and links between nodes: core i of the larger with core i of the other. */
function raggedOf(sizes: readonly number[], links: readonly (readonly [number, number])[]): Ragged {
  const first = sizes.map((_, node) => sizes.slice(0, node).reduce((sum, size) => sum + size, 0));
  const hops = new Map<string, RoutedHop>();
  const join = (from: number, to: number, latency: number, isNear: boolean): void => {
    if (from === to || hops.has(`${from} ${to}`)) return;
    hops.set(`${from} ${to}`, { from, to, latency, isNear });
    hops.set(`${to} ${from}`, { from: to, to: from, latency, isNear });
  };
  sizes.forEach((size, node) => {
    for (let a = 0; a < size; a++)
      for (let b = 0; b < a; b++) join((first[node] ?? 0) + a, (first[node] ?? 0) + b, 100, true);
  });
  for (const [a, b] of links) {
    const [sizeA = 0, sizeB = 0] = [sizes[a], sizes[b]];
    if (a === b) continue;
    for (let plane = 0; plane < Math.max(sizeA, sizeB); plane++) {
      join((first[a] ?? 0) + (plane % sizeA), (first[b] ?? 0) + (plane % sizeB), 300, false);
    }
  }
  const cores = sizes.reduce((sum, size) => sum + size, 0);
  return { cores, hops: [...hops.values()].sort((a, b) => a.from - b.from || a.to - b.to) };
}

function routesOf({ cores, hops }: Ragged): Routes {
  const columns = columnsOf(hops);
  const { virtualChannels, places, ...table } = computeByPlace(cores, columns, listPlaces(cores, columns));
  const nothing = { failover: [], lines: [], sidestep: null, unprepared: ["cores", "links"] as const };
  return { virtualChannels, dimensions: [table], coordinates: null, places, ...nothing };
}

function faultsOf({ cores, hops }: Ragged, routes: Routes, online = new Array<boolean>(cores).fill(true)) {
  return verifyRoutes({ ...routes, hops: { ...columnsOf(hops), linksOf: () => [] }, online });
}

/** Each node joined with one before it, and some more links: so all are joined. */
const machines = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 9 })
  .chain((sizes) =>
    fc.tuple(
      fc.constant(sizes),
      fc.tuple(...sizes.slice(1).map((_, node) => fc.nat(node).map((before) => [before, node + 1] as const))),
      fc.array(fc.tuple(fc.nat(sizes.length - 1), fc.nat(sizes.length - 1)), { maxLength: 6 }),
    ),
  )
  .map(([sizes, tree, more]) => raggedOf(sizes, [...tree, ...more]));

test("nodes of any sizes, joined in any way: every core reaches every other, verified, as quick as the table says", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const routes = routesOf(machine);
      expect(faultsOf(machine, routes)).toEqual([]);
      const reader = readRoutes(routes);
      const times = new Map(machine.hops.map(({ from, to, latency }) => [`${from} ${to}`, latency]));
      let longest = 0;
      for (let from = 0; from < machine.cores; from++) {
        for (let to = 0; to < machine.cores; to++) {
          const path = followEntries({ ...reader, cores: machine.cores }, from, to) ?? [];
          const sum = path.reduce((time, at, step) => time + (times.get(`${path[step - 1] ?? from} ${at}`) ?? NaN), 0);
          if (reader.latency(from, to) !== sum || (path.at(-1) ?? from) !== to) {
            expect([from, to, reader.latency(from, to), path.at(-1)]).toEqual([from, to, sum, to]);
          }
          longest = Math.max(longest, sum);
        }
      }
      const [table] = routes.dimensions;
      if (table === undefined || routes.places === undefined) throw new Error("There is a table.");
      expect(farthestByPlace(table, routes.places).latency).toBe(longest);
    }),
    { numRuns: 60 },
  );
});

test("a way is no longer than that of a table of all pairs by more than the hops within the last node", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const reader = readRoutes(routesOf(machine));
      const pairs = computeRoutes(machine.cores, columnsOf(machine.hops)).dimensions[0]?.latency;
      for (let from = 0; from < machine.cores; from++) {
        for (let to = 0; to < machine.cores; to++) {
          const [own, least] = [reader.latency(from, to), pairs?.[from]?.[to] ?? -1];
          if (own < least || own > least + 100) expect([from, to, own]).toEqual([from, to, least]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("kernels read the tables as they stand in the plan", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const routes = routesOf(machine);
      const [reader, kernel] = [readRoutes(routes), new RouteTable(encodeRoutes(routes))];
      expect([kernel.cores, kernel.virtualChannels]).toEqual([machine.cores, routes.virtualChannels]);
      for (let from = 0; from < machine.cores; from++) {
        for (let to = 0; to < machine.cores; to++) {
          expect(kernel.nextHop(from, to)).toBe(reader.nextHop(from, to));
          expect(kernel.virtualChannel(from, to)).toBe(reader.virtualChannel(from, to));
        }
      }
      expect(kernel.nextHop(0, machine.cores)).toBe(-1);
    }),
    { numRuns: 20 },
  );
});

describe("a ring of five nodes, one core each but for two, and a core that nothing joins", () => {
  const ring = raggedOf(
    [3, 1, 1, 4, 1],
    [0, 1, 2, 3, 4].map((node) => [node, (node + 1) % 5] as const),
  );
  const machine = { ...ring, cores: ring.cores + 1 };
  const online = Array.from({ length: machine.cores }, (_, core) => core < ring.cores);
  const routes = routesOf(machine);
  const [table] = routes.dimensions;

  test("has an entry for each node and each position, and none for the core", () => {
    expect(listPlaces(machine.cores, columnsOf(machine.hops)).map(({ length }) => length)).toEqual([3, 1, 1, 4, 1]);
    expect(countEntries(machine.cores, listPlaces(machine.cores, columnsOf(machine.hops)))).toBe(11 * (5 + 4));
    expect([routes.places?.of.at(-1), routes.places?.position.at(-1)]).toEqual([-1, -1]);
    expect([readRoutes(routes).nextHop(0, 10), readRoutes(routes).nextHop(10, 0)]).toEqual([-1, -1]);
    expect([readRoutes(routes).latency(0, 10), readRoutes(routes).latency(10, 10)]).toEqual([-1, 0]);
    expect(faultsOf(machine, routes, online)).toEqual([]);
    expect(faultsOf(machine, routes)).toEqual([{ kind: "shape", table: "places" }]);
  });

  const changed = (
    change: (table: { nextHop: number[][]; virtualChannel: number[][]; latency: number[][] }) => void,
  ) => {
    const copy = structuredClone(table) as { nextHop: number[][]; virtualChannel: number[][]; latency: number[][] };
    change(copy);
    return faultsOf(machine, { ...routes, dimensions: [copy] }, online).map(({ kind }) => kind);
  };

  test("with one wrong entry is refused", () => {
    // Core 0 sends for node 3 to itself; core 0 and core 4 send each other what is for node 2.
    expect(changed(({ nextHop }) => void nextHop[0]?.splice(3, 1, 0))).toContain("unreachable");
    expect(
      changed(({ nextHop }) => {
        nextHop[3]?.splice(3, 1, 0);
        nextHop[0]?.splice(3, 1, 3);
      }),
    ).toContain("loop");
    expect(changed(({ latency }) => void latency[0]?.splice(3, 1, 7))).toEqual(["latency"]);
    expect(changed(({ virtualChannel }) => void virtualChannel[0]?.splice(3, 1, 99))).toEqual(["shape"]);
    expect(changed(({ nextHop }) => void nextHop.pop())).toEqual(["shape"]);
    // Within node 0 from core 0 to core 1 by way of core 3, which lies in another.
    expect(changed(({ nextHop }) => void nextHop[0]?.splice(5 + 1, 1, 3))).toContain("unreachable");
  });

  test("is printed as a module that knows the latencies", () => {
    const machineOf = {
      name: "ring",
      at: "ring.skerry:1:1",
      cores: online.map((_, core) => ({ path: `cpu[${core}]` })),
    };
    const text = printRoutesModule(machineOf as unknown as PlanMachine, routes);
    expect(text).toContain("export const places");
    expect(text).toContain("(places.position[to] ?? 0)");
  });
});

test("a ring of single cores on one virtual channel waits for itself", () => {
  const machine = raggedOf(
    new Array(7).fill(1),
    Array.from({ length: 7 }, (_, node) => [node, (node + 1) % 7] as const),
  );
  const routes = routesOf(machine);
  const onOne = routes.dimensions.map((table) => ({
    ...table,
    virtualChannel: table.virtualChannel.map((row) => row.map(() => 0)),
  }));
  expect(faultsOf(machine, routes)).toEqual([]);
  expect(faultsOf(machine, { ...routes, dimensions: onOne }).map(({ kind }) => kind)).toEqual(["deadlock"]);
});
