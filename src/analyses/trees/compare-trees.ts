import { growByPackages, growTree } from "./grow-tree.ts";
import { reductionTime, scheduleMulticast } from "./schedule.ts";
import { type GroupOf, groupCores, halvingTree, nearestTree, packageTree, unicastTree } from "./shapes.ts";
import { completionOf, type Tree, type TreeCosts } from "./tree.ts";

/** Trees grow by costs over at most so many cores at once; more are halved. */
const mostGrown = 256;

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
 * sends it on; the same, to the nearest core of each package and the costliest branch first; and the best tree found.
 */
export function compareTrees(request: TreeRequest): readonly TreeKind[] {
  const { root, cores, groupOf, costs } = request;
  const unicast = unicastTree(root, cores);
  const multicast = packageTree(root, cores, groupOf);
  const nearest = scheduleMulticast(nearestTree(root, cores, groupOf, costs), costs);
  const measure = (name: TreeKind["name"], tree: Tree): TreeKind => {
    return { name, tree, multicast: completionOf(tree, costs), reduction: reductionTime(tree, costs) };
  };
  return [
    measure("unicast", unicast),
    measure("multicast", multicast),
    measure("NUMA-aware multicast", nearest),
    measure("machine-aware tree", bestTree(request)),
  ];
}

/**
 * A quick tree for a multicast, the costliest branch of every core first: the best of several shapes, so never worse
 * than sending to each core, or to each package. Finding the quickest of all is NP-hard. The same for the same request.
 */
export function bestTree({ root, cores, groupOf, costs }: TreeRequest): Tree {
  const groups = groupCores([root, ...cores.filter((core) => core !== root)], groupOf);
  const byGroup = [...groups.values()].flat();
  const largest = Math.max(...[...groups.values()].map((members) => members.length));
  const shapes = [
    unicastTree(root, cores),
    packageTree(root, cores, groupOf),
    nearestTree(root, cores, groupOf, costs),
    halvingTree(root, byGroup),
    ...(Math.max(groups.size, largest) <= mostGrown ? [growByPackages(root, cores, groupOf, costs)] : []),
    ...(cores.length <= mostGrown ? [growTree(root, cores, costs)] : []),
  ];
  return shapes.map((shape) => scheduleMulticast(shape, costs)).reduce((best, tree) => quicker(best, tree, costs));
}

function quicker(best: Tree, tree: Tree, costs: TreeCosts): Tree {
  return completionOf(tree, costs) < completionOf(best, costs) ? tree : best;
}
