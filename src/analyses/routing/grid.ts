import { at } from "../../algorithms/digraph.ts";
import { DisjointSets } from "../../algorithms/disjoint-sets.ts";
import { computeDimensions } from "./dimensions.ts";
import { buildHopGraph, type RoutedHop } from "./hop-graph.ts";

/**
 * Nodes as points with coordinates, every one of which is in its place: a hop changes one coordinate, and what it costs
 * depends on that coordinate before and after it alone. A torus is a grid, and so is a machine whose places all look
 * alike inside and are joined core by core.
 */
export interface Grid {
  /** By dimension, by node. */
  readonly coordinates: readonly Uint32Array[];
  /** By dimension: the hops between its coordinates. */
  readonly dimensions: readonly { readonly size: number; readonly hops: readonly RoutedHop[] }[];
}

/**
 * The coordinates of all nodes: those of the place they lie in, then which of the nodes there they are. Null when that
 * makes no grid. Places are what near hops join.
 */
export function computeGrid(nodeCount: number, hops: readonly RoutedHop[]): Grid | null {
  const places = gatherPlaces(nodeCount, hops);
  if (places === null) return null;
  const between = joinPlaces(places, hops);
  const separate = coordinatesOfPlaces(places.count, between);
  const together = [Uint32Array.from({ length: places.count }, (_, place) => place)];
  return (
    [separate, together]
      .map((ofPlaces) => [
        ...ofPlaces.map((by) => Uint32Array.from(places.of, (place) => at(by, place))),
        places.position,
      ])
      .map((coordinates) => raise(coordinates, hops))
      .find((grid) => grid !== null) ?? null
  );
}

interface Places {
  readonly count: number;
  /** By node. */
  readonly of: Uint32Array;
  /** By node: which of the nodes of its place. */
  readonly position: Uint32Array;
}

/** Null when they have not all the same number of nodes. */
function gatherPlaces(nodeCount: number, hops: readonly RoutedHop[]): Places | null {
  const sets = new DisjointSets(nodeCount);
  for (const hop of hops) if (hop.isNear === true) sets.join(hop.from, hop.to);
  const { setOf, sizes } = sets.number();
  if (sizes.some((size) => size !== sizes[0])) return null;
  const filled = new Uint32Array(sizes.length);
  const position = setOf.map((place) => {
    const before = at(filled, place);
    filled[place] = before + 1;
    return before;
  });
  return { count: sizes.length, of: setOf, position };
}

/** One hop for each pair of places that hops join, in their order. */
function joinPlaces({ count, of }: Places, hops: readonly RoutedHop[]): readonly RoutedHop[] {
  const joined = new Map<number, RoutedHop>();
  for (const hop of hops) {
    const [from, to] = [at(of, hop.from), at(of, hop.to)];
    const key = from * count + to;
    if (from !== to && !joined.has(key)) joined.set(key, { from, to, latency: hop.latency });
  }
  return [...joined.values()];
}

/** What hops of all other dimensions join has the same coordinate in one. */
function coordinatesOfPlaces(count: number, hops: readonly RoutedHop[]): readonly Uint32Array[] {
  const dimension = computeDimensions(buildHopGraph(count, hops));
  const dimensions = dimension.reduce((most, each) => Math.max(most, each), 0) + 1;
  return Array.from({ length: dimensions }, (_, current) => {
    const sets = new DisjointSets(count);
    hops.forEach((hop, index) => {
      if (dimension[index] !== current) sets.join(hop.from, hop.to);
    });
    return sets.number().setOf;
  });
}

/** The grid that has such coordinates, if the hops make one. */
function raise(coordinates: readonly Uint32Array[], hops: readonly RoutedHop[]): Grid | null {
  const sizes = coordinates.map((by) => by.reduce((most, each) => Math.max(most, each), 0) + 1);
  const kept = coordinates.filter((_, dimension) => at(sizes, dimension) > 1);
  const found = kept.map((by) => new HopsOfDimension(by));
  const [first] = kept;
  if (first === undefined || !fillsGrid(kept, found)) return null;
  for (const hop of hops) {
    const changed = found.filter(({ by }) => at(by, hop.from) !== at(by, hop.to));
    if (changed.length !== 1 || changed[0]?.add(hop) !== true) return null;
  }
  if (!found.every((each) => each.isWhole(first.length))) return null;
  return { coordinates: kept, dimensions: found.map(({ size, hops: own }) => ({ size, hops: own })) };
}

/** Whether each point of the grid has its node, and no other. */
function fillsGrid(coordinates: readonly Uint32Array[], dimensions: readonly HopsOfDimension[]): boolean {
  const nodes = coordinates[0]?.length ?? 0;
  if (dimensions.reduce((product, { size }) => product * size, 1) !== nodes) return false;
  const seen = new Uint8Array(nodes);
  for (let node = 0; node < nodes; node++) {
    let point = 0;
    for (const { by, size } of dimensions) point = point * size + at(by, node);
    seen[point] = 1;
  }
  return seen.every((each) => each === 1);
}

/** The hops along one dimension, each kept once for all the lines along which it is found. */
class HopsOfDimension {
  readonly by: Uint32Array;
  readonly size: number;
  readonly #found = new Map<number, { readonly hop: RoutedHop; count: number }>();

  constructor(by: Uint32Array) {
    this.by = by;
    this.size = by.reduce((most, each) => Math.max(most, each), 0) + 1;
  }

  get hops(): readonly RoutedHop[] {
    return [...this.#found.values()].map(({ hop }) => hop);
  }

  /** False when the same hop of another line is not alike. */
  add({ from: tail, to: head, latency, bandwidth = null }: RoutedHop): boolean {
    const [from, to] = [at(this.by, tail), at(this.by, head)];
    const known = this.#found.get(from * this.size + to);
    if (known !== undefined) known.count++;
    else this.#found.set(from * this.size + to, { hop: { from, to, latency, bandwidth }, count: 1 });
    return known === undefined || (known.hop.latency === latency && known.hop.bandwidth === bandwidth);
  }

  /** Whether every line has every hop. */
  isWhole(nodes: number): boolean {
    return [...this.#found.values()].every(({ count }) => count * this.size === nodes);
  }
}
