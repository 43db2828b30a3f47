import { buildDigraph } from "../../algorithms/digraph.ts";
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
 * many planes as there are pairs. Where several equally quick links join two parts, the planes take turns at them. Places
 * without online cores are passed through, as a switch is; devices are not.
 */
export function computeLinkNeighbours(machine: Machine): readonly LinkNeighbours[] {
  const graph = linkGraphOf(machine);
  const cores = graph.places.map((place) => onlineCores(graph, place));
  const stretches = keepUnforwarded(graph, cores);
  const pathsFrom = shortestPathsIn(stretches.graph, stretches.weights);
  return graph.places.flatMap((_, from) => {
    if (cores[from]?.length === 0) return [];
    const ways = waysFrom(stretches, pathsFrom([leaving(from)]), from);
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
function waysFrom(stretches: LinkGraph, paths: ReachedPaths, from: number): readonly Way[] {
  const ends = paths.reached.filter((node) => node === entering(node >> 1) && node >> 1 !== from);
  return ends
    .sort((a, b) => a - b)
    .map((end) => {
      const to = end >> 1;
      const quickest = linksTo(stretches, paths, end);
      return { to, choices: quickest.length === 1 ? parallelLinks(stretches, from, to, quickest) : [quickest] };
    });
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
