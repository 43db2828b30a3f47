import { at, type Digraph } from "./digraph.ts";

/**
 * The nodes of some cycle in order, each followed by the next and the last by the first; null when there is none. Which
 * cycle it is depends on the order of the edges alone.
 */
export function findCycle(graph: Digraph): readonly number[] | null {
  const onPath = new Uint8Array(graph.nodeCount);
  const nextSlot = graph.firstSlot.slice(0, graph.nodeCount);
  for (let root = 0; root < graph.nodeCount; root++) {
    const path = [root];
    onPath[root] = 1;
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const slot = at(nextSlot, node);
      if (slot === at(graph.firstSlot, node + 1)) {
        onPath[node] = 0;
        path.pop();
        continue;
      }
      nextSlot[node] = slot + 1;
      const head = at(graph.head, slot);
      if (onPath[head] === 1) return path.slice(path.indexOf(head));
      onPath[head] = 1;
      path.push(head);
    }
  }
  return null;
}
