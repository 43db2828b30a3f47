import { AcyclicDigraph } from "../../algorithms/acyclic-digraph.ts";
import { computeTrees, type InTree, type RoutedHop } from "./in-trees.ts";

/** Routing tables; cores by number. -1 stands where there is no route: an end is offline or cut off. */
export interface RouteTables {
  readonly virtualChannels: number;
  /** By destination. */
  readonly virtualChannelOf: readonly number[];
  /** `nextHop[from][to]`; `from` itself on the diagonal. */
  readonly nextHop: readonly (readonly number[])[];
  /** `latency[from][to]` in picoseconds. */
  readonly latency: readonly (readonly number[])[];
}

/**
 * Minimal-latency routes over the hops, one in-tree for each destination, and a virtual channel for each destination
 * such that no cycle of hops waits for itself.
 *
 * A message that holds a buffer of one hop waits for a buffer of the next. Routing is free of deadlock when these
 * dependencies have no cycle within any virtual channel (Dally and Seitz, "Deadlock-free message routing in
 * multiprocessor interconnection networks", IEEE ToC 1987, theorem 1). Destinations are put, in order, into the first
 * virtual channel whose dependencies stay free of cycles with theirs: layers as in LASH (Skeie et al., "Layered
 * shortest path routing", IPDPS 2002) and DFSSSP (Domke et al., "Deadlock-free oblivious routing for arbitrary
 * topologies", IPDPS 2011), by destination rather than by pair so that a kernel finds the channel by the destination
 * alone. A single in-tree has no cycle, so a channel is always found.
 */
export function computeRoutes(coreCount: number, hops: readonly RoutedHop[]): RouteTables {
  const trees = computeTrees(coreCount, hops);
  const virtualChannelOf = assignVirtualChannels(trees, hops);
  const table = (cell: (tree: InTree, from: number) => number): number[][] =>
    Array.from({ length: coreCount }, (_, from) => trees.map((tree) => cell(tree, from)));
  return {
    virtualChannels: Math.max(1, ...virtualChannelOf.map((channel) => channel + 1)),
    virtualChannelOf,
    nextHop: table((tree, from) => (from === tree.destination ? from : (hops[tree.hop[from] ?? -1]?.to ?? -1))),
    latency: table((tree, from) => tree.latency[from] ?? -1),
  };
}

function assignVirtualChannels(trees: readonly InTree[], hops: readonly RoutedHop[]): number[] {
  const layers: AcyclicDigraph[] = [];
  return trees.map((tree) => {
    const dependencies = dependenciesOf(tree, hops);
    const free = layers.findIndex((layer) => layer.tryAdd(dependencies));
    if (free !== -1) return free;
    const layer = new AcyclicDigraph(hops.length);
    layer.tryAdd(dependencies);
    return layers.push(layer) - 1;
  });
}

/** The pairs of hops that follow one another on the way to the tree's root. */
function dependenciesOf(tree: InTree, hops: readonly RoutedHop[]): (readonly [number, number])[] {
  const dependencies: (readonly [number, number])[] = [];
  for (const hop of tree.hop) {
    const next = tree.hop[hops[hop]?.to ?? -1] ?? -1;
    if (hop !== -1 && next !== -1) dependencies.push([hop, next]);
  }
  return dependencies;
}
