import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { bestTree, compareTrees } from "../../../src/analyses/trees/compare-trees.ts";
import { growByPackages, growTree } from "../../../src/analyses/trees/grow-tree.ts";
import { mendTree } from "../../../src/analyses/trees/mend-tree.ts";
import { scheduleMulticast } from "../../../src/analyses/trees/schedule.ts";
import {
  type GroupOf,
  halvingTree,
  nearestTree,
  packageTree,
  routeTree,
  unicastTree,
} from "../../../src/analyses/trees/shapes.ts";
import { completionOf, computeArrivals, reductionTime } from "../../../src/analyses/trees/times.ts";
import { coresOf, packTree, type Tree, type TreeCosts, timeBetween } from "../../../src/analyses/trees/tree.ts";
import { allTrees, direct, networks, permutations, tabled, uniform } from "./priced.ts";

const table = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 37, maxLength: 37 });
/** Where all are neighbours. */
const near = fc.record({
  root: fc.integer({ min: 0, max: 15 }),
  cores: fc.uniqueArray(fc.integer({ min: 0, max: 15 }), { minLength: 1 }),
  perGroup: fc.integer({ min: 1, max: 5 }),
  costs: fc.tuple(table, table).map(([store, fetch]) => tabled(store, fetch)),
});

/** Over networks, where messages pass through cores and share links. */
const far = fc
  .tuple(networks(10), fc.nat(), fc.array(fc.nat(), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 4 }))
  .map(([{ count, costs }, root, cores, perGroup]) => ({
    root: root % count,
    cores: [...new Set(cores.map((core) => core % count))],
    ...{ perGroup, costs },
  }));

const request = fc.oneof(near, far);

interface Request {
  readonly root: number;
  readonly cores: readonly number[];
  readonly perGroup: number;
  readonly costs: TreeCosts;
}

const groupsOf = ({ perGroup }: Pick<Request, "perGroup">): GroupOf => {
  return (core) => Math.floor(core / perGroup);
};

function shapesFor(asked: Request): readonly Tree[] {
  const { root, cores, costs } = asked;
  const groupOf = groupsOf(asked);
  return [
    unicastTree(root, cores),
    packageTree(root, cores, groupOf),
    nearestTree(root, cores, groupOf, costs),
    routeTree(root, cores, costs),
    halvingTree(root, cores),
    growTree(root, cores, costs),
    growByPackages(root, cores, groupOf, costs),
    bestTree({ root, cores, groupOf, costs }),
  ];
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
    for (const tree of shapes.slice(0, 4)) expect(best).toBeLessThanOrEqual(completionOf(tree, costs));
  });

  test.prop([request])(
    "the NUMA-aware tree is never worse than the flat multicast, nor the best than unicast",
    (asked) => {
      const [unicast, multicast, aware, best] = compareTrees({ ...asked, groupOf: groupsOf(asked) }).map(
        (kind) => kind.multicast,
      );
      expect(aware).toBeLessThanOrEqual(multicast ?? 0);
      expect(best).toBeLessThanOrEqual(Math.min(unicast ?? 0, aware ?? 0));
    },
  );

  test.prop([far])("nothing ends before the farthest core can have the message", (asked) => {
    const { root, cores, costs } = asked;
    const farthest = Math.max(...cores.map((core) => timeBetween(root, core, costs)));
    for (const tree of shapesFor(asked)) {
      expect(completionOf(tree, costs)).toBeGreaterThanOrEqual(farthest);
      expect(reductionTime(tree, costs)).toBeGreaterThanOrEqual(farthest);
    }
  });

  test.prop([request])("mending keeps the cores and never makes a tree slower", (asked) => {
    const shape = unicastTree(asked.root, asked.cores);
    const mended = mendTree(shape, asked.costs);
    expect([...coresOf(mended)].sort()).toEqual([...coresOf(shape)].sort());
    expect(completionOf(mended, asked.costs)).toBeLessThanOrEqual(completionOf(shape, asked.costs));
  });

  test.prop([far])("along the routes nobody is passed by who is to have the message too", (asked) => {
    const { root, cores, costs } = asked;
    const wanted = new Set([root, ...cores]);
    for (const { core, parent } of computeArrivals(routeTree(root, cores, costs), costs)) {
      if (parent === null) continue;
      const passed = costs.hops(parent, core).slice(0, -1);
      expect(passed.filter(({ to }) => wanted.has(to))).toEqual([]);
    }
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
    "costliest branch first is the best of all orders where branches are not in each other's way",
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

  test.prop([near])("with costs the same both ways, gathering takes as long as telling", (asked) => {
    const time = (a: number, b: number) => asked.costs.send(Math.min(a, b), Math.max(a, b));
    const costs = direct(time, time);
    for (const tree of shapesFor({ ...asked, costs })) {
      const scheduled = scheduleMulticast(tree, costs);
      expect(reductionTime(scheduled, costs)).toBe(completionOf(scheduled, costs));
    }
  });

  test.prop([near])("where all are neighbours, the arrivals are those that one gets by counting", (asked) => {
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
    const kinds = compareTrees({ root: 0, cores, groupOf, costs: direct(cost, cost) });
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
