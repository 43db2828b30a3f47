import fc from "fast-check";
import { expect, test } from "vitest";
import { WaitingGraph } from "../../../../src/plan/verify/waiting-graph.ts";
import { followEntries } from "../../../../src/runtime/kernel/routes/route-table.ts";
import { UpDown } from "../../../../src/runtime/kernel/routes/up-down.ts";

const graph = fc.integer({ min: 1, max: 14 }).chain((cores) =>
  fc.record({
    cores: fc.constant(cores),
    edges: fc.array(fc.tuple(fc.nat(cores - 1), fc.nat(cores - 1)), { maxLength: 30 }),
  }),
);

function neighboursOf(cores: number, edges: readonly (readonly [number, number])[]): readonly (readonly number[])[] {
  return Array.from({ length: cores }, (_, core) =>
    [...new Set(edges.flatMap(([a, b]) => (a === b ? [] : a === core ? [b] : b === core ? [a] : [])))].sort(
      (a, b) => a - b,
    ),
  );
}

function reachedFrom(start: number, neighbours: readonly (readonly number[])[]): ReadonlySet<number> {
  const reached = new Set([start]);
  for (const core of reached) for (const near of neighbours[core] ?? []) reached.add(near);
  return reached;
}

test("whatever is left: whoever is joined to the first core reaches all who are, and nothing waits in a circle", () => {
  const property = fc.property(graph, ({ cores, edges }) => {
    const neighbours = neighboursOf(cores, edges);
    const members = reachedFrom(0, neighbours);
    const ways = new UpDown(neighbours, members, 3);
    const hops = neighbours.flatMap((near, from) => near.map((to) => `${from} ${to}`));
    const waits = new WaitingGraph(hops.length, 1);
    for (const from of members) {
      for (const to of members) {
        const path = followEntries(ways, from, to);
        expect(path?.at(-1) ?? from).toBe(to);
        const all = [from, ...(path ?? [])];
        const taken = all.slice(1).map((core, index) => hops.indexOf(`${all[index]} ${core}`));
        expect(taken).not.toContain(-1);
        for (const [index, hop] of taken.entries()) {
          const next = taken[index + 1];
          if (next !== undefined) waits.add(hop, 0, next, 0);
        }
      }
    }
    expect(waits.findCycle()).toBe(null);
  });
  fc.assert(property, { numRuns: 300 });
});

test("who is not joined to the first core is not reached", () => {
  const ways = new UpDown(
    neighboursOf(4, [
      [0, 1],
      [2, 3],
    ]),
    [0, 1],
    1,
  );
  expect([ways.nextHop(0, 1), ways.nextHop(0, 2), ways.nextHop(2, 3), ways.nextHop(2, 2)]).toEqual([1, -1, -1, 2]);
});
