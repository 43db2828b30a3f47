import type { Tree, TreeCosts } from "./tree.ts";

interface Scheduled {
  readonly tree: Tree;
  /** From when its core has the message until all of its branch have it. */
  readonly time: number;
}

/**
 * The same tree with the children of every core in the order that is done first: the costliest branch is sent first. The
 * children of a core are jobs of one machine, the sender, each with a tail that follows it, the transit and the branch:
 * longest tail first is optimal, since exchanging two neighbours that stand the other way round never ends later
 * (Jackson, "Scheduling a production line to minimize maximum tardiness", UCLA 1955). Of equal tails the first core.
 */
export function scheduleMulticast(tree: Tree, costs: TreeCosts): Tree {
  return schedule(tree, costs).tree;
}

function schedule({ core, children }: Tree, costs: TreeCosts): Scheduled {
  const branches = children.map((child) => {
    const { tree, time } = schedule(child, costs);
    return { tree, tail: costs.transit(core, child.core) + time };
  });
  branches.sort((a, b) => b.tail - a.tail || a.tree.core - b.tree.core);
  let [free, time] = [0, 0];
  for (const { tree, tail } of branches) {
    free += costs.send(core, tree.core);
    time = Math.max(time, free + tail);
  }
  return { tree: { core, children: branches.map(({ tree }) => tree) }, time };
}

/**
 * How long it takes to gather an answer from every core at the root, each core answering once it has those of its
 * branch. A core takes them one at a time, as they arrive, and is busy with each as long as with sending one: the time of
 * the multicast along the same tree, backwards. The cheapest branch comes in first.
 */
export function reductionTime({ core, children }: Tree, costs: TreeCosts): number {
  const arrivals = children.map((child) => ({
    child: child.core,
    at: reductionTime(child, costs) + costs.transit(child.core, core),
  }));
  arrivals.sort((a, b) => a.at - b.at);
  return arrivals.reduce((free, { child, at }) => Math.max(free, at) + costs.send(core, child), 0);
}
