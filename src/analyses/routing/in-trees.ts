import { at } from "../../algorithms/digraph.ts";
import { type Distances, distancesIn } from "../../algorithms/distances.ts";
import { pathWeight } from "../latency/answer.ts";
import { type ChannelOrder, codeBefore, compareContinuations } from "./channel-order.ts";
import type { HopGraph } from "./hop-graph.ts";

/** The ways of all nodes to one destination, a node or the nearest of several. */
export interface InTree {
  /** By node: the hop it sends over; -1 where a way ends and where none leads. */
  readonly hop: Int32Array;
  /** By node: the code of that hop's virtual channel. */
  readonly code: Uint8Array;
  /** The nodes from which a way leads, nearest first, beginning with those where it ends. */
  readonly order: Uint32Array;
}

/** How full everything is with routes, as far as they have been chosen. */
export interface Load {
  /** By what carries hops: the routes over it, times what each adds. */
  readonly byCarrier: Float64Array;
  readonly ends: Ends;
}

/** Where routes begin, and where they end. */
export interface Ends {
  /** By node: how many routes begin there; where it is 0 they only pass through. */
  readonly from: Float64Array;
  /** By destination: how many routes end there. */
  readonly to: Float64Array;
  /** By destination: the nodes at the first of which its routes end. */
  readonly nodes: readonly (readonly number[])[];
}

export interface TreeChoice {
  readonly graph: HopGraph;
  readonly order: ChannelOrder;
  /** By hop: picoseconds and a little. */
  readonly weights: Float64Array;
  readonly ends: Ends;
  readonly distancesTo: (destination: number) => Distances;
}

export function prepareTrees(graph: HopGraph, order: ChannelOrder, ends: Ends): TreeChoice {
  const weights = graph.latency.map(pathWeight);
  const distancesTo = distancesIn(graph.entering, weights);
  return { graph, order, weights, ends, distancesTo: (destination) => distancesTo(ends.nodes[destination] ?? []) };
}

/**
 * A tree of quickest ways to a destination; of equally quick ways those with fewer hops. Where there is still a choice, of
 * the hops with a code of at most `cap` the one from which the way is least full; null when some end has none. With no
 * load given, the hops that need the lowest codes.
 */
export function chooseTree(choice: TreeChoice, destination: number, cap: number, load: Load | null): InTree | null {
  const { distance, order: found } = choice.distancesTo(destination);
  const order = found.slice();
  const tree = { order, hop: new Int32Array(distance.length).fill(-1), code: new Uint8Array(distance.length) };
  const first = choice.ends.nodes[destination]?.length ?? 0;
  for (let place = first; place < order.length; place++) {
    const node = order[place] as number;
    const isFound = chooseHop(choice, node, { distance, cap, load }, tree);
    if (isFound && load !== null) addRoute(choice.graph, tree.hop, node, load, arriving(load, node, destination));
    if (isFound || choice.ends.from[node] === 0) continue;
    if (load !== null) addTree(choice.graph, tree, destination, load, -1);
    return null;
  }
  return tree;
}

interface Search {
  readonly distance: Float64Array;
  readonly cap: number;
  readonly load: Load | null;
}

/** Runs for every node, destination and hop: hence no helper that reads arrays of several kinds. */
function chooseHop(choice: TreeChoice, node: number, search: Search, { hop: hops, code: codes }: InTree): boolean {
  const { graph, order, weights } = choice;
  const { distance, cap, load } = search;
  const { firstSlot, head, edge } = graph.leaving;
  const far = distance[node] as number;
  let best = -1;
  let bestCode = 0;
  let least = -1;
  const end = firstSlot[node + 1] as number;
  for (let slot = firstSlot[node] as number; slot < end; slot++) {
    const hop = edge[slot] as number;
    const next = head[slot] as number;
    if ((distance[next] as number) + (weights[hop] as number) !== far) continue;
    const following = hops[next] as number;
    if (following === -1 && distance[next] !== 0) continue;
    const code = following === -1 ? 0 : codeBefore(order, hop, following, codes[next] as number);
    if (code > cap) continue;
    if (best !== -1) {
      if (least === -1) least = fullest(graph, hops, best, load);
      const full = fullest(graph, hops, hop, load);
      if (full > least || (full === least && compareContinuations(order, hop, code, best, bestCode) >= 0)) continue;
      least = full;
    }
    best = hop;
    bestCode = code;
  }
  if (best === -1) return false;
  hops[node] = best;
  codes[node] = bestCode;
  return true;
}

/** How full the fullest hop is on the way that begins with `first`. */
function fullest({ to, carrier }: HopGraph, hops: Int32Array, first: number, load: Load | null): number {
  if (load === null) return 0;
  let most = 0;
  for (let hop = first; hop !== -1; hop = hops[to[hop] as number] as number) {
    const full = load.byCarrier[carrier[hop] as number] as number;
    if (full > most) most = full;
  }
  return most;
}

function arriving({ ends }: Load, from: number, destination: number): number {
  return (ends.from[from] as number) * (ends.to[destination] as number);
}

/** Counts all routes of a tree, `times` over; -1 takes them away. */
export function addTree(graph: HopGraph, { hop }: InTree, destination: number, load: Load, times: 1 | -1): void {
  for (let node = 0; node < graph.nodeCount; node++) {
    addRoute(graph, hop, node, load, times * arriving(load, node, destination));
  }
}

function addRoute({ to, burden, carrier }: HopGraph, hops: Int32Array, from: number, load: Load, times: number): void {
  if (times === 0) return;
  const { byCarrier } = load;
  for (let hop = hops[from] as number; hop !== -1; hop = hops[to[hop] as number] as number) {
    const by = carrier[hop] as number;
    byCarrier[by] = (byCarrier[by] as number) + times * (burden[hop] as number);
  }
}

/** By node: picoseconds along its way to where that ends; -1 where none leads. */
export function sumLatencies(heads: Uint32Array, latency: Float64Array, { hop, order }: InTree): Float64Array {
  const sums = new Float64Array(hop.length).fill(-1);
  for (const node of order) {
    const over = at(hop, node);
    sums[node] = over === -1 ? 0 : at(sums, at(heads, over)) + at(latency, over);
  }
  return sums;
}
