import { at, buildDigraph } from "../../algorithms/digraph.ts";
import { sortTopologically } from "../../algorithms/topological-sort.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import { type ChannelOrder, orderAsSorted, orderUpAndDown } from "./channel-order.ts";
import { computeDimensions } from "./dimensions.ts";
import type { HopGraph } from "./hop-graph.ts";
import { addTree, chooseTree, type Ends, type InTree, type Load, prepareTrees, type TreeChoice } from "./in-trees.ts";

/** The ways between all nodes of a graph, and the virtual channels they take. */
export interface RouteTrees {
  readonly graph: HopGraph;
  readonly order: ChannelOrder;
  /** By destination. */
  readonly trees: readonly InTree[];
}

/** Which virtual channel stands for each code in use. */
export interface CodeNumbers {
  readonly virtualChannels: number;
  /** By code. */
  readonly virtualChannelOf: Uint8Array;
}

/** From every node to every node. */
function everyEnd(nodeCount: number): Ends {
  const one = new Float64Array(nodeCount).fill(1);
  return { from: one, to: one, nodes: Array.from(one, (_, node) => [node]) };
}

/**
 * Minimal-latency routes, one in-tree for each destination, balanced over the bandwidth of the hops, with few virtual
 * channels such that no cycle of hops waits for itself (Dally and Seitz, "Deadlock-free message routing in multiprocessor
 * interconnection networks", IEEE ToC 1987, theorem 1). Several orders of the hops are tried, and the one kept that needs
 * the fewest virtual channels; a hop's virtual channel depends on it and the destination, so that a kernel finds it in
 * its own table.
 */
export function computeTrees(graph: HopGraph, ends: Ends = everyEnd(graph.nodeCount)): RouteTrees {
  const order = chooseOrder(graph, ends);
  const trees = balance(prepareTrees(graph, order, ends), judge(graph, order, ends));
  return { graph, order, trees };
}

/** In larger graphs orders are judged by as many destinations as this. */
const sampled = 64;

function chooseOrder(graph: HopGraph, ends: Ends): ChannelOrder {
  const dimensions = computeDimensions(graph);
  const plain = new Uint8Array(graph.hopCount);
  const hasSeveral = dimensions.some((dimension) => dimension > 0);
  let best: ChannelOrder | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const dimension of hasSeveral ? [dimensions, plain] : [plain]) {
    for (const share of graph.nodeCount > 256 ? [0] : shares) {
      const order = orderUpAndDown(graph, dimension, share);
      const codes = judge(graph, order, ends);
      if (codes < fewest) [best, fewest] = [order, codes];
      if (fewest === 0) return order;
    }
    const sorted = sortDependencies(prepareTrees(graph, best ?? orderUpAndDown(graph, dimension, 0), ends));
    if (sorted !== null) return orderAsSorted(plain, sorted);
  }
  return best ?? orderUpAndDown(graph, plain, 0);
}

const shares = [0, 0.25, 0.5, 0.75, 0.125, 0.375, 0.625, 0.875];

/** The highest code that routes in an order need. */
function judge(graph: HopGraph, order: ChannelOrder, ends: Ends): number {
  const choice = prepareTrees(graph, order, ends);
  let highest = 0;
  for (const destination of sample(ends)) {
    const tree = chooseTree(choice, destination, 255, null);
    tree?.code.forEach((code, node) => {
      if (ends.from[node] !== 0 && code > highest) highest = code;
    });
  }
  return highest;
}

function sample({ to }: Ends): readonly number[] {
  const destinations = Array.from(to.keys()).filter((destination) => to[destination] !== 0);
  const step = Math.max(1, Math.floor(destinations.length / sampled));
  return destinations.filter((_, index) => index % step === 0);
}

/** Hops in an order in which each stands before those it waits for, whatever the virtual channels; null when none is. */
function sortDependencies(choice: TreeChoice): Uint32Array | null {
  const sampledTrees = sample(choice.ends).flatMap((destination) => chooseTree(choice, destination, 255, null) ?? []);
  if (sortTrees(choice.graph, sampledTrees) === null) return null;
  return sortTrees(choice.graph, balance(choice, 255));
}

function sortTrees({ hopCount, to }: HopGraph, trees: readonly InTree[]): Uint32Array | null {
  const keys = new Set<number>();
  for (const { hop } of trees) {
    for (const first of hop) {
      const second = first === -1 ? -1 : at(hop, at(to, first));
      if (second !== -1) keys.add(first * hopCount + second);
    }
  }
  const tails = Float64Array.from(keys, (key) => Math.floor(key / hopCount));
  const heads = Float64Array.from(keys, (key) => key % hopCount);
  return sortTopologically(buildDigraph(hopCount, tails, heads));
}

/** Up to this many nodes every tree is chosen again when all others are known. */
const mostRevised = 512;

/** Trees for all destinations; in smaller graphs each is chosen anew once all the others are known. */
function balance(choice: TreeChoice, leastCap: number): readonly InTree[] {
  const { graph, ends } = choice;
  const load: Load = { byCarrier: new Float64Array(graph.carrierCount), ends };
  let cap = leastCap;
  const choose = (destination: number): InTree => {
    const balanced = chooseTree(choice, destination, cap, load);
    if (balanced !== null) return balanced;
    const leastCodes = chooseTree(choice, destination, 255, null);
    invariant(leastCodes !== null, "A graph is so long that its routes need more than 255 codes.");
    addTree(graph, leastCodes, destination, load, 1);
    cap = leastCodes.code.reduce((most, code) => Math.max(most, code), cap);
    return leastCodes;
  };
  const trees = ends.nodes.map((_, destination) => choose(destination));
  for (let pass = 0; pass < 2 && graph.nodeCount <= mostRevised; pass++) {
    for (const [destination, tree] of trees.entries()) {
      addTree(graph, tree, destination, load, -1);
      trees[destination] = choose(destination);
    }
  }
  return trees;
}

/** Numbers the codes that stand in some lists. */
export function numberCodes(lists: readonly ArrayLike<number>[]): CodeNumbers {
  const used = new Uint8Array(256);
  for (const codes of lists) for (let index = 0; index < codes.length; index++) used[codes[index] as number] = 1;
  const virtualChannelOf = new Uint8Array(256);
  let count = 0;
  used.forEach((isUsed, code) => {
    virtualChannelOf[code] = count;
    count += isUsed;
  });
  return { virtualChannels: Math.max(1, count), virtualChannelOf };
}
