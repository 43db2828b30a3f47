import { transform } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitTables } from "../../../src/emit/tables/emit-tables.ts";
import { encodeRoutes } from "../../../src/emit/tables/routes-binary.ts";
import type { Routes } from "../../../src/plan/plan.ts";
import { readRoutes } from "../../../src/plan/read-routes.ts";
import { RouteTable } from "../../../src/runtime/kernel/routes/route-table.ts";
import { encodeRouteTable } from "../../../src/runtime/kernel/routes/route-table-bytes.ts";
import { planHotos09 } from "../hotos09.ts";

const square = (size: number, cell: fc.Arbitrary<number>): fc.Arbitrary<number[][]> => {
  const perRow = { minLength: size, maxLength: size };
  return fc.array(fc.array(cell, perRow), perRow);
};

const tableOf = (size: number, virtualChannels: number) =>
  fc.record({
    nextHop: square(size, fc.integer({ min: -1, max: size - 1 })),
    virtualChannel: square(size, fc.nat(virtualChannels - 1)),
    latency: square(size, fc.nat()),
  });

const none = { failover: [], lines: [], sidestep: null, unprepared: [] };
const failoverOf = (cores: number, virtualChannels: number) => {
  const column = (cell: fc.Arbitrary<number>) => fc.array(cell, { minLength: 4, maxLength: 4 });
  return fc.record({
    lost: fc.oneof(fc.record({ core: fc.nat(cores - 1) }), fc.record({ link: fc.nat(100) })),
    from: column(fc.nat(cores - 1)),
    to: column(fc.nat(cores - 1)),
    nextHop: column(fc.integer({ min: -1, max: cores - 1 })),
    virtualChannel: column(fc.nat(virtualChannels - 1)),
  });
};

const inOneTable: fc.Arbitrary<Routes> = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 8 }))
  .chain(([cores, virtualChannels]) =>
    fc.record({
      virtualChannels: fc.constant(virtualChannels),
      dimensions: fc.tuple(tableOf(cores, virtualChannels)),
      coordinates: fc.constant(null),
      failover: fc.uniqueArray(failoverOf(cores, virtualChannels), { selector: ({ lost }) => JSON.stringify(lost) }),
      lines: fc.constant([]),
      sidestep: fc.constant(null),
      unprepared: fc.constant([]),
    }),
  );

/** Every core in its place, in any order. */
const inSeveral: fc.Arbitrary<Routes> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 8 }))
  .chain(([width, height, virtualChannels]) => {
    const points = Array.from({ length: width * height }, (_, point) => point);
    const shuffled = fc.shuffledSubarray(points, { minLength: points.length });
    return fc.record({
      virtualChannels: fc.constant(virtualChannels),
      dimensions: fc.tuple(tableOf(width, virtualChannels), tableOf(height, virtualChannels)),
      coordinates: shuffled.map((at) => [
        at.map((point) => point % width),
        at.map((point) => Math.floor(point / width)),
      ]),
      failover: fc.constant([]),
      lines: fc.constant([]),
      sidestep: fc.constant(null),
      unprepared: fc.constant([]),
    });
  });

describe("routes.bin", () => {
  test("says what the plan says, to the kernel's own reader", () => {
    fc.assert(
      fc.property(fc.oneof(inOneTable, inSeveral), (routes) => {
        const reader = readRoutes(routes);
        const table = new RouteTable(encodeRoutes(routes));
        expect([table.cores, table.virtualChannels]).toEqual([reader.coreCount, routes.virtualChannels]);
        for (let from = 0; from < table.cores; from++) {
          for (let to = 0; to < table.cores; to++) {
            // Where a message is already nobody asks for the next hop.
            if (from === to) continue;
            expect(table.nextHop(from, to)).toBe(reader.nextHop(from, to));
            expect(table.virtualChannel(from, to)).toBe(reader.virtualChannel(from, to));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("has the entries that change when a core is lost", () => {
    fc.assert(
      fc.property(inOneTable, (routes) => {
        const table = new RouteTable(encodeRoutes(routes));
        for (const { lost, from, to, nextHop, virtualChannel } of routes.failover) {
          if (!("core" in lost)) continue;
          const changed = table.without(lost.core);
          const last = new Map(from.map((core, entry) => [`${core} ${to[entry]}`, entry]));
          for (const entry of last.values()) {
            expect(changed.nextHop(from[entry] ?? 0, to[entry] ?? 0)).toBe(nextHop[entry]);
            expect(changed.virtualChannel(from[entry] ?? 0, to[entry] ?? 0)).toBe(virtualChannel[entry]);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("of one table is what the runtime writes itself", () => {
    fc.assert(
      fc.property(inOneTable, ({ virtualChannels, dimensions, coordinates }) => {
        const [{ nextHop, virtualChannel } = { nextHop: [], virtualChannel: [] }] = dimensions;
        const bytes = encodeRoutes({ ...none, virtualChannels, dimensions, coordinates });
        expect(bytes).toEqual(encodeRouteTable(virtualChannels, virtualChannel, nextHop));
      }),
      { numRuns: 30 },
    );
  });
});

describe("the three forms of the routes", () => {
  const plan = planHotos09();
  const files = new Map(emitTables(plan).map(({ path, content }) => [path, content]));

  test("say the same", async () => {
    const { code } = await transform(`${files.get("routes.ts")}`, { loader: "ts" });
    const module: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const json: unknown = JSON.parse(`${files.get("routes.json")}`);
    const cores = plan.machine?.cores.map(({ path }) => path);
    const { virtualChannels, dimensions = [], coordinates } = plan.routes ?? {};
    expect(module).toMatchObject({ cores, virtualChannels, dimensions, coordinates });
    const inJson = dimensions.map(({ latency, ...table }) => ({ ...table, latencyPicoseconds: latency }));
    expect(json).toMatchObject({ cores, virtualChannels, dimensions: inJson, coordinates });
  });
});
