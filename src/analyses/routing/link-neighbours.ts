import { at, buildDigraph } from "../../algorithms/digraph.ts";
import { type ReachedPaths, shortestPathsIn } from "../../algorithms/shortest-paths.ts";
import type { Core, Link, Machine } from "../../model/machine.ts";
import { linkStep, nominalSum } from "../latency/answer.ts";
import { entering, type LinkGraph, leaving, linkGraphOf, linksTo } from "../latency/link-graph.ts";
import type { Place } from "../latency/places.ts";

/** Two cores that links join, and the links from the one to the other. */
export interface LinkNeighbours {
  readonly from: Core;
  readonly to: Core;
  readonly links: readonly Link[];
}

/**
 * The pairs of cores that exchange lines over links. A link joins the cores at its two ends: the core itself where it
 * ends at one, else the online cores of the part at that end. Core i of the one end is paired with core i of the other,
 * counted modulo the smaller number: so every core of the larger end has a neighbour, and forwarding is spread over as
 * many planes as there are pairs. Where several equally quick ways join two parts, the planes take turns at them, so that
 * they share what the ways carry, and some are left when one way fails. Places without online cores are passed through,
 * as a switch is; devices are not.
 */
export function computeLinkNeighbours(machine: Machine): readonly LinkNeighbours[] {
  const graph = linkGraphOf(machine);
  const cores = graph.places.map((place) => onlineCores(graph, place));
  const stretches = keepUnforwarded(graph, cores);
  const pathsFrom = shortestPathsIn(stretches.graph, stretches.weights);
  const into = edgesInto(stretches);
  return graph.places.flatMap((_, from) => {
    if (cores[from]?.length === 0) return [];
    const ways = waysFrom(stretches, into, pathsFrom([leaving(from)]), from);
    return ways.flatMap(({ to, choices }) => pairUp(cores[from] ?? [], cores[to] ?? [], choices));
  });
}

function onlineCores({ population }: LinkGraph, place: Place): readonly Core[] {
  switch (place.kind) {
    case "part":
      return (population.get(place.part) ?? []).filter((core) => core.online);
    case "core":
      return place.core.online ? [place.core] : [];
    case "device":
      return [];
  }
}

/** The graph without the turns at places with cores: there a kernel forwards, which is another hop. */
function keepUnforwarded(graph: LinkGraph, cores: readonly (readonly Core[])[]): LinkGraph {
  const heads = new Uint32Array(graph.graph.edgeCount);
  graph.graph.edge.forEach((edge, slot) => {
    heads[edge] = graph.graph.head[slot] ?? 0;
  });
  const isEmpty = (node: number): boolean => cores[node >> 1]?.length === 0;
  const kept = graph.tails.flatMap((tail, edge) =>
    graph.linkOf[edge] !== null || (isEmpty(tail) && isEmpty(heads[edge] ?? 0)) ? [edge] : [],
  );
  const tails = kept.map((edge) => graph.tails[edge] ?? 0);
  return {
    ...graph,
    graph: buildDigraph(
      2 * graph.places.length,
      tails,
      kept.map((edge) => heads[edge] ?? 0),
    ),
    tails,
    weights: kept.map((edge) => graph.weights[edge] ?? 0),
    linkOf: kept.map((edge) => graph.linkOf[edge] ?? null),
  };
}

interface Way {
  readonly to: number;
  /** Equally quick alternatives. */
  readonly choices: readonly (readonly Link[])[];
}

/** For each place that can be reached without forwarding, in their order: the quickest links there. */
function waysFrom(stretches: LinkGraph, into: EdgesInto, paths: ReachedPaths, from: number): readonly Way[] {
  const onQuickest = tightEdges(stretches, into, paths.distance);
  const ends = paths.reached.filter((node) => node === entering(node >> 1) && node >> 1 !== from);
  return ends
    .sort((a, b) => a - b)
    .map((end) => {
      const to = end >> 1;
      const quickest = linksTo(stretches, paths, end);
      if (quickest.length === 1) return { to, choices: parallelLinks(stretches, from, to, quickest) };
      const choices = equallyQuick(stretches, onQuickest, end, quickest);
      // Both ways alike, and not all of one end over the same.
      const first = (from + to) % choices.length;
      return { to, choices: [...choices.slice(first), ...choices.slice(0, first)] };
    });
}

/** By node: the edges that lead to it. */
type EdgesInto = readonly (readonly number[])[];

function edgesInto({ graph }: LinkGraph): EdgesInto {
  const into = Array.from({ length: graph.nodeCount }, (): number[] => []);
  graph.edge.forEach((edge, slot) => void into[graph.head[slot] ?? 0]?.push(edge));
  return into.map((edges) => edges.sort((a, b) => a - b));
}

/** By node: the edges that quickest ways come in by. */
type TightEdges = (node: number) => readonly number[];

function tightEdges(graph: LinkGraph, into: EdgesInto, distance: Float64Array): TightEdges {
  const known = new Map<number, readonly number[]>();
  const isTight = (edge: number, node: number): boolean =>
    at(distance, graph.tails[edge] ?? 0) + (graph.weights[edge] ?? 0) === at(distance, node);
  return (node) => {
    const edges =
      known.get(node) ?? (at(distance, node) === 0 ? [] : (into[node] ?? []).filter((edge) => isTight(edge, node)));
    known.set(node, edges);
    return edges;
  };
}

/** More ways between the same two places are not looked for. */
const mostWays = 16;

/**
 * The ways through switches that are as quick as the quickest, in the order of their links from the far end on; the quickest
 * alone where a link does not say how quick it is.
 */
function equallyQuick(
  graph: LinkGraph,
  onQuickest: TightEdges,
  end: number,
  quickest: readonly Link[],
): readonly (readonly Link[])[] {
  const ways = new Map<string, readonly Link[]>();
  for (let number = 0; number < mostWays; number++) {
    const { links, left } = walkBack(graph, onQuickest, end, number);
    if (left > 0) break;
    if (links.every(({ latency }) => latency !== null)) ways.set(links.map(({ index }) => index).join(" "), links);
  }
  return ways.size === 0 ? [quickest] : [...ways.values()];
}

/** The way of a number, which says at each node by which edge it comes in; `left` over where there are not so many. */
function walkBack({ tails, linkOf }: LinkGraph, onQuickest: TightEdges, end: number, number: number) {
  const links: Link[] = [];
  let left = number;
  for (let edges = onQuickest(end); edges.length > 0; ) {
    const edge = edges[left % edges.length] ?? 0;
    left = Math.floor(left / edges.length);
    const link = linkOf[edge];
    if (link != null) links.push(link);
    edges = onQuickest(tails[edge] ?? 0);
  }
  return { links: links.reverse(), left };
}

function parallelLinks(
  graph: LinkGraph,
  from: number,
  to: number,
  quickest: readonly Link[],
): readonly (readonly Link[])[] {
  const cost = (links: readonly Link[]): number => nominalSum(links.map(linkStep));
  const choices: (readonly Link[])[] = [];
  const end = graph.graph.firstSlot[leaving(from) + 1] ?? 0;
  for (let slot = graph.graph.firstSlot[leaving(from)] ?? 0; slot < end; slot++) {
    const link = graph.linkOf[graph.graph.edge[slot] ?? 0] ?? null;
    if (graph.graph.head[slot] !== entering(to) || link === null) continue;
    if (cost([link]) === cost(quickest)) choices.push([link]);
  }
  return choices;
}

function pairUp(
  senders: readonly Core[],
  receivers: readonly Core[],
  choices: Way["choices"],
): readonly LinkNeighbours[] {
  if (receivers.length === 0) return [];
  return Array.from({ length: Math.max(senders.length, receivers.length) }, (_, plane) => ({
    from: senders[plane % senders.length],
    to: receivers[plane % receivers.length],
    links: choices[plane % choices.length],
  })).filter((pair): pair is LinkNeighbours => pair.from !== pair.to);
}
