import fc from "fast-check";
import { expect, test } from "vitest";
import { AcyclicDigraph } from "../../src/algorithms/acyclic-digraph.ts";
import { buildDigraph } from "../../src/algorithms/digraph.ts";
import { computeShortestPaths } from "../../src/algorithms/shortest-paths.ts";
import { computeStrongComponents } from "../../src/algorithms/strongly-connected.ts";
import { type EdgeList, edgeLists, naiveDistances, naiveHasCycle } from "./arbitrary-digraph.ts";

const build = (list: EdgeList) => buildDigraph(list.nodeCount, list.tails, list.heads);

test("a digraph lists each node's edges in the order given", () => {
  const graph = buildDigraph(3, [2, 0, 2, 0], [1, 1, 0, 2]);
  expect([...graph.firstSlot]).toEqual([0, 2, 2, 4]);
  expect([...graph.head]).toEqual([1, 2, 1, 0]);
  expect([...graph.edge]).toEqual([1, 3, 0, 2]);
});

test("an edge out of range is a fault of the caller", () => {
  expect(() => buildDigraph(1, [3], [0])).toThrow(RangeError);
});

test("shortest distances equal those by definition, and last edges lead back to a source", () => {
  fc.assert(
    fc.property(edgeLists, (list) => {
      const expected = naiveDistances(list);
      for (let source = 0; source < list.nodeCount; source++) {
        const { distance, lastEdge } = computeShortestPaths(build(list), list.weights, [source]);
        expect([...distance]).toEqual(expected[source]);
        for (let node = 0; node < list.nodeCount; node++) {
          expect(walkBack(list, lastEdge, node)).toBe(Number.isFinite(distance[node]) ? source : node);
        }
      }
    }),
  );
});

function walkBack(list: EdgeList, lastEdge: Int32Array, node: number): number {
  let at = node;
  for (let steps = 0; (lastEdge[at] ?? -1) !== -1; steps++) {
    expect(steps).toBeLessThan(list.nodeCount);
    at = list.tails[lastEdge[at] ?? -1] ?? -1;
  }
  return at;
}

test("of several sources the nearest counts; of equal paths the one with the lower last edge", () => {
  const graph = buildDigraph(4, [0, 1, 2, 1], [2, 2, 3, 3]);
  const { distance, lastEdge } = computeShortestPaths(graph, [1, 1, 1, 2], [0, 1]);
  expect([...distance]).toEqual([0, 0, 1, 2]);
  expect([...lastEdge]).toEqual([-1, -1, 0, 2]);
});

test("nodes share a strong component exactly when each reaches the other; numbers are reverse topological", () => {
  fc.assert(
    fc.property(edgeLists, (list) => {
      const component = computeStrongComponents(build(list));
      const distance = naiveDistances(list);
      for (let a = 0; a < list.nodeCount; a++) {
        for (let b = 0; b < list.nodeCount; b++) {
          const mutual = Number.isFinite(distance[a]?.[b]) && Number.isFinite(distance[b]?.[a]);
          expect(component[a] === component[b]).toBe(mutual);
          if (Number.isFinite(distance[a]?.[b])) expect(component[a]).toBeGreaterThanOrEqual(component[b] ?? 0);
        }
      }
    }),
  );
});

test("an acyclic digraph takes a batch of edges exactly when no cycle comes of it", () => {
  fc.assert(
    fc.property(edgeLists, fc.integer({ min: 1, max: 4 }), (list, batch) => {
      const graph = new AcyclicDigraph(list.nodeCount);
      const kept: EdgeList = { nodeCount: list.nodeCount, tails: [], heads: [], weights: [] };
      let accepted = kept;
      for (let start = 0; start < list.tails.length; start += batch) {
        const tails = list.tails.slice(start, start + batch);
        const heads = list.heads.slice(start, start + batch);
        const wanted = {
          ...accepted,
          tails: [...accepted.tails, ...tails],
          heads: [...accepted.heads, ...heads],
          weights: [...accepted.weights, ...tails.map(() => 1)],
        };
        const taken = graph.tryAdd(tails.map((tail, i) => [tail, heads[i] ?? 0]));
        expect(taken).toBe(!naiveHasCycle(wanted));
        if (taken) accepted = wanted;
      }
    }),
  );
});
