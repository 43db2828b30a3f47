import { at } from "../../algorithms/digraph.ts";
import { DisjointSets } from "../../algorithms/disjoint-sets.ts";
import { computeDimensions } from "./dimensions.ts";
import { buildHopGraph, columnsOf, type HopColumns, type RoutedHop } from "./hop-graph.ts";
import { gatherPlaces, type Places } from "./places.ts";

/**
 * Nodes as points with coordinates, every one of which is in its place: a hop changes one coordinate, and what it costs
 * depends on that coordinate before and after it alone. A torus is a grid, and so is a machine whose places all look
 * alike inside and are joined core by core.
 */
export interface Grid {
  /** By dimension, by node; first the dimensions along which a node has the most hops. */
  readonly coordinates: readonly Uint32Array[];
  /** By dimension: the hops between its coordinates. */
  readonly dimensions: readonly { readonly size: number; readonly hops: readonly RoutedHop[] }[];
}

/**
 * The coordinates of all nodes: those of the place they lie in, then which of the nodes there they are. Null when that
 * makes no grid. Places are what near hops join.
 */
export function computeGrid(nodeCount: number, hops: HopColumns): Grid | null {
  const places = gatherPlaces(nodeCount, hops);
  if (places.sizes.some((size) => size !== places.sizes[0])) return null;
  const raiseBy = (ofPlaces: readonly Uint32Array[]): Grid | null => {
    const ofNodes = ofPlaces.map((by) => places.of.map((place) => at(by, place)));
    return raise([...ofNodes, places.position], hops);
  };
  const separate = coordinatesOfPlaces(places.sizes.length, joinPlaces(places, hops));
  const grid = raiseBy(separate) ?? raiseBy([Uint32Array.from(places.sizes.keys())]);
  return grid === null ? null : joinWeak(grid, hops);
}

/** Up to this many coordinates two dimensions become one. */
const mostJoined = 128;

/**
 * A line with an end falls apart with a link: its dimension becomes one with another, along which there is a way round.
 * So two pairs are a ring of four, which is what they make.
 */
function joinWeak(grid: Grid, hops: HopColumns): Grid {
  const weak = grid.dimensions.findIndex(hasEnd);
  if (weak === -1) return grid;
  const size = (dimension: number): number => grid.dimensions[dimension]?.size ?? 0;
  const [other] = [...grid.dimensions.keys()]
    .filter((dimension) => dimension !== weak && size(dimension) * size(weak) <= mostJoined)
    .sort((a, b) => Number(hasEnd(grid.dimensions[b])) - Number(hasEnd(grid.dimensions[a])) || size(a) - size(b));
  if (other === undefined || grid.dimensions.length === 2) return grid;
  const joined = Uint32Array.from(grid.coordinates[weak] ?? [], (coordinate, node) => {
    return coordinate * size(other) + (grid.coordinates[other]?.[node] ?? 0);
  });
  const kept = grid.coordinates.filter((_, dimension) => dimension !== weak && dimension !== other);
  const raised = raise([joined, ...kept], hops);
  return raised === null ? grid : joinWeak(raised, hops);
}

/** Whether some coordinate has but one beside it. */
function hasEnd(dimension: Grid["dimensions"][number] | undefined): boolean {
  if (dimension === undefined) return false;
  const beside = new Uint32Array(dimension.size);
  for (const { from } of dimension.hops) beside[from] = at(beside, from) + 1;
  return beside.includes(1);
}

/** One hop for each pair of places that hops join, in their order. */
function joinPlaces({ sizes: { length: count }, of }: Places, hops: HopColumns): readonly RoutedHop[] {
  const joined = new Map<number, RoutedHop>();
  for (let hop = 0; hop < hops.count; hop++) {
    const from = of[hops.from[hop] as number] as number;
    const to = of[hops.to[hop] as number] as number;
    if (from === to || joined.has(from * count + to)) continue;
    joined.set(from * count + to, { from, to, latency: at(hops.latency, hop) });
  }
  return [...joined.values()];
}

/** What hops of all other dimensions join has the same coordinate in one. */
function coordinatesOfPlaces(count: number, hops: readonly RoutedHop[]): readonly Uint32Array[] {
  const dimension = computeDimensions(buildHopGraph(count, columnsOf(hops)));
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
function raise(coordinates: readonly Uint32Array[], hops: HopColumns): Grid | null {
  const found = coordinates.map((by) => new HopsOfDimension(by)).filter(({ size }) => size > 1);
  const [first] = found;
  if (first === undefined || !fillsGrid(found)) return null;
  for (let hop = 0; hop < hops.count; hop++) {
    const dimension = onlyChanged(found, hops.from[hop] as number, hops.to[hop] as number);
    if (dimension?.add(hops, hop) !== true) return null;
  }
  if (!found.every((each) => each.isWhole())) return null;
  const widestFirst = found.toSorted((a, b) => b.degree - a.degree);
  return {
    coordinates: widestFirst.map(({ by }) => by),
    dimensions: widestFirst.map((each) => ({ size: each.size, hops: each.list() })),
  };
}

/** Whether each point of the grid has its node, and no other. */
function fillsGrid(dimensions: readonly HopsOfDimension[]): boolean {
  const nodes = dimensions[0]?.by.length ?? 0;
  if (dimensions.reduce((product, { size }) => product * size, 1) !== nodes) return false;
  const seen = new Uint8Array(nodes);
  for (let node = 0; node < nodes; node++) {
    let point = 0;
    for (const { by, size } of dimensions) point = point * size + at(by, node);
    seen[point] = 1;
  }
  return seen.every((each) => each === 1);
}

/** The one dimension in which two nodes differ; null when there are more. */
function onlyChanged(dimensions: readonly HopsOfDimension[], from: number, to: number): HopsOfDimension | null {
  let changed: HopsOfDimension | null = null;
  for (const dimension of dimensions) {
    if (dimension.by[from] === dimension.by[to]) continue;
    if (changed !== null) return null;
    changed = dimension;
  }
  return changed;
}

/** The hops along one dimension, each kept once for all the lines along which it is found. */
class HopsOfDimension {
  readonly by: Uint32Array;
  readonly size: number;
  /** By pair of coordinates: its number among those found. */
  readonly #number = new Map<number, number>();
  readonly #counts: number[] = [];
  readonly #hops: RoutedHop[] = [];

  constructor(by: Uint32Array) {
    this.by = by;
    this.size = by.reduce((most, each) => Math.max(most, each), 0) + 1;
  }

  /** How many hops leave a node along it, on average. */
  get degree(): number {
    return this.#hops.length / this.size;
  }

  list(): readonly RoutedHop[] {
    return this.#hops;
  }

  /** False when the same hop of another line is not alike. */
  add(hops: HopColumns, hop: number): boolean {
    const from = this.by[hops.from[hop] as number] as number;
    const to = this.by[hops.to[hop] as number] as number;
    const latency = hops.latency[hop] as number;
    const bandwidth = hops.bandwidth[hop] as number;
    const key = from * this.size + to;
    const number = this.#number.get(key) ?? this.#hops.push({ from, to, latency, bandwidth }) - 1;
    this.#number.set(key, number);
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
    const known = this.#hops[number];
    return known?.latency === latency && known.bandwidth === bandwidth;
  }

  /** Whether every line has every hop. */
  isWhole(): boolean {
    return this.#counts.every((count) => count * this.size === this.by.length);
  }
}
