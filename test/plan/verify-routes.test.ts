import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeRoutes } from "../../src/analyses/routing/routes.ts";
import type { RouteTable } from "../../src/plan/plan.ts";
import { type HopsToVerify, type RoutesToVerify, verifyRoutes } from "../../src/plan/verify/verify-routes.ts";

const hop = (from: number, to: number, latency = 10, links: readonly number[] = []) => ({ from, to, latency, links });
type CarriedHop = ReturnType<typeof hop>;
const columns = (hops: readonly CarriedHop[]): HopsToVerify => ({
  from: hops.map(({ from }) => from),
  to: hops.map(({ to }) => to),
  latency: hops.map(({ latency }) => latency),
  linksOf: (index) => hops[index]?.links ?? [],
});
const sorted = (hops: readonly CarriedHop[]): readonly CarriedHop[] =>
  hops.toSorted((a, b) => a.from - b.from || a.to - b.to);
const both = (a: number, b: number, link: number) => [hop(a, b, 10, [link]), hop(b, a, 10, [link])];
const free = { coordinates: null, failover: [], lines: [], sidestep: null, unprepared: ["links" as const] };
const where = { dimension: 0, without: null };

/** 0 – 1 – 2, in a row. */
const table: RouteTable = {
  nextHop: [
    [0, 1, 1],
    [0, 1, 2],
    [1, 1, 2],
  ],
  virtualChannel: [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  latency: [
    [0, 10, 20],
    [10, 0, 10],
    [20, 10, 0],
  ],
};
const row: RoutesToVerify = {
  ...free,
  online: [true, true, true],
  hops: columns(sorted([...both(0, 1, 0), ...both(1, 2, 1)])),
  virtualChannels: 1,
  dimensions: [table],
};

const withCell = (rows: readonly (readonly number[])[], a: number, b: number, value: number): number[][] =>
  rows.map((cells, from) => cells.map((cell, to) => (from === a && to === b ? value : cell)));
const rowWith = (change: Partial<RouteTable>): RoutesToVerify => ({ ...row, dimensions: [{ ...table, ...change }] });
const mutated = (a: number, b: number, next: number) => rowWith({ nextHop: withCell(table.nextHop, a, b, next) });

describe("one table", () => {
  test("that is good has no fault", () => {
    expect(verifyRoutes(row)).toEqual([]);
  });

  test("with a missing entry cuts off who comes that way, and is said once", () => {
    expect(verifyRoutes(mutated(1, 2, -1))).toEqual([{ kind: "unreachable", ...where, from: 0, to: 2, at: 1 }]);
  });

  test("may name a next core only where a hop leads", () => {
    expect(verifyRoutes(mutated(0, 2, 2))).toEqual([{ kind: "unreachable", ...where, from: 0, to: 2, at: 0 }]);
  });

  test("may not lead over a core that is off", () => {
    expect(verifyRoutes({ ...row, online: [true, false, true] })).toEqual([
      { kind: "unreachable", ...where, from: 2, to: 0, at: 2 },
      { kind: "unreachable", ...where, from: 0, to: 2, at: 0 },
    ]);
  });

  test("with a loop shows it", () => {
    expect(verifyRoutes(mutated(1, 2, 0))).toEqual([{ kind: "loop", ...where, from: 0, to: 2, path: [0, 1] }]);
  });

  test("with a wrong sum shows it", () => {
    expect(verifyRoutes(rowWith({ latency: withCell(table.latency, 0, 2, 19) }))).toEqual([
      { kind: "latency", ...where, from: 0, to: 2, stated: 19, sum: 20 },
    ]);
  });

  test("names the core itself on the diagonal", () => {
    expect(verifyRoutes(mutated(0, 0, 1))).toEqual([{ kind: "unreachable", ...where, from: 0, to: 0, at: 0 }]);
  });

  test("of the wrong shape is not looked into", () => {
    expect(verifyRoutes(rowWith({ nextHop: [], virtualChannel: withCell(table.virtualChannel, 0, 1, 1) }))).toEqual([
      { kind: "shape", table: "dimensions[0].virtualChannel" },
      { kind: "shape", table: "dimensions[0].latency" },
      { kind: "shape", table: "dimensions" },
    ]);
    expect(verifyRoutes({ ...row, hops: columns(both(1, 0, 0)) })).toEqual([{ kind: "shape", table: "hops" }]);
  });
});

/** Round one way. */
function ring(size: number, virtualChannel: (from: number, to: number) => number): RoutesToVerify {
  const cores = Array.from({ length: size }, (_, core) => core);
  const cells = (cell: (from: number, to: number) => number) => cores.map((from) => cores.map((to) => cell(from, to)));
  return {
    ...free,
    online: cores.map(() => true),
    hops: columns(cores.map((core) => hop(core, (core + 1) % size, 1))),
    virtualChannels: size,
    dimensions: [
      {
        nextHop: cells((from, to) => (from === to ? from : (from + 1) % size)),
        virtualChannel: cells(virtualChannel),
        latency: cells((from, to) => (to - from + size) % size),
      },
    ],
  };
}

test("a ring on one virtual channel can deadlock, and the hops that wait for each other are shown", () => {
  const [fault, ...others] = verifyRoutes(ring(4, () => 0));
  expect(others).toEqual([]);
  const hops = fault?.kind === "deadlock" ? fault.hops : [];
  expect(hops).toHaveLength(4);
  hops.forEach(({ from, to, virtualChannel }, i) => {
    expect([to, hops[(i + 1) % 4]?.from, virtualChannel]).toEqual([(from + 1) % 4, to, 0]);
  });
  // By the dateline rule two virtual channels do: before the last hop round one, then the other.
  expect(verifyRoutes(ring(4, (from, to) => (from > to ? 1 : 0)))).toEqual([]);
});

/** A torus of two dimensions, its cores numbered row by row, from the tables of its rings. */
function torus(
  side: number,
  change: (hops: readonly CarriedHop[]) => readonly CarriedHop[] = (hops) => hops,
): RoutesToVerify {
  const at = (x: number, y: number): number => ((y + side) % side) * side + ((x + side) % side);
  const cores = Array.from({ length: side * side }, (_, core) => ({ x: core % side, y: Math.floor(core / side) }));
  const hops = cores.flatMap(({ x, y }) =>
    [at(x + 1, y), at(x - 1, y), at(x, y + 1), at(x, y - 1)].map((to) => hop(at(x, y), to)),
  );
  const around = Array.from({ length: side }, (_, i) => [
    { from: i, to: (i + 1) % side, latency: 10 },
    { from: (i + 1) % side, to: i, latency: 10 },
  ]).flat();
  const { virtualChannels, dimensions } = computeRoutes(side, around);
  return {
    virtualChannels,
    dimensions: [...dimensions, ...dimensions],
    coordinates: [cores.map(({ x }) => x), cores.map(({ y }) => y)],
    ...{ failover: [], lines: [], sidestep: null, unprepared: ["links" as const] },
    online: cores.map(() => true),
    hops: columns(change(sorted(hops))),
  };
}

describe("several tables", () => {
  const good = torus(5);

  test("of a grid have no fault", () => {
    expect(verifyRoutes(good)).toEqual([]);
  });

  test("are refused when a line lacks a hop, or has it at another price", () => {
    const lacking = torus(5, (hops) => hops.filter((_, index) => index !== 7));
    const slower = torus(5, (hops) => hops.map((each, index) => (index === 7 ? { ...each, latency: 11 } : each)));
    for (const bad of [lacking, slower]) expect(verifyRoutes(bad)[0]?.kind).toBe("unreachable");
  });

  test("are refused when two cores stand in one place, or one in none", () => {
    const [x = [], y = []] = good.coordinates ?? [];
    const moved = (core: number, to: number) => [x.map((each, index) => (index === core ? to : each)), y];
    expect(verifyRoutes({ ...good, coordinates: moved(3, 2) })).toEqual([{ kind: "coordinates", cores: [2, 3] }]);
    expect(verifyRoutes({ ...good, coordinates: moved(3, 5) })).toEqual([{ kind: "coordinates", cores: [3] }]);
    expect(verifyRoutes({ ...good, coordinates: [x] })).toEqual([{ kind: "shape", table: "coordinates" }]);
  });

  test("are refused for a deadlock in one of them", () => {
    const flat = good.dimensions.map((each) => ({
      ...each,
      virtualChannel: each.virtualChannel.map((r) => r.map(() => 0)),
    }));
    expect(verifyRoutes({ ...good, dimensions: flat }).map(({ kind }) => kind)).toEqual(["deadlock", "deadlock"]);
  });
});

test("whatever entry of a good table is changed to lead elsewhere, or cost otherwise, it is refused", () => {
  const good = torus(4);
  fc.assert(
    fc.property(fc.nat(1), fc.nat(3), fc.nat(3), fc.nat(3), fc.boolean(), (dimension, from, to, value, isHop) => {
      const before = good.dimensions[dimension] ?? table;
      const changed = isHop
        ? { ...before, nextHop: withCell(before.nextHop, from, to, value) }
        : { ...before, latency: withCell(before.latency, from, to, value * 7 + 1) };
      const tables = good.dimensions.map((each, index) => (index === dimension ? changed : each));
      const isSame = isHop && before.nextHop[from]?.[to] === value;
      // In a ring of four the far corner may be come to either way.
      const isOtherWay = isHop && Math.abs(from - to) === 2 && Math.abs(from - value) % 2 === 1;
      if (!isSame && !isOtherWay) expect(verifyRoutes({ ...good, dimensions: tables })).not.toEqual([]);
    }),
  );
});

describe("after a loss", () => {
  /** 0 – 1 – 2 – 0, each pair over a link of its own. */
  const cells = (cell: (from: number, to: number) => number) => [0, 1, 2].map((a) => [0, 1, 2].map((b) => cell(a, b)));
  const triangle: RoutesToVerify = {
    ...free,
    online: [true, true, true],
    hops: columns(sorted([...both(0, 1, 0), ...both(1, 2, 1), ...both(0, 2, 2)])),
    virtualChannels: 1,
    dimensions: [
      { nextHop: cells((_, to) => to), virtualChannel: cells(() => 0), latency: cells((a, b) => (a === b ? 0 : 10)) },
    ],
  };
  const lost = { link: 2 };
  const round = { lost, from: [0, 2], to: [2, 0], nextHop: [1, 1], virtualChannel: [0, 0] };

  test("ways lead round it", () => {
    expect(verifyRoutes({ ...triangle, failover: [round] })).toEqual([]);
  });

  test("a way over what is lost is refused, and so is one that ends for no reason", () => {
    const none = { ...round, from: [], to: [], nextHop: [], virtualChannel: [] };
    const ended = { ...round, nextHop: [-1, 1] };
    const expected = (from: number, to: number) => ({
      kind: "unreachable",
      dimension: 0,
      without: lost,
      from,
      to,
      at: from,
    });
    expect(verifyRoutes({ ...triangle, failover: [none] })).toEqual([expected(2, 0), expected(0, 2)]);
    expect(verifyRoutes({ ...triangle, failover: [ended] })).toEqual([expected(0, 2)]);
  });

  test("a core that is lost need not be reached, nor what lay behind it", () => {
    const without = { lost: { core: 1 }, from: [0, 2], to: [2, 0], nextHop: [-1, -1], virtualChannel: [0, 0] };
    expect(verifyRoutes({ ...row, failover: [without] })).toEqual([]);
  });

  test("ways that could deadlock together with others are refused", () => {
    const losses = [0, 1, 2].map((link) => {
      const [a, b] = [
        [0, 1],
        [1, 2],
        [2, 0],
      ][link] ?? [0, 0];
      const over = 3 - (a ?? 0) - (b ?? 0);
      return { lost: { link }, from: [b ?? 0], to: [a ?? 0], nextHop: [over], virtualChannel: [0] };
    });
    const kinds = verifyRoutes({ ...triangle, failover: losses }).map(({ kind }) => kind);
    expect(kinds).toContain("deadlock");
  });
});
