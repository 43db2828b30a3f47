import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import {
  answerTimes,
  completionOf,
  computeArrivals,
  eagerRoundTime,
  reductionTime,
  roundTime,
} from "../../../src/analyses/trees/times.ts";
import type { Tree, TreeCosts } from "../../../src/analyses/trees/tree.ts";
import { leaf, networked, networks, uniform, type Wire } from "./priced.ts";

const wire = (a: number, b: number, latency: number, carrier: number, time = 0): Wire => {
  return { ...{ a, b, latency }, carrier, time, broadcasts: false };
};

const arrivalsOf = (tree: Tree, costs: TreeCosts) =>
  Object.fromEntries(computeArrivals(tree, costs).map(({ core, at }) => [core, at]));

/** A tree over all cores of a network: each hangs below an earlier one. */
function treeOver(count: number, picks: readonly number[]): Tree {
  const grown = Array.from({ length: count }, (_, core) => ({ core, children: [] as Tree[] }));
  for (let core = 1; core < count; core++) {
    const above = grown[(picks[core % picks.length] ?? 0) % core];
    const own = grown[core];
    if (above !== undefined && own !== undefined) above.children.push(own);
  }
  return grown[0] ?? leaf(0);
}

const played = fc
  .tuple(networks(8), fc.array(fc.nat(), { minLength: 1, maxLength: 8 }))
  .map(([{ count, costs }, picks]) => ({ tree: treeOver(count, picks), costs }));

describe("messages that are played", () => {
  test("a message between neighbours takes a store and a fetch", () => {
    expect(arrivalsOf({ core: 0, children: [leaf(1)] }, uniform(3, 10))).toEqual({ 0: 0, 1: 13 });
  });

  test("who passes a message on fetches and stores it, too", () => {
    // 0 - 1 - 2
    const line = networked(3, [wire(0, 1, 10, 0), wire(1, 2, 100, 1)]);
    expect(arrivalsOf({ core: 0, children: [leaf(2)] }, line)).toEqual({ 0: 0, 2: 10 + 10 + 100 + 100 });
  });

  test("messages that one core passes on hold each other up there", () => {
    // 0 - 1 - 2 and 1 - 3
    const star = networked(4, [wire(0, 1, 10, 0), wire(1, 2, 100, 1), wire(1, 3, 100, 2)]);
    // 1 fetches both lines until 30, stores for 2 until 130, and for 3 until 230.
    expect(arrivalsOf({ core: 0, children: [leaf(2), leaf(3)] }, star)).toEqual({ 0: 0, 2: 230, 3: 330 });
  });

  test("a core that passes on what is for others is late with its own", () => {
    const wires = [wire(0, 1, 10, 0), wire(1, 2, 100, 1), wire(1, 3, 100, 2), wire(0, 4, 30, 3)];
    const tree: Tree = { core: 0, children: [leaf(2), leaf(4), { core: 1, children: [leaf(3)] }] };
    // The line for 1 is there at 50, while 1 stores that for 2 from 20 until 120.
    expect(arrivalsOf(tree, networked(5, wires))).toEqual({ 0: 0, 1: 130, 2: 220, 3: 330, 4: 70 });
  });

  test("a link is for one line at a time, in each direction", () => {
    // 0 and 1 reach 2 and 3 over one link that a line takes for 50.
    const wires = [wire(0, 1, 10, 0), wire(0, 2, 10, 1, 50), wire(1, 3, 10, 1, 50)];
    const tree: Tree = { core: 0, children: [{ core: 1, children: [leaf(3)] }, leaf(2)] };
    // 2 fetches from 20 on, and 3 from 30 on, but has to wait until the link is free at 70.
    expect(arrivalsOf(tree, networked(4, wires))).toEqual({ 0: 0, 1: 20, 2: 30, 3: 80 });
    const apart = wires.map((each, carrier) => ({ ...each, carrier }));
    expect(arrivalsOf(tree, networked(4, apart))).toEqual({ 0: 0, 1: 20, 2: 30, 3: 40 });
  });
});

describe("a line that is broadcast", () => {
  const bus = (a: number, b: number, latency: number, carrier = b, time = 0): Wire => {
    return { ...wire(a, b, latency, carrier, time), broadcasts: true };
  };
  const toAll: Tree = { core: 0, children: [leaf(1), leaf(2), leaf(3)] };

  test("is stored once for all whom it reaches, for as long as the slowest takes", () => {
    const costs = networked(4, [bus(0, 1, 10), bus(0, 2, 30), bus(0, 3, 20)]);
    expect(arrivalsOf(toAll, costs)).toEqual({ 0: 0, 1: 30 + 10, 2: 30 + 30, 3: 30 + 20 });
    const apart = networked(4, [wire(0, 1, 10, 1), wire(0, 2, 30, 2), wire(0, 3, 20, 3)]);
    expect(arrivalsOf(toAll, apart)).toEqual({ 0: 0, 1: 10 + 10, 2: 10 + 30 + 30, 3: 10 + 30 + 20 + 20 });
  });

  test("is another for whom it does not reach", () => {
    const costs = networked(4, [bus(0, 1, 10), wire(0, 2, 10, 2), bus(0, 3, 10)]);
    expect(arrivalsOf(toAll, costs)).toEqual({ 0: 0, 1: 20, 3: 20, 2: 10 + 10 + 10 });
  });

  test("is not for those behind a neighbour", () => {
    // 0 - 1 - 2, and 0 - 3
    const costs = networked(4, [bus(0, 1, 10), bus(1, 2, 10), bus(0, 3, 10)]);
    const tree: Tree = { core: 0, children: [leaf(2), leaf(3)] };
    expect(arrivalsOf(tree, costs)).toEqual({ 0: 0, 2: 40, 3: 30 });
  });

  test("takes what several fetch it over once", () => {
    const shared = (broadcasts: boolean) =>
      networked(
        4,
        [1, 2, 3].map((to) => ({ ...wire(0, to, 10, 7, 100), broadcasts })),
      );
    expect(arrivalsOf(toAll, shared(true))).toEqual({ 0: 0, 1: 20, 2: 20, 3: 20 });
    expect(arrivalsOf(toAll, shared(false))).toEqual({ 0: 0, 1: 20, 2: 120, 3: 220 });
  });

  test("answers come by themselves", () => {
    const costs = networked(4, [bus(0, 1, 10), bus(0, 2, 10), bus(0, 3, 10)]);
    // All have it at 20 and have answered at 30; 0 reads one answer after the other.
    expect(roundTime(toAll, costs)).toBe(60);
    expect(answerTimes(toAll, costs)).toEqual([40, 50, 60]);
  });
});

describe("a round of messages and answers", () => {
  test.prop([played])(
    "takes longer than the messages or the answers alone, and longer when all say that they have it",
    ({ tree, costs }) => {
      const round = roundTime(tree, costs);
      expect(round).toBeGreaterThan(completionOf(tree, costs));
      expect(round).toBeGreaterThan(0);
      expect(eagerRoundTime(tree, costs)).toBeGreaterThan(completionOf(tree, costs));
      expect(reductionTime(tree, costs)).toBeGreaterThan(0);
    },
  );

  test("of two takes two messages", () => {
    expect(roundTime({ core: 0, children: [leaf(1)] }, uniform(3, 10))).toBe(2 * (3 + 10));
    expect(roundTime(leaf(0), uniform(3, 10))).toBe(0);
  });

  test("has the answers of the children of a star one after the other", () => {
    const star: Tree = { core: 0, children: [leaf(1), leaf(2), leaf(3)] };
    // Stored at 3, 6 and 9; fetched until 13, 16, 19; answered until 16, 19, 22; and fetched from then on, 10 each.
    expect(answerTimes(star, uniform(3, 10))).toEqual([26, 36, 46]);
    expect(roundTime(star, uniform(3, 10))).toBe(46);
  });

  test("counts what inner cores say at once among what their parent fetches", () => {
    const chain: Tree = { core: 0, children: [{ core: 1, children: [leaf(2)] }] };
    // 1 has it at 20, stores it for 2 until 30 and its own word until 40; 2 answers from 40 on, 1 fetches that and answers.
    expect(roundTime(chain, uniform(10, 10))).toBe(80);
    expect(eagerRoundTime(chain, uniform(10, 10))).toBe(80);
  });
});

test.prop([played])("the same twice", ({ tree, costs }) => {
  expect(computeArrivals(tree, costs)).toEqual(computeArrivals(tree, costs));
});
