import { type GroupOf, groupCores } from "./shapes.ts";
import { type Tree, type TreeCosts, timeBetween } from "./tree.ts";

interface Grown {
  readonly core: number;
  readonly children: Grown[];
}

/** A core that does not have the message yet, and who would give it first, as far as is known. */
interface Waiting {
  readonly core: number;
  from: number;
  at: number;
}

/**
 * Grows a tree by the send that arrives soonest, one after the other: of all cores that have the message and all that do
 * not, the pair whose message would arrive first. ECEF, "earliest completing edge first" (Bhat, Raghavendra and Prasanna,
 * "Efficient collective communication in distributed heterogeneous systems", JPDC 63, 2003). Time grows
 * with the square of the number of cores, at most with its cube.
 */
export function growTree(root: number, cores: readonly number[], costs: TreeCosts): Tree {
  const grown = new Map<number, Grown>([[root, { core: root, children: [] }]]);
  const free = new Map<number, number>([[root, 0]]);
  let waiting = cores.filter((core) => core !== root).map((core) => soonest({ core, from: root, at: 0 }, free, costs));
  while (waiting.length > 0) {
    const next = waiting.reduce((best, one) => (one.at < best.at ? one : best));
    const child: Grown = { core: next.core, children: [] };
    grown.get(next.from)?.children.push(child);
    grown.set(next.core, child);
    free.set(next.from, (free.get(next.from) ?? 0) + costs.send(next.from, next.core));
    free.set(next.core, next.at);
    waiting = waiting.filter((one) => one !== next);
    for (const one of waiting) {
      if (one.from === next.from) soonest(one, free, costs);
      else offer(one, next.core, free, costs);
    }
  }
  return grown.get(root) ?? { core: root, children: [] };
}

function soonest(one: Waiting, free: ReadonlyMap<number, number>, costs: TreeCosts): Waiting {
  one.at = Number.POSITIVE_INFINITY;
  for (const from of free.keys()) offer(one, from, free, costs);
  return one;
}

function offer(one: Waiting, from: number, free: ReadonlyMap<number, number>, costs: TreeCosts): void {
  const at = (free.get(from) ?? 0) + timeBetween(from, one.core, costs);
  if (at < one.at) [one.from, one.at] = [from, at];
}

/**
 * Remote packages first, as in Kaestle et al., "Machine-aware atomic broadcast trees for multicores" (Smelt), OSDI '16: a
 * tree grows over one core of each package, the one that the root reaches soonest, and another within each package.
 */
export function growByPackages(root: number, cores: readonly number[], groupOf: GroupOf, costs: TreeCosts): Tree {
  const time = (core: number): number => (core === root ? -1 : timeBetween(root, core, costs));
  const within = new Map<number, Tree>();
  for (const members of groupCores([root, ...cores.filter((core) => core !== root)], groupOf).values()) {
    const receiver = members.reduce((best, core) => (time(core) < time(best) ? core : best));
    within.set(receiver, growTree(receiver, members, costs));
  }
  return join(growTree(root, [...within.keys()], costs), within);
}

function join({ core, children }: Tree, within: ReadonlyMap<number, Tree>): Tree {
  return { core, children: [...children.map((child) => join(child, within)), ...(within.get(core)?.children ?? [])] };
}
