import { sendCostliestFirst } from "./schedule.ts";
import { completionOf, computeArrivals } from "./times.ts";
import { coresOf, type Tree, type TreeCosts } from "./tree.ts";

/** Trees that are tried, at most. */
const mostTried = 256;

/**
 * A tree that is at least as quick: as long as that makes it quicker, a branch with the core that has the message last is
 * hung below another core. Of all such moves the best is taken first; it ends after 256 trees, whatever is found.
 */
export function mendTree(tree: Tree, costs: TreeCosts): Tree {
  let best = tree;
  let time = completionOf(tree, costs);
  for (let left = mostTried; left > 0; ) {
    const moved = movesOf(best, costs).slice(0, left);
    left -= Math.max(1, moved.length);
    const before = best;
    for (const other of moved) {
      const completion = completionOf(other, costs);
      if (completion < time) [best, time] = [other, completion];
    }
    if (best === before) return best;
  }
  return best;
}

/** Every branch above the last core, itself included, below every core outside of it. */
function movesOf(tree: Tree, costs: TreeCosts): readonly Tree[] {
  return branchesToLast(tree, costs).flatMap((branch) => {
    const rest = without(tree, branch);
    return coresOf(rest).map((core) => sendCostliestFirst(hangBelow(rest, core, branch), costs));
  });
}

/** The last core, and the branches that it is in, from the smallest on; not the whole tree. */
function branchesToLast(tree: Tree, costs: TreeCosts): readonly Tree[] {
  const arrivals = computeArrivals(tree, costs);
  const last = arrivals.reduce((latest, one) => (one.at > latest.at ? one : latest));
  const above = new Map(arrivals.map(({ core, parent }) => [core, parent]));
  const onTheWay = new Set<number>();
  for (let core: number | null = last.core; core !== null; core = above.get(core) ?? null) onTheWay.add(core);
  const branches: Tree[] = [];
  for (let at: Tree | undefined = tree; at !== undefined; ) {
    at = at.children.find(({ core }) => onTheWay.has(core));
    if (at !== undefined) branches.unshift(at);
  }
  return branches;
}

function without({ core, children }: Tree, branch: Tree): Tree {
  return { core, children: children.filter((child) => child !== branch).map((child) => without(child, branch)) };
}

function hangBelow(tree: Tree, core: number, branch: Tree): Tree {
  if (tree.core === core) return { core, children: [...tree.children, branch] };
  return { core: tree.core, children: tree.children.map((child) => hangBelow(child, core, branch)) };
}
