import fc from "fast-check";
import { expect, test } from "vitest";
import { bisect } from "../../src/algorithms/bisect.ts";
import { buildDigraph } from "../../src/algorithms/digraph.ts";
import { DisjointSets } from "../../src/algorithms/disjoint-sets.ts";
import { distancesIn } from "../../src/algorithms/distances.ts";
import { computeShortestPaths } from "../../src/algorithms/shortest-paths.ts";
import { sortTopologically } from "../../src/algorithms/topological-sort.ts";

const nodes = 8;
const node = fc.nat(nodes - 1);
const edges = fc.array(fc.tuple(node, node), { maxLength: 20 });
const graphOf = (pairs: readonly (readonly [number, number])[]) =>
  buildDigraph(
    nodes,
    pairs.map(([tail]) => tail),
    pairs.map(([, head]) => head),
  );

test("distances are those of shortest paths, from some sources after others, with equal weights and without", () => {
  fc.assert(
    fc.property(edges, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 20, maxLength: 20 }), (pairs, several) => {
      for (const weights of [several, several.map(() => 2)]) {
        const graph = graphOf(pairs);
        const distances = distancesIn(graph, weights.slice(0, pairs.length));
        for (let source = 0; source < nodes; source++) {
          const sources = [source, (source * 3 + 1) % nodes].slice(0, 1 + (source % 2));
          const { distance, order } = distances(sources);
          const expected = computeShortestPaths(graph, weights, sources).distance;
          expect(distance).toEqual(expected);
          const ordered = [...order].map((each) => expected[each] ?? 0);
          expect(ordered).toEqual([...expected].filter(Number.isFinite).sort((a, b) => a - b));
        }
      }
    }),
  );
});

test("a graph is sorted when it has no cycle, and then every edge leads forwards", () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      const sorted = sortTopologically(graphOf(pairs));
      const forwards = sortTopologically(
        graphOf(
          pairs
            .map(([a, b]) => [Math.min(a, b), Math.max(a, b) + (a === b ? 1 : 0)] as const)
            .filter(([, b]) => b < nodes),
        ),
      );
      expect(forwards).not.toBeNull();
      if (sorted !== null) for (const [a, b] of pairs) expect(sorted.indexOf(a)).toBeLessThan(sorted.indexOf(b));
      else expect(pairs.some(([a, b]) => a === b || reaches(pairs, b, a))).toBe(true);
    }),
  );
});

function reaches(pairs: readonly (readonly [number, number])[], from: number, to: number): boolean {
  return Number.isFinite(
    computeShortestPaths(
      graphOf(pairs),
      pairs.map(() => 1),
      [from],
    ).distance[to],
  );
}

test("joined members are in one set, and no others; sets are numbered by their least members", () => {
  fc.assert(
    fc.property(edges, (pairs) => {
      const sets = new DisjointSets(nodes);
      for (const [a, b] of pairs) sets.join(a, b);
      const both = pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]);
      const { setOf, sizes } = sets.number();
      for (let a = 0; a < nodes; a++) {
        for (let b = 0; b < nodes; b++) expect(setOf[a] === setOf[b]).toBe(a === b || reaches(both, a, b));
      }
      expect(sizes).toHaveLength(sets.count);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(nodes);
      expect([...new Set(setOf)]).toEqual(sizes.map((_, set) => set));
    }),
  );
});

test("bisection finds what is there and nothing else", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer(), (numbers, wanted) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      expect(bisect(sorted, (each) => each - wanted)).toBe(sorted.indexOf(wanted));
      for (const each of sorted) expect(bisect(sorted, (other) => other - each)).toBe(sorted.indexOf(each));
    }),
  );
});
