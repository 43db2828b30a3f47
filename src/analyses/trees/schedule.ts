import { completionOf, computeArrivals } from "./times.ts";
import { shareLines, type Tree, type TreeCosts } from "./tree.ts";

/** By core: picoseconds from when it has the message until all of its branch have it. */
type BranchTimes = (tree: Tree) => number;

/**
 * The same tree with the children of every core in a better order: the costliest branch is sent first. The children of a
 * core are jobs of one machine, the sender, each with a tail that follows it, the transit and the branch. Where no branch
 * is in the way of another, longest tail first is optimal, since exchanging two neighbours that stand the other way round
 * never ends later (Jackson, "Scheduling a production line to minimize maximum tardiness", UCLA 1955). Branches that pass
 * the same cores or links do hold each other up; so the order by tails alone, the order by tails as they turn out when that
 * is played, and the order given are played, and the quickest is taken, of equally quick ones the one given.
 */
export function scheduleMulticast(tree: Tree, costs: TreeCosts): Tree {
  const alone = sendCostliestFirst(tree, costs);
  const played = sortByTails(alone, playedTimes(alone, costs), costs);
  return quickest([tree, alone, played], costs);
}

/** The order by tails where every branch has cores and links for itself. */
export function sendCostliestFirst(tree: Tree, costs: TreeCosts): Tree {
  return sortByTails(tree, undisturbedTimes(tree, costs), costs);
}

/** The tree along which all have a message first; of equally quick ones the first. */
export function quickest(trees: readonly [Tree, ...Tree[]], costs: TreeCosts): Tree {
  let [best] = trees;
  let time = Number.POSITIVE_INFINITY;
  for (const tree of trees) {
    const completion = completionOf(tree, costs);
    if (completion < time) [best, time] = [tree, completion];
  }
  return best;
}

/** Of equal tails the first core. */
function sortByTails({ core, children }: Tree, timeOf: BranchTimes, costs: TreeCosts): Tree {
  const tails = new Map(children.map((child) => [child.core, costs.transit(core, child.core) + timeOf(child)]));
  const tailOf = (child: Tree): number => tails.get(child.core) ?? 0;
  return {
    core,
    children: children
      .toSorted((a, b) => tailOf(b) - tailOf(a) || a.core - b.core)
      .map((child) => sortByTails(child, timeOf, costs)),
  };
}

function undisturbedTimes(tree: Tree, costs: TreeCosts): BranchTimes {
  const times = new Map<number, number>();
  const measure = ({ core, children }: Tree): number => {
    const tails = children.map((child) => {
      return { core: child.core, tail: costs.transit(core, child.core) + measure(child) };
    });
    tails.sort((a, b) => b.tail - a.tail);
    let [free, time] = [0, 0];
    for (const line of shareLines(core, tails, costs)) {
      free += Math.max(...line.map((child) => costs.send(core, child.core)));
      time = Math.max(time, free + line[0].tail);
    }
    times.set(core, time);
    return time;
  };
  measure(tree);
  return ({ core }) => times.get(core) ?? 0;
}

function playedTimes(tree: Tree, costs: TreeCosts): BranchTimes {
  const arrivals = computeArrivals(tree, costs);
  const last = new Map(arrivals.map(({ core, at }) => [core, at]));
  for (const { core, parent } of arrivals.toReversed()) {
    if (parent !== null) last.set(parent, Math.max(last.get(parent) ?? 0, last.get(core) ?? 0));
  }
  const times = new Map(arrivals.map(({ core, at }) => [core, (last.get(core) ?? at) - at]));
  return ({ core }) => times.get(core) ?? 0;
}
