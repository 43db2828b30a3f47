import FlatQueue from "flatqueue";
import { Memory } from "../../algorithms/memory.ts";
import { pathWeight } from "../latency/answer.ts";
import { codeBefore, compareContinuations } from "./channel-order.ts";
import type { InTree } from "./in-trees.ts";
import type { RouteTrees } from "./route-trees.ts";

/** What is lost: hops, and with a core those from and to it. */
export interface Loss {
  /** By hop: 1 for those that are lost. */
  readonly hops: Uint8Array;
  /** -1 when no core is. */
  readonly core: number;
}

/** Ways that change, entry by entry: what goes from `from[i]` to `to[i]` takes the hop `hop[i]`; -1 when none leads there. */
export interface Detours {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly hop: readonly number[];
  readonly code: readonly number[];
}

/**
 * The quickest ways that are left once something is lost, as far as they differ from those before. Only nodes whose way
 * went over it need another; from where that meets a way that did not, all stays as it was. Virtual channels go by the
 * same order of hops: so tables before and after any loss are free of deadlock together, and nodes may change over one
 * by one.
 */
export function computeDetours(routes: RouteTrees, loss: Loss): Detours {
  const { weights, destinationsOver } = prepared.recall(routes, () => prepare(routes));
  const isAffected = new Uint8Array(routes.trees.length);
  loss.hops.forEach((isLost, hop) => {
    if (isLost === 0 || routes.graph.from[hop] === loss.core) return;
    for (const destination of destinationsOver[hop] ?? []) isAffected[destination] = 1;
  });
  const detours = { from: [], to: [], hop: [], code: [] };
  routes.trees.forEach((tree, destination) => {
    if (destination === loss.core || isAffected[destination] === 0) return;
    mendTree(routes, weights, tree, destination, loss, detours);
  });
  return detours;
}

interface Prepared {
  /** By hop. */
  readonly weights: Float64Array;
  /** By hop: the destinations to which some node sends over it. */
  readonly destinationsOver: readonly (readonly number[])[];
}

/** For all losses alike. */
const prepared = new Memory<RouteTrees, Prepared>();

function prepare({ graph, trees }: RouteTrees): Prepared {
  const destinationsOver = Array.from({ length: graph.hopCount }, (): number[] => []);
  trees.forEach(({ hop }, destination) => {
    for (const over of hop) if (over !== -1) destinationsOver[over]?.push(destination);
  });
  return { weights: graph.latency.map(pathWeight), destinationsOver };
}

interface Columns {
  readonly from: number[];
  readonly to: number[];
  readonly hop: number[];
  readonly code: number[];
}

function mendTree(
  routes: RouteTrees,
  weights: Float64Array,
  tree: InTree,
  destination: number,
  loss: Loss,
  detours: Columns,
): void {
  const affected = findAffected(routes, tree, loss);
  if (affected.nodes.length === 0) return;
  const mended = { hop: tree.hop.slice(), code: tree.code.slice() };
  for (const node of affected.nodes) mended.hop[node] = -1;
  const search = { ...affected, mended, weights, loss, destination };
  const { distance, order } = spread(routes, tree, search);
  for (const node of order) chooseHop(routes, node, { ...search, distance });
  for (const node of affected.nodes) {
    if (mended.hop[node] === tree.hop[node] && mended.code[node] === tree.code[node]) continue;
    detours.from.push(node);
    detours.to.push(destination);
    detours.hop.push(mended.hop[node] ?? -1);
    detours.code.push(mended.code[node] ?? 0);
  }
}

interface Affected {
  /** Nodes whose way went over what is lost; without the lost one. */
  readonly nodes: readonly number[];
  readonly isAffected: Uint8Array;
}

function findAffected({ graph }: RouteTrees, { hop: hops, order }: InTree, { hops: lost, core }: Loss): Affected {
  const isAffected = new Uint8Array(graph.nodeCount);
  const nodes: number[] = [];
  for (const node of order) {
    const hop = hops[node] as number;
    if (hop === -1 || (lost[hop] === 0 && isAffected[graph.to[hop] as number] === 0)) continue;
    isAffected[node] = 1;
    if (node !== core) nodes.push(node);
  }
  return { nodes, isAffected };
}

interface Search extends Affected {
  readonly mended: Pick<InTree, "hop" | "code">;
  readonly weights: Float64Array;
  readonly loss: Loss;
  readonly destination: number;
}

interface Spread {
  readonly distance: Float64Array;
  /** The affected nodes from which a way is left, nearest first. */
  readonly order: readonly number[];
}

/** Distances over what is left: unchanged where the way is, found anew from there for the others (Dijkstra). */
function spread(routes: RouteTrees, tree: InTree, search: Search): Spread {
  const { graph } = routes;
  const { nodes, isAffected, weights, loss } = search;
  const distance = distancesAlong(routes, tree, weights);
  for (const node of nodes) distance[node] = Number.POSITIVE_INFINITY;
  const queue = new FlatQueue<number>();
  const relax = (node: number): void => {
    const { firstSlot, head, edge } = graph.leaving;
    for (let slot = firstSlot[node] as number; slot < (firstSlot[node + 1] as number); slot++) {
      const hop = edge[slot] as number;
      const beyond = (distance[head[slot] as number] as number) + (weights[hop] as number);
      if (loss.hops[hop] === 0 && beyond < (distance[node] as number)) distance[node] = beyond;
    }
    if (Number.isFinite(distance[node])) queue.push(node, distance[node] as number);
  };
  for (const node of nodes) relax(node);
  const order: number[] = [];
  const settled = new Uint8Array(graph.nodeCount);
  while (queue.length > 0) {
    const node = queue.pop() as number;
    if (settled[node] === 1) continue;
    settled[node] = 1;
    order.push(node);
    const { firstSlot, head, edge } = graph.entering;
    for (let slot = firstSlot[node] as number; slot < (firstSlot[node + 1] as number); slot++) {
      const before = head[slot] as number;
      const hop = edge[slot] as number;
      if (isAffected[before] === 0 || before === loss.core || settled[before] === 1 || loss.hops[hop] === 1) continue;
      const beyond = (distance[node] as number) + (weights[hop] as number);
      if (beyond >= (distance[before] as number)) continue;
      distance[before] = beyond;
      queue.push(before, beyond);
    }
  }
  return { distance, order };
}

function distancesAlong({ graph }: RouteTrees, { hop, order }: InTree, weights: Float64Array): Float64Array {
  const distance = new Float64Array(graph.nodeCount).fill(Number.POSITIVE_INFINITY);
  for (const node of order) {
    const over = hop[node] as number;
    distance[node] = over === -1 ? 0 : (distance[graph.to[over] as number] as number) + (weights[over] as number);
  }
  return distance;
}

/** Of the quickest hops the one that needs the lowest code. */
function chooseHop(
  { graph, order }: RouteTrees,
  node: number,
  search: Search & { readonly distance: Float64Array },
): void {
  const { mended, weights, loss, destination, distance } = search;
  const { firstSlot, head, edge } = graph.leaving;
  let best = -1;
  let bestCode = 0;
  for (let slot = firstSlot[node] as number; slot < (firstSlot[node + 1] as number); slot++) {
    const hop = edge[slot] as number;
    const next = head[slot] as number;
    if (loss.hops[hop] === 1 || (distance[next] as number) + (weights[hop] as number) !== distance[node]) continue;
    const following = mended.hop[next] as number;
    if (following === -1 && next !== destination) continue;
    const code = following === -1 ? 0 : codeBefore(order, hop, following, mended.code[next] as number);
    if (best !== -1 && compareContinuations(order, hop, code, best, bestCode) >= 0) continue;
    best = hop;
    bestCode = code;
  }
  mended.hop[node] = best;
  mended.code[node] = bestCode;
}
