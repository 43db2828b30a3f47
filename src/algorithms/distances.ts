import FlatQueue from "flatqueue";
import type { Digraph } from "./digraph.ts";

/** How far every node is from the nearest of some sources. */
export interface Distances {
  /** By node; `Infinity` where no path leads. */
  readonly distance: Float64Array;
  /** The nodes that a path leads to, nearest first, beginning with the sources. */
  readonly order: Uint32Array;
}

/**
 * Distances from some sources after others in the same graph, with `weights` by edge that are positive. Where all weights
 * are equal breadth first, else as Dijkstra did. What is returned is overwritten by the next call.
 */
export function distancesIn(graph: Digraph, weights: ArrayLike<number>): (sources: readonly number[]) => Distances {
  const distance = new Float64Array(graph.nodeCount);
  const order = new Uint32Array(graph.nodeCount);
  const [weight = 1] = Array.from(weights);
  const isEven = Array.prototype.every.call(weights, (each: number) => each === weight);
  const even = Float64Array.of(weight);
  const search = isEven ? searchEvenly : searchByWeight;
  return (sources) => {
    distance.fill(Number.POSITIVE_INFINITY);
    for (const source of sources) distance[source] = 0;
    const found = search(graph, isEven ? even : weights, sources, { distance, order });
    return { distance, order: order.subarray(0, found) };
  };
}

type Search = (graph: Digraph, weights: ArrayLike<number>, sources: readonly number[], into: Distances) => number;

const searchEvenly: Search = ({ firstSlot, head }, weights, sources, { distance, order }) => {
  const weight = weights[0] as number;
  let found = sources.length;
  order.set(sources);
  for (let next = 0; next < found; next++) {
    const node = order[next] as number;
    const beyond = (distance[node] as number) + weight;
    const end = firstSlot[node + 1] as number;
    for (let slot = firstSlot[node] as number; slot < end; slot++) {
      const neighbour = head[slot] as number;
      if (distance[neighbour] !== Number.POSITIVE_INFINITY) continue;
      distance[neighbour] = beyond;
      order[found++] = neighbour;
    }
  }
  return found;
};

const searchByWeight: Search = ({ firstSlot, head, edge }, weights, sources, { distance, order }) => {
  const queue = new FlatQueue<number>();
  let found = 0;
  for (const source of sources) queue.push(source, 0);
  while (queue.length > 0) {
    const reached = queue.peekValue() ?? 0;
    const node = queue.pop() ?? 0;
    if (reached > (distance[node] as number)) continue;
    order[found++] = node;
    const end = firstSlot[node + 1] as number;
    for (let slot = firstSlot[node] as number; slot < end; slot++) {
      const neighbour = head[slot] as number;
      const beyond = reached + (weights[edge[slot] as number] as number);
      if (beyond >= (distance[neighbour] as number)) continue;
      distance[neighbour] = beyond;
      queue.push(neighbour, beyond);
    }
  }
  return found;
};
