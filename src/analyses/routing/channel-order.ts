import { at } from "../../algorithms/digraph.ts";
import type { HopGraph } from "./hop-graph.ts";

/**
 * An order of all hops, by which virtual channels are given out: dimension by dimension, and within a dimension by rank.
 * A route that takes its hops in this order needs one virtual channel.
 */
export interface ChannelOrder {
  readonly dimension: Uint8Array;
  /** No two hops of which one can follow the other have the same. */
  readonly rank: Int32Array;
}

/**
 * Which virtual channel a hop of a route takes, as a code: higher codes come earlier on the way. The hop that follows has
 * `next` for its code. Within a dimension a step against the ranks costs a virtual channel; a step to a later dimension
 * begins with the first one again; a step back to an earlier dimension costs {@link epoch} of them.
 *
 * Along any route epochs fall, within an epoch dimensions rise, within a dimension codes fall, within a code ranks rise.
 * So all that waits for one another stands in one order, and no tables whose virtual channels are given out so can
 * deadlock, nor a mixture of several such tables.
 */
export function codeBefore({ dimension, rank }: ChannelOrder, hop: number, next: number, nextCode: number): number {
  const ahead = (dimension[next] as number) - (dimension[hop] as number);
  if (ahead === 0) return (rank[next] as number) > (rank[hop] as number) ? nextCode : nextCode + 1;
  const first = nextCode - (nextCode % epoch);
  return ahead > 0 ? first : first + epoch;
}

const epoch = 16;

/** Below 0 when a route that goes on with hop `a` leaves more freedom to what comes before it than one with `b`. */
export function compareContinuations(
  { dimension, rank }: ChannelOrder,
  a: number,
  codeOfA: number,
  b: number,
  codeOfB: number,
): number {
  return (
    Math.floor(codeOfA / epoch) - Math.floor(codeOfB / epoch) ||
    (dimension[b] as number) - (dimension[a] as number) ||
    codeOfA - codeOfB ||
    (rank[b] as number) - (rank[a] as number)
  );
}

/**
 * In each dimension first all hops towards a root, then all hops away from it, by labels given out breadth first: up*
 * and down* (Schroeder et al., "Autonet: a high-speed, self-configuring local area network using point-to-point links",
 * 1990). `share`, from 0 to 1, picks the root among the nodes that hops of the dimension join.
 */
export function orderUpAndDown(graph: HopGraph, dimension: Uint8Array, share: number): ChannelOrder {
  const rank = new Int32Array(graph.hopCount);
  const dimensions = dimension.reduce((most, each) => Math.max(most, each), 0) + 1;
  for (let current = 0; current < dimensions; current++) {
    const label = labelNodes(graph, dimension, current, share);
    for (let hop = 0; hop < graph.hopCount; hop++) {
      if (dimension[hop] !== current) continue;
      const [tail, head] = [at(label, at(graph.from, hop)), at(label, at(graph.to, hop))];
      rank[hop] = head < tail ? -tail : head;
    }
  }
  return { dimension, rank };
}

/** In the order of a topological sort of what waits for what: later hops have higher ranks. */
export function orderAsSorted(dimension: Uint8Array, sorted: Uint32Array): ChannelOrder {
  const rank = new Int32Array(dimension.length);
  sorted.forEach((hop, place) => {
    rank[hop] = place;
  });
  return { dimension, rank };
}

/** Breadth first from a root in each set of nodes that hops of one dimension join. */
function labelNodes(graph: HopGraph, dimension: Uint8Array, current: number, share: number): Int32Array {
  const label = new Int32Array(graph.nodeCount).fill(-1);
  let labelled = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (label[node] !== -1) continue;
    const joined = spread(graph, dimension, current, node, label);
    const root = at(joined, Math.min(joined.length - 1, Math.floor(share * joined.length)));
    for (const each of joined) label[each] = -1;
    for (const each of spread(graph, dimension, current, root, label)) label[each] = 1 + labelled++;
  }
  return label;
}

/** The nodes that hops of a dimension lead to, breadth first; marks them in `label`. */
function spread(
  { leaving, entering }: HopGraph,
  dimension: Uint8Array,
  current: number,
  root: number,
  label: Int32Array,
): readonly number[] {
  const reached = [root];
  label[root] = 0;
  for (const node of reached) {
    for (const side of [leaving, entering]) {
      const end = at(side.firstSlot, node + 1);
      for (let slot = at(side.firstSlot, node); slot < end; slot++) {
        const other = at(side.head, slot);
        if (at(dimension, at(side.edge, slot)) !== current || label[other] !== -1) continue;
        label[other] = 0;
        reached.push(other);
      }
    }
  }
  return reached;
}
