import { at } from "../../algorithms/digraph.ts";
import { DisjointSets } from "../../algorithms/disjoint-sets.ts";
import type { HopColumns } from "./hop-graph.ts";

/** Nodes that lie close together, as one place. */
export interface Places {
  /** By place: how many nodes it has. */
  readonly sizes: readonly number[];
  /** By node. */
  readonly of: Uint32Array;
  /** By node: which of the nodes of its place. */
  readonly position: Uint32Array;
}

/** The places that near hops make, in the order of their first nodes. */
export function gatherPlaces(nodeCount: number, hops: HopColumns): Places {
  const sets = new DisjointSets(nodeCount);
  for (let hop = 0; hop < hops.count; hop++) {
    if (hops.isNear[hop] === 1) sets.join(at(hops.from, hop), at(hops.to, hop));
  }
  const { setOf, sizes } = sets.number();
  const filled = new Uint32Array(sizes.length);
  const position = setOf.map((place) => {
    const before = at(filled, place);
    filled[place] = before + 1;
    return before;
  });
  return { sizes, of: setOf, position };
}
