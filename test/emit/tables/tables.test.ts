import { transform } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emitTables } from "../../../src/emit/tables/emit-tables.ts";
import { encodeRoutes } from "../../../src/emit/tables/routes-binary.ts";
import type { Routes } from "../../../src/plan/plan.ts";
import { encodeRouteTable, RouteTable } from "../../../src/runtime/kernel/route-table.ts";
import { planHotos09 } from "../hotos09.ts";

const arbitraryRoutes: fc.Arbitrary<Routes> = fc.integer({ min: 1, max: 40 }).chain((cores) => {
  const perCore = { minLength: cores, maxLength: cores };
  const table = fc.array(fc.array(fc.integer({ min: -1, max: cores - 1 }), perCore), perCore);
  return fc.integer({ min: 1, max: 8 }).chain((virtualChannels) =>
    fc.record({
      virtualChannels: fc.constant(virtualChannels),
      virtualChannelOf: fc.array(fc.nat(virtualChannels - 1), perCore),
      nextHop: table,
      latency: table,
    }),
  );
});

describe("routes.bin", () => {
  test("is what the kernel's own reader expects", () => {
    fc.assert(
      fc.property(arbitraryRoutes, (routes) => {
        const { virtualChannels, virtualChannelOf, nextHop } = routes;
        const bytes = encodeRoutes(routes);
        expect(bytes).toEqual(encodeRouteTable(virtualChannels, virtualChannelOf, nextHop));
        const table = new RouteTable(bytes);
        expect([table.cores, table.virtualChannels]).toEqual([virtualChannelOf.length, virtualChannels]);
        for (const [from, row] of nextHop.entries()) {
          for (const [to, hop] of row.entries()) expect(table.nextHop(from, to)).toBe(hop === -1 ? 0xffff : hop);
        }
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
    const { virtualChannels, virtualChannelOf, nextHop, latency } = plan.routes ?? {};
    expect(module).toMatchObject({ cores, virtualChannels, virtualChannelOf, nextHop, latency });
    expect(json).toMatchObject({ cores, virtualChannels, virtualChannelOf, nextHop, latencyPicoseconds: latency });
  });
});
