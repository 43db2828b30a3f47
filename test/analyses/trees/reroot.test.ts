import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { reroot } from "../../../src/analyses/trees/reroot.ts";
import { coresOf, packTree, type Tree, unpackTree } from "../../../src/analyses/trees/tree.ts";

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
