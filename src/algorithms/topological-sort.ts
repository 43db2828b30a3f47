import { at, type Digraph } from "./digraph.ts";

/** The nodes in an order in which every edge leads forwards; null for a graph with a cycle (Kahn 1962). */
export function sortTopologically({ nodeCount, firstSlot, head }: Digraph): Uint32Array | null {
  const waiting = new Uint32Array(nodeCount);
  for (const node of head) waiting[node] = at(waiting, node) + 1;
  const sorted = new Uint32Array(nodeCount);
  let found = 0;
  for (let node = 0; node < nodeCount; node++) if (waiting[node] === 0) sorted[found++] = node;
  for (let place = 0; place < found; place++) {
    const node = at(sorted, place);
    const end = at(firstSlot, node + 1);
    for (let slot = at(firstSlot, node); slot < end; slot++) {
      const next = at(head, slot);
      const left = at(waiting, next) - 1;
      waiting[next] = left;
      if (left === 0) sorted[found++] = next;
    }
  }
  return found === nodeCount ? sorted : null;
}
