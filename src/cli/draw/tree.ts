import { computeFabric } from "../../analyses/routing/fabric.ts";
import { bestTree } from "../../analyses/trees/compare-trees.ts";
import { packagesOf, treeCosts } from "../../analyses/trees/costs.ts";
import { computeArrivals } from "../../analyses/trees/times.ts";
import type { Tree } from "../../analyses/trees/tree.ts";
import type { TreeNode } from "../../emit/pictures/tree-picture.ts";
import { readRoutes } from "../../plan/read-routes.ts";
import type { Compiled } from "../compile-files.ts";
import { refuseElement } from "../explain/find-element.ts";
import { type Refusal, refuseCall } from "../refusal.ts";

/** The tree along which a message from a core reaches all others the soonest, and when it does. */
export function growTreeFrom({ plan, machine }: Compiled, rootPath: string): TreeNode | Refusal {
  if (machine === null || plan.routes === null) return refuseCall("the description has no machine");
  const online = machine.cores.filter((core) => core.online);
  const root = online.find(({ path }) => path === rootPath);
  const paths = online.map(({ path }) => path);
  if (root === undefined) return refuseElement(rootPath, paths, "core that is online", machine);
  const costs = treeCosts({ machine, hops: computeFabric(machine), nextHop: readRoutes(plan.routes).nextHop });
  const cores = online.map(({ index }) => index);
  const tree = bestTree({ root: root.index, cores, groupOf: packagesOf(machine), costs });
  const arrivals = new Map(computeArrivals(tree, costs).map(({ core, at }) => [core, at]));
  return timed(tree, arrivals);
}

function timed({ core, children }: Tree, arrivals: ReadonlyMap<number, number>): TreeNode {
  return { core, at: arrivals.get(core) ?? 0, children: children.map((child) => timed(child, arrivals)) };
}
