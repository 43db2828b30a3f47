import { at, type Digraph } from "./digraph.ts";

/**
 * The strongly connected components (Tarjan, "Depth-first search and linear graph algorithms", 1972, without its
 * recursion): by node, the number of its component. Components are numbered in reverse topological order: an edge
 * between two components leads from the higher number to the lower.
 */
export function computeStrongComponents(graph: Digraph): Uint32Array {
  const unseen = -1;
  const component = new Uint32Array(graph.nodeCount);
  const order = new Int32Array(graph.nodeCount).fill(unseen);
  const low = new Int32Array(graph.nodeCount);
  const nextSlot = graph.firstSlot.slice(0, graph.nodeCount);
  const open: number[] = [];
  const isOpen = new Uint8Array(graph.nodeCount);
  let seen = 0;
  let components = 0;

  const enter = (node: number, path: number[]): void => {
    order[node] = seen;
    low[node] = seen++;
    open.push(node);
    isOpen[node] = 1;
    path.push(node);
  };
  const lower = (node: number, to: number): void => {
    if (to < at(low, node)) low[node] = to;
  };
  const close = (root: number): void => {
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      isOpen[node] = 0;
      component[node] = components;
      if (node === root) break;
    }
    components++;
  };

  for (let root = 0; root < graph.nodeCount; root++) {
    if (order[root] !== unseen) continue;
    const path: number[] = [];
    enter(root, path);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const slot = at(nextSlot, node);
      if (slot < at(graph.firstSlot, node + 1)) {
        nextSlot[node] = slot + 1;
        const head = at(graph.head, slot);
        if (order[head] === unseen) enter(head, path);
        else if (isOpen[head] === 1) lower(node, at(order, head));
      } else {
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) lower(parent, at(low, node));
        if (low[node] === order[node]) close(node);
      }
    }
  }
  return component;
}
