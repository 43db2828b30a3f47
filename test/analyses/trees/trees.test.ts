import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { bestTree, compareTrees } from "../../../src/analyses/trees/compare-trees.ts";
import { growByPackages, growTree } from "../../../src/analyses/trees/grow-tree.ts";
import { reductionTime, scheduleMulticast } from "../../../src/analyses/trees/schedule.ts";
import { halvingTree, nearestTree, packageTree, unicastTree } from "../../../src/analyses/trees/shapes.ts";
import {
  completionOf,
  computeArrivals,
  coresOf,
  packTree,
  type Tree,
  type TreeCosts,
} from "../../../src/analyses/trees/tree.ts";

/** Costs by pair, from a table. */
function tabled(send: readonly number[], transit: readonly number[]): TreeCosts {
  const look = (table: readonly number[], from: number, to: number) => table[(from * 16 + to) % table.length] ?? 0;
  return { send: (from, to) => look(send, from, to), transit: (from, to) => look(transit, from, to) };
}

const uniform = (send: number, transit: number): TreeCosts => ({ send: () => send, transit: () => transit });

const table = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 37, maxLength: 37 });
const request = fc.record({
  root: fc.integer({ min: 0, max: 15 }),
  cores: fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 1 }),
  perGroup: fc.integer({ min: 1, max: 5 }),
  costs: fc.tuple(table, table).map(([send, transit]) => tabled(send, transit)),
});

type Request = typeof request extends fc.Arbitrary<infer Value> ? Value : never;

function shapesFor({ root, cores, perGroup, costs }: Request): readonly Tree[] {
  const groupOf = (core: number) => Math.floor(core / perGroup);
  return [
    unicastTree(root, cores),
    packageTree(root, cores, groupOf),
    nearestTree(root, cores, groupOf, costs),
    halvingTree(root, cores),
    growTree(root, cores, costs),
    growByPackages(root, cores, groupOf, costs),
    bestTree({ root, cores, groupOf, costs }),
  ];
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** Every tree over the cores of a root, in every order of children. */
function allTrees(root: number, cores: readonly number[]): readonly Tree[] {
  let trees: readonly Tree[] = [{ core: root, children: [] }];
  for (const order of [cores]) for (const core of order) trees = trees.flatMap((tree) => attachAnywhere(tree, core));
  return trees;
}

function attachAnywhere(tree: Tree, core: number): readonly Tree[] {
  const here = Array.from({ length: tree.children.length + 1 }, (_, place) => ({
    core: tree.core,
    children: [...tree.children.slice(0, place), { core, children: [] }, ...tree.children.slice(place)],
  }));
  const deeper = tree.children.flatMap((child, index) =>
    attachAnywhere(child, core).map((grown) => ({ core: tree.core, children: tree.children.with(index, grown) })),
  );
  return [...here, ...deeper];
}

describe("trees", () => {
  test.prop([request])("every shape spans the root and just the cores asked for, each once", (asked) => {
    const wanted = [...new Set([asked.root, ...asked.cores])].sort((a, b) => a - b);
    for (const tree of shapesFor(asked)) expect([...coresOf(tree)].sort((a, b) => a - b)).toEqual(wanted);
  });

  test.prop([request])("the best tree is never worse than any other shape, scheduled or not", (asked) => {
    const { costs } = asked;
    const shapes = shapesFor(asked);
    const best = completionOf(shapes.at(-1) ?? { core: 0, children: [] }, costs);
    for (const tree of shapes.slice(0, 3)) expect(best).toBeLessThanOrEqual(completionOf(tree, costs));
  });

  test.prop([request])(
    "scheduling keeps the tree and never makes it slower, and doing it again changes nothing",
    (asked) => {
      for (const tree of shapesFor(asked)) {
        const scheduled = scheduleMulticast(tree, asked.costs);
        expect([...coresOf(scheduled)].sort()).toEqual([...coresOf(tree)].sort());
        expect(completionOf(scheduled, asked.costs)).toBeLessThanOrEqual(completionOf(tree, asked.costs));
        expect(scheduleMulticast(scheduled, asked.costs)).toEqual(scheduled);
      }
    },
  );

  test.prop([fc.tuple(table, table), fc.integer({ min: 1, max: 5 })])(
    "costliest branch first is the best of all orders",
    ([send, transit], count) => {
      const costs = tabled(send, transit);
      const children = Array.from({ length: count }, (_, index): Tree => {
        return { core: 1 + index, children: index % 2 === 0 ? [] : [{ core: 8 + index, children: [] }] };
      });
      const times = permutations(children).map((order) => completionOf({ core: 0, children: order }, costs));
      expect(completionOf(scheduleMulticast({ core: 0, children }, costs), costs)).toBe(Math.min(...times));
    },
  );

  test.prop([fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 4 })])(
    "where all sends cost the same, growing by what arrives soonest finds a quickest tree of all there are",
    (send, transit, count) => {
      const costs = uniform(send, transit);
      const cores = Array.from({ length: count }, (_, index) => index + 1);
      const least = Math.min(...allTrees(0, cores).map((tree) => completionOf(tree, costs)));
      expect(completionOf(growTree(0, cores, costs), costs)).toBe(least);
    },
  );

  test.prop([request])("with costs the same both ways, gathering takes as long as telling", (asked) => {
    const { send, transit } = asked.costs;
    const costs: TreeCosts = { send, transit: (a, b) => transit(Math.min(a, b), Math.max(a, b)) };
    for (const tree of shapesFor({ ...asked, costs })) {
      const scheduled = scheduleMulticast(tree, costs);
      expect(reductionTime(scheduled, costs)).toBe(completionOf(scheduled, costs));
    }
  });

  test.prop([request])("the arrivals are those that one gets by counting", (asked) => {
    for (const tree of shapesFor(asked)) {
      const arrivals = computeArrivals(tree, asked.costs);
      const at = new Map(arrivals.map((arrival) => [arrival.core, arrival.at]));
      for (const { core, parent } of arrivals) {
        if (parent === null) continue;
        const branch = find(tree, parent)?.children ?? [];
        const before = branch.slice(0, branch.findIndex((child) => child.core === core) + 1);
        const sends = before.reduce((sum, child) => sum + asked.costs.send(parent, child.core), 0);
        expect(at.get(core)).toBe((at.get(parent) ?? 0) + sends + asked.costs.transit(parent, core));
      }
    }
  });

  test.prop([request])("a packed tree lists children behind their parents, in order", (asked) => {
    for (const tree of shapesFor(asked)) {
      const { cores, parents } = packTree(tree);
      const rebuilt = (place: number): Tree => ({
        core: cores[place] ?? -1,
        children: parents.flatMap((parent, child) => (parent === place ? [rebuilt(child)] : [])),
      });
      expect(parents[0]).toBe(-1);
      expect(rebuilt(0)).toEqual(tree);
    }
  });

  test("halves: four rounds for sixteen cores", () => {
    const cores = Array.from({ length: 16 }, (_, core) => core);
    expect(completionOf(halvingTree(0, cores), uniform(1, 0))).toBe(4);
  });

  test("eight packages of four, where going out costs five times as much: each tree beats the one before", () => {
    const groupOf = (core: number) => core >> 2;
    const cost = (from: number, to: number) => (groupOf(from) === groupOf(to) ? 100 : 500);
    const cores = Array.from({ length: 32 }, (_, core) => core);
    const kinds = compareTrees({ root: 0, cores, groupOf, costs: { send: cost, transit: cost } });
    expect(kinds.map(({ name, multicast }) => [name, multicast])).toEqual([
      ["unicast", 3 * 100 + 28 * 500 + 500],
      ["multicast", 7 * 500 + 500 + 3 * 100 + 100],
      ["NUMA-aware multicast", 7 * 500 + 500 + 3 * 100 + 100],
      ["machine-aware tree", kinds[3]?.multicast],
    ]);
    expect(kinds[3]?.multicast).toBeLessThan(4000);
  });
});

function find(tree: Tree, core: number): Tree | null {
  if (tree.core === core) return tree;
  for (const child of tree.children) {
    const found = find(child, core);
    if (found !== null) return found;
  }
  return null;
}
