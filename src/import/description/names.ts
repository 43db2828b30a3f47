/** What things are called in the description. */
import { directCores, type Group } from "./arrange.ts";
import type { CacheFacts, CoreFacts } from "./facts.ts";

const stems = { machine: "m", package: "p", die: "die", part: "node", cluster: "cluster" } as const;

/** `p1`: counted among the groups of one level within one group. */
export function groupName(group: Group, outer: Group): string {
  const alike = outer.groups.filter(({ level }) => level === group.level);
  return `${stems[group.level]}${alike.indexOf(group)}`;
}

export function coreName(core: CoreFacts, group: Group): string {
  return `core${directCores(group).indexOf(core)}`;
}

/** `ram`; `ram0`, `ram1` when there are several in the group. */
export function memoryName(index: number, group: Group): string {
  return group.memories.length === 1 ? "ram" : `ram${index}`;
}

/** `l3`; `l3_0`, `l3_1` when a group has several. */
export function sharedCacheName(cache: CacheFacts, group: Group): string {
  const name = cacheName(cache);
  const alike = group.caches.filter((other) => cacheName(other) === name);
  return alike.length === 1 ? name : `${name}_${alike.indexOf(cache)}`;
}

/** Paths of all cores in a group, seen from it, in order: `core0`, `cluster0.core0`. */
export function corePaths(group: Group): ReadonlyMap<CoreFacts, string> {
  const paths = new Map(directCores(group).map((core) => [core, coreName(core, group)]));
  for (const inner of group.groups)
    for (const [core, path] of corePaths(inner)) paths.set(core, `${groupName(inner, group)}.${path}`);
  return paths;
}

/** Paths of all memories in a group that have a node number, by that number. */
export function memoryPaths(group: Group): ReadonlyMap<number, string> {
  const paths = new Map<number, string>();
  group.memories.forEach(({ number }, index) => {
    if (number !== null) paths.set(number, memoryName(index, group));
  });
  for (const inner of group.groups)
    for (const [number, path] of memoryPaths(inner)) paths.set(number, `${groupName(inner, group)}.${path}`);
  return paths;
}

/** `l1d`, `l1i`, `l2` */
export function cacheName(cache: CacheFacts): string {
  const suffix = { data: "d", instruction: "i", unified: "" }[cache.type];
  return `l${cache.level}${suffix}`;
}
