import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { reroot, roundTime, unpackTree } from "../../../src/analyses/trees/gather.ts";
import { completionOf, coresOf, packTree, type Tree, type TreeCosts } from "../../../src/analyses/trees/tree.ts";

/** A tree over cores from 0 on: each hangs below an earlier one. */
const tree = fc.array(fc.nat(), { maxLength: 15 }).map((picks): Tree => {
  const grown: { core: number; children: Tree[] }[] = [{ core: 0, children: [] }];
  for (const [index, pick] of picks.entries()) {
    const child = { core: index + 1, children: [] };
    grown[pick % grown.length]?.children.push(child);
    grown.push(child);
  }
  return grown[0] ?? { core: 0, children: [] };
});

const costs = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 31, maxLength: 31 }).map((table): TreeCosts => {
  const look = (from: number, to: number) => table[(from * 16 + to) % table.length] ?? 0;
  return { send: look, transit: look };
});

function edgesOf(of: Tree): readonly string[] {
  const { cores, parents } = packTree(of);
  return cores
    .flatMap((core, place) => {
      const parent = parents[place] ?? -1;
      return parent < 0 ? [] : [[core, cores[parent] ?? -1].sort((a, b) => a - b).join("-")];
    })
    .sort();
}

describe("a packed tree", () => {
  test.prop([tree])("unpacks to itself", (original) => {
    const { cores, parents } = packTree(original);
    expect(unpackTree(cores, parents)).toEqual(original);
  });
});

describe("a tree hung up elsewhere", () => {
  test.prop([tree, fc.nat()])("has the same edges and another root", (original, pick) => {
    const cores = coresOf(original);
    const root = cores[pick % cores.length] ?? 0;
    const hung = reroot(original, root);
    expect(hung.core).toBe(root);
    expect(edgesOf(hung)).toEqual(edgesOf(original));
  });
});

describe("a round of messages and answers", () => {
  test.prop([tree, costs])(
    "takes longer than the messages alone, and as long as all answers at the root",
    (one, price) => {
      const round = roundTime(one, price);
      const down = completionOf(one, price);
      expect(round).toBeGreaterThanOrEqual(down);
      if (one.children.length === 0) expect(round).toBe(0);
      else expect(round).toBeGreaterThan(down);
    },
  );

  test("of two takes a send and its way there, a way back and its receipt", () => {
    const pair: Tree = { core: 0, children: [{ core: 1, children: [] }] };
    expect(roundTime(pair, { send: () => 3, transit: () => 10 })).toBe(3 + 10 + 10 + 3);
  });
});
