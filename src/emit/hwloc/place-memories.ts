/** Hangs each memory on the object of its part. */
import type { PlanMachine } from "../../plan/plan.ts";
import type { Tree } from "./build-tree.ts";
import type { TreeObject } from "./tree.ts";

const highest = 32_767;

/** hwloc knows no machine without a NUMA node: one without memories gets a node of unknown size. */
export function placeMemories(machine: PlanMachine, { root, homes }: Tree): void {
  const { memories } = machine;
  const populated = populatedParts(machine);
  const nodes = numberNodes(memories);
  if (memories.length === 0) root.memories.push({ memory: null, node: 0, cpus: root.cpus, size: null });
  memories.forEach(({ part, size }, memory) => {
    const object = homes[part] ?? root;
    const isBeside = object === root && root.children.some(({ cpus }) => cpus.length === root.cpus.length);
    object.memories.push({
      memory,
      node: nodes[memory] ?? 0,
      cpus: isBeside || !populated.has(part) ? [] : object.cpus,
      size,
    });
  });
  for (const object of allWithin(root)) object.memories.sort((a, b) => a.node - b.node);
}

/** Parts with a core in them, however deep: to those of no other is memory local. */
function populatedParts({ parts, cores }: PlanMachine): ReadonlySet<number> {
  const populated = new Set<number>();
  for (const { part } of cores)
    for (let outer: number | null = part; outer !== null; outer = parts[outer]?.parent ?? null) populated.add(outer);
  return populated;
}

/** As the description tells, and free ones where it doesn't. */
function numberNodes(memories: PlanMachine["memories"]): readonly number[] {
  const taken = new Set<number>();
  const told = memories.map(({ node }) => {
    const isGood = node !== null && node <= highest && !taken.has(node);
    if (isGood) taken.add(node);
    return isGood ? node : null;
  });
  let free = 0;
  return told.map((node) => {
    if (node !== null) return node;
    while (taken.has(free)) free++;
    return free++;
  });
}

export function allWithin(object: TreeObject): readonly TreeObject[] {
  const found = [object];
  for (const each of found) found.push(...each.children);
  return found;
}
