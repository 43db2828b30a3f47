/** Who leads the replicas of an object, and the tree along which they are told. */
import { bestTree } from "../trees/compare-trees.ts";
import type { GroupOf } from "../trees/shapes.ts";
import { roundTime } from "../trees/times.ts";
import type { Tree, TreeCosts } from "../trees/tree.ts";

export interface ReplicaTreeInput {
  /** Cores; at least one. */
  readonly replicas: readonly number[];
  readonly groupOf: GroupOf;
  readonly costs: TreeCosts;
}

/** Of many replicas, only so many of the most central ones are tried as leaders. */
const mostTried = 8;

/**
 * The tree of the replica that tells all others, and has the answers of all, in the shortest time; of equal ones the
 * first. Its root is the leader: who orders changes, coordinates the votes, or leads at first.
 */
export function chooseReplicaTree(input: ReplicaTreeInput): Tree {
  const trees = mostCentral(input).map((root) => {
    const tree = bestTree({ root, cores: input.replicas, groupOf: input.groupOf, costs: input.costs });
    return { tree, time: roundTime(tree, input.costs) };
  });
  return trees.reduce((best, one) => (one.time < best.time ? one : best)).tree;
}

/** In their own order. */
function mostCentral({ replicas, costs }: ReplicaTreeInput): readonly number[] {
  if (replicas.length <= mostTried) return replicas;
  const farness = new Map(
    replicas.map((core) => [core, replicas.reduce((sum, other) => sum + costs.transit(core, other), 0)]),
  );
  const order = replicas.toSorted((a, b) => (farness.get(a) ?? 0) - (farness.get(b) ?? 0) || a - b);
  const tried = new Set(order.slice(0, mostTried));
  return replicas.filter((core) => tried.has(core));
}
