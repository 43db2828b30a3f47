import { growByPackages, growTree } from "./grow-tree.ts";
import { mendTree } from "./mend-tree.ts";
import { quickest, scheduleMulticast } from "./schedule.ts";
import { type GroupOf, groupCores, halvingTree, nearestTree, packageTree, routeTree, unicastTree } from "./shapes.ts";
import { completionOf, reductionTime } from "./times.ts";
import type { Tree, TreeCosts } from "./tree.ts";

/** Trees grow by costs over at most so many cores at once; more are halved. */
const mostGrown = 256;

/** Trees of at most so many cores are tried with branches elsewhere. */
const mostMended = 64;

export interface TreeKind {
  readonly name: "unicast" | "multicast" | "NUMA-aware multicast" | "machine-aware tree";
  readonly tree: Tree;
  /** Picoseconds until the last core has the message. */
  readonly multicast: number;
  /** Picoseconds until the root has the answers of all cores, along the same tree. */
  readonly reduction: number;
}

export interface TreeRequest {
  readonly root: number;
  /** Whom the message is for; the root may be among them. */
  readonly cores: readonly number[];
  readonly groupOf: GroupOf;
  readonly costs: TreeCosts;
}

/**
 * What a multicast takes along four trees: the root sends to each core by itself; to one core of each package, which
 * sends it on; the same, to the nearest core of each package where that is quicker, and the costliest branch first; and the
 * best tree found. Of the last three none is slower than the one before.
 */
export function compareTrees(request: TreeRequest): readonly TreeKind[] {
  const { root, cores, groupOf, costs } = request;
  const measure = (name: TreeKind["name"], tree: Tree): TreeKind => {
    return { name, tree, multicast: completionOf(tree, costs), reduction: reductionTime(tree, costs) };
  };
  return [
    measure("unicast", unicastTree(root, cores)),
    measure("multicast", packageTree(root, cores, groupOf)),
    measure("NUMA-aware multicast", awareTree(request)),
    measure("machine-aware tree", bestTree(request)),
  ];
}

function awareTree({ root, cores, groupOf, costs }: TreeRequest): Tree {
  const nearest = scheduleMulticast(nearestTree(root, cores, groupOf, costs), costs);
  return quickest([nearest, scheduleMulticast(packageTree(root, cores, groupOf), costs)], costs);
}

/**
 * A quick tree for a multicast, the costliest branch of every core first: the best of several shapes, mended where they
 * are small, so never worse than sending to each core, or to each package. Finding the quickest of all is NP-hard. The same for the same request.
 */
export function bestTree(request: TreeRequest): Tree {
  const { root, cores, groupOf, costs } = request;
  const groups = groupCores([root, ...cores.filter((core) => core !== root)], groupOf);
  const byGroup = [...groups.values()].flat();
  const largest = Math.max(...[...groups.values()].map((members) => members.length));
  const shapes = [
    unicastTree(root, cores),
    halvingTree(root, byGroup),
    routeTree(root, cores, costs),
    ...(Math.max(groups.size, largest) <= mostGrown ? [growByPackages(root, cores, groupOf, costs)] : []),
    ...(cores.length <= mostGrown ? [growTree(root, cores, costs)] : []),
  ];
  const best = quickest([awareTree(request), ...shapes.map((shape) => scheduleMulticast(shape, costs))], costs);
  return cores.length <= mostMended ? mendTree(best, costs) : best;
}
