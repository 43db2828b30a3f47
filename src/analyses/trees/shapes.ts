/** Shapes of trees from one core to given others. */
import { type Tree, type TreeCosts, timeBetween } from "./tree.ts";

/** The root sends to every core by itself. */
export function unicastTree(root: number, cores: readonly number[]): Tree {
  return { core: root, children: cores.filter((core) => core !== root).map((core) => ({ core, children: [] })) };
}

/** Cores that are near to each other, by a number for each core: those of a package. */
export type GroupOf = (core: number) => number;

/**
 * The multicast of Baumann et al., "The multikernel: a new OS architecture for scalable multicore systems", SOSP '09,
 * section 5.1: the root sends to one core of every package, which sends it on within. Within the root's own package the
 * root does so itself. The first core of a package receives for it.
 */
export function packageTree(root: number, cores: readonly number[], groupOf: GroupOf): Tree {
  return treeOfGroups(root, cores, groupOf, ([first]) => first);
}

/** The same, but what the message reaches soonest receives it for its package. */
export function nearestTree(root: number, cores: readonly number[], groupOf: GroupOf, costs: TreeCosts): Tree {
  const time = (core: number): number => timeBetween(root, core, costs);
  return treeOfGroups(root, cores, groupOf, (members) => members.toSorted((a, b) => time(a) - time(b) || a - b)[0]);
}

function treeOfGroups(
  root: number,
  cores: readonly number[],
  groupOf: GroupOf,
  choose: (members: readonly number[]) => number | undefined,
): Tree {
  const groups = groupCores(
    cores.filter((core) => core !== root),
    groupOf,
  );
  const own = groups.get(groupOf(root)) ?? [];
  const others = [...groups].filter(([group]) => group !== groupOf(root)).map(([, members]) => members);
  const branches = others.flatMap((members) => {
    const receiver = choose(members);
    return receiver === undefined ? [] : [unicastTree(receiver, members)];
  });
  return { core: root, children: [...branches, ...unicastTree(root, own).children] };
}

export function groupCores(cores: readonly number[], groupOf: GroupOf): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const core of cores) {
    const known = groups.get(groupOf(core));
    if (known === undefined) groups.set(groupOf(core), [core]);
    else known.push(core);
  }
  return groups;
}

/**
 * Halves: the root gives one half of the cores to the first of them, and goes on with its own half. For any number of
 * cores, since it looks at none of their costs; numbers of cores follow the machine, so that halves lie together.
 */
export function halvingTree(root: number, cores: readonly number[]): Tree {
  const ordered = [root, ...cores.filter((core) => core !== root)];
  return halve(ordered, 0, ordered.length);
}

function halve(cores: readonly number[], start: number, end: number): Tree {
  const children: Tree[] = [];
  for (let stop = end; stop - start > 1; ) {
    const middle = Math.ceil((start + stop) / 2);
    children.push(halve(cores, middle, stop));
    stop = middle;
  }
  return { core: cores[start] ?? 0, children };
}

/**
 * Along the routes from the root: each core has the message from the last one before it, on the route from the root to it,
 * that is to have it too. So nobody passes on what is also for themselves, and no link is crossed twice by one route.
 */
export function routeTree(root: number, cores: readonly number[], { hops }: TreeCosts): Tree {
  const wanted = new Set([root, ...cores]);
  const below = new Map<number, number[]>([...wanted].map((core) => [core, []]));
  for (const core of wanted) {
    const before = hops(root, core).findLast(({ from }) => wanted.has(from))?.from ?? root;
    const isOnTheWay = hops(root, before).length < hops(root, core).length;
    if (core !== root) below.get(isOnTheWay ? before : root)?.push(core);
  }
  const grow = (core: number): Tree => ({ core, children: (below.get(core) ?? []).map(grow) });
  return grow(root);
}
