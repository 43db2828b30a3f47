import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { findCycles, shortestCycle } from "../../src/algorithms/cycles.ts";

const graph = fc
  .integer({ min: 1, max: 8 })
  .chain((size) => fc.array(fc.uniqueArray(fc.nat(size - 1)), { minLength: size, maxLength: size }));

describe("cycles", () => {
  test("a line has none, a loop has one", () => {
    expect(findCycles([0, 1, 2], (node) => (node < 2 ? [node + 1] : []))).toEqual([]);
    expect(findCycles([0, 1], (node) => (node === 1 ? [1] : []))).toEqual([[1, 1]]);
  });

  test("each knot is reported once, by its shortest cycle from its first member", () => {
    const successors: Readonly<Record<string, readonly string[]>> = {
      a: ["b"],
      b: ["c", "a"],
      c: ["a"],
      d: ["e"],
      e: ["d", "a"],
    };
    expect(findCycles(["a", "b", "c", "d", "e"], (node) => successors[node] ?? [])).toEqual([
      ["a", "b", "a"],
      ["d", "e", "d"],
    ]);
  });

  test("successors that are not among the nodes are ignored", () => {
    expect(findCycles(["a"], () => ["a2"])).toEqual([]);
  });

  test.prop([graph])("what is found is a cycle of the graph, and as short as can be", (edges) => {
    const successors = (node: number) => edges[node] ?? [];
    for (const cycle of findCycles([...edges.keys()], successors)) {
      const [start] = cycle;
      expect(cycle.at(-1)).toBe(start);
      for (const [index, node] of cycle.slice(0, -1).entries()) expect(successors(node)).toContain(cycle[index + 1]);
      expect(shortestCycle(start ?? 0, successors)).toHaveLength(cycle.length);
    }
  });

  test.prop([graph])("none is found just when the nodes can be sorted", (edges) => {
    const remaining = new Set(edges.keys());
    const isLast = (node: number) => (edges[node] ?? []).every((next) => !remaining.has(next));
    for (let last = [...remaining].find(isLast); last !== undefined; last = [...remaining].find(isLast))
      remaining.delete(last);
    expect(findCycles([...edges.keys()], (node) => edges[node] ?? []).length === 0).toBe(remaining.size === 0);
  });
});
