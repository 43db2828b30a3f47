import { computeArrivals, type Tree, type TreeCosts } from "./tree.ts";

/** The tree of a packed one. */
export function unpackTree(cores: readonly number[], parents: readonly number[]): Tree {
  const children: Tree[][] = cores.map(() => []);
  const trees = cores.map((core, place): Tree => ({ core, children: children[place] ?? [] }));
  for (const [place, tree] of trees.entries()) children[parents[place] ?? -1]?.push(tree);
  return trees[0] ?? { core: -1, children: [] };
}

/** The same tree hung up at another of its cores: what was above a core comes behind what was below it. */
export function reroot(tree: Tree, root: number): Tree {
  return hang(tree, root, null) ?? tree;
}

function hang({ core, children }: Tree, root: number, above: Tree | null): Tree | null {
  if (core === root) return { core, children: above === null ? children : [...children, above] };
  for (const child of children) {
    const rest = children.filter((other) => other !== child);
    const found = hang(child, root, { core, children: above === null ? rest : [...rest, above] });
    if (found !== null) return found;
  }
  return null;
}

/**
 * When the root has the answers of all to a message that it sends down the tree, in picoseconds since it began: each core
 * answers once it has the message and the answers of its branch, and takes these one at a time, each as long as a send.
 */
export function roundTime(tree: Tree, costs: TreeCosts): number {
  const informed = new Map(computeArrivals(tree, costs).map(({ core, at }) => [core, at]));
  return answered(tree, informed, costs);
}

function answered({ core, children }: Tree, informed: ReadonlyMap<number, number>, costs: TreeCosts): number {
  const answers = children.map((child) => ({
    at: answered(child, informed, costs) + costs.transit(child.core, core),
    busy: costs.send(core, child.core),
  }));
  answers.sort((a, b) => a.at - b.at);
  return answers.reduce((free, { at, busy }) => Math.max(free, at) + busy, informed.get(core) ?? 0);
}
