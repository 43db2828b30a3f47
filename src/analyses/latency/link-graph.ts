import { at, buildDigraph, type Digraph } from "../../algorithms/digraph.ts";
import { computeShortestPaths, type ShortestPaths } from "../../algorithms/shortest-paths.ts";
import type { Core, Device, Link, Machine, Part } from "../../model/machine.ts";
import { linkStep, nominalSum, pathWeight } from "./answer.ts";
import { computePopulation, enclosingParts, keyOf, type Place, type Population, placeOfEndpoint } from "./places.ts";

/**
 * The links of a machine as a graph. Each place has two nodes: `2i`, about to leave over one of its links, and `2i + 1`,
 * just come in over one. Links lead from a leaving node to an entering one. One may turn round from entering to leaving
 * in the same place, or between a place and one that encloses it; but never step from one enclosed place to another,
 * which is what the links are for. Nothing passes through a device.
 */
export interface LinkGraph {
  readonly machine: Machine;
  readonly population: Population;
  readonly places: readonly Place[];
  readonly indexOf: ReadonlyMap<Part | Core | Device, number>;
  readonly graph: Digraph;
  readonly tails: readonly number[];
  readonly weights: readonly number[];
  /** By edge; null for turns. */
  readonly linkOf: readonly (Link | null)[];
  /** Shortest paths by starting place, computed when first asked for. */
  readonly known: Map<number, ShortestPaths>;
}

export const leaving = (place: number): number => 2 * place;
export const entering = (place: number): number => 2 * place + 1;

const graphs = new WeakMap<Machine, LinkGraph>();

/** Built once for each machine. */
export function linkGraphOf(machine: Machine): LinkGraph {
  const known = graphs.get(machine);
  if (known !== undefined) return known;
  const built = buildLinkGraph(machine);
  graphs.set(machine, built);
  return built;
}

interface Edge {
  readonly tail: number;
  readonly head: number;
  readonly weight: number;
  readonly link: Link | null;
}

function buildLinkGraph(machine: Machine): LinkGraph {
  const population = computePopulation(machine);
  const places: Place[] = [];
  const indexOf = new Map<Part | Core | Device, number>();
  const indexFor = (place: Place): number => {
    const known = indexOf.get(keyOf(place));
    if (known !== undefined) return known;
    indexOf.set(keyOf(place), places.length);
    return places.push(place) - 1;
  };

  const crossings = machine.links.flatMap((link) => {
    const from = indexFor(placeOfEndpoint(link.from, population));
    const to = indexFor(placeOfEndpoint(link.to, population));
    return crossingsOf(link, from, to);
  });
  const edges = [...crossings, ...turnsBetween(places, indexOf)];
  const tails = edges.map((edge) => edge.tail);
  return {
    machine,
    population,
    places,
    indexOf,
    graph: buildDigraph(
      2 * places.length,
      tails,
      edges.map((edge) => edge.head),
    ),
    tails,
    weights: edges.map((edge) => edge.weight),
    linkOf: edges.map((edge) => edge.link),
    known: new Map(),
  };
}

function crossingsOf(link: Link, from: number, to: number): Edge[] {
  const weight = pathWeight(nominalSum([linkStep(link)]));
  const there = { tail: leaving(from), head: entering(to), weight, link };
  if (link.direction === "oneWay") return [there];
  return [there, { tail: leaving(to), head: entering(from), weight, link }];
}

function turnsBetween(places: readonly Place[], indexOf: LinkGraph["indexOf"]): Edge[] {
  return places.flatMap((place, index) => {
    if (place.kind === "device") return [];
    const turn = (a: number, b: number): Edge => ({ tail: entering(a), head: leaving(b), weight: 0, link: null });
    const around = placesAround(place, indexOf).filter((other) => other !== index);
    return [turn(index, index), ...around.flatMap((other) => [turn(index, other), turn(other, index)])];
  });
}

/** The places that something lies in: the core or device itself when links join it, and every enclosing part. */
export function placesAround(place: Place, indexOf: LinkGraph["indexOf"]): readonly number[] {
  const innermost = place.kind === "part" ? place.part : place.kind === "core" ? place.core.part : place.device.part;
  const around = [keyOf(place), ...enclosingParts(innermost)].map((key) => indexOf.get(key));
  return [...new Set(around)].filter((index) => index !== undefined);
}

/**
 * The links of a quickest way from one place to another, unknown latencies counted nominally; null when there is none. A
 * place that encloses both is neither left nor entered: what lies in it is not joined by the links that lead out of it.
 */
export function quickestLinks(graph: LinkGraph, from: Place, to: Place): readonly Link[] | null {
  const starts = placesAround(from, graph.indexOf);
  const ends = placesAround(to, graph.indexOf);
  let best: { readonly distance: number; readonly paths: ShortestPaths; readonly end: number } | null = null;
  for (const start of starts.filter((place) => !ends.includes(place))) {
    const paths = pathsFrom(graph, start);
    for (const end of ends.filter((place) => !starts.includes(place))) {
      const distance = at(paths.distance, entering(end));
      if (distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { distance, paths, end };
    }
  }
  return best === null ? null : linksTo(graph, best.paths, entering(best.end));
}

function pathsFrom(graph: LinkGraph, place: number): ShortestPaths {
  const known = graph.known.get(place);
  if (known !== undefined) return known;
  const paths = computeShortestPaths(graph.graph, graph.weights, [leaving(place)]);
  graph.known.set(place, paths);
  return paths;
}

/** The links along the last edges that lead to a node, first link first. */
export function linksTo(graph: LinkGraph, paths: ShortestPaths, node: number): readonly Link[] {
  const links: Link[] = [];
  for (let edge = at(paths.lastEdge, node); edge !== -1; edge = at(paths.lastEdge, graph.tails[edge] ?? 0)) {
    const link = graph.linkOf[edge];
    if (link != null) links.push(link);
  }
  return links.reverse();
}
