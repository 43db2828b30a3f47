import { at } from "../../algorithms/digraph.ts";
import { buildHopGraph, type HopColumns, type HopGraph, makeColumns } from "./hop-graph.ts";
import { type InTree, sumLatencies } from "./in-trees.ts";
import { gatherPlaces } from "./places.ts";
import { type CodeNumbers, computeTrees, numberCodes, type RouteTrees } from "./route-trees.ts";

/** Where each core lies, by core; -1 for those that nothing joins to any other. */
interface CorePlaces {
  readonly of: readonly number[];
  /** Which of the cores of its place. */
  readonly position: readonly number[];
}

/** One table with a row for each core and a column for each place, then one for each position in a place. */
interface PlaceTable {
  readonly virtualChannels: number;
  readonly places: CorePlaces;
  /** Cores, -1 where no way leads. */
  readonly nextHop: readonly (readonly number[])[];
  readonly virtualChannel: readonly (readonly number[])[];
  readonly latency: readonly (readonly number[])[];
}

/** Cores by place. */
type Members = readonly (readonly number[])[];

/** The places of all cores that some hop joins, and their cores. */
export function listPlaces(coreCount: number, hops: HopColumns): Members {
  const isJoined = new Uint8Array(coreCount);
  for (const ends of [hops.from, hops.to]) for (const core of ends) isJoined[core] = 1;
  const places = gatherPlaces(coreCount, hops);
  const members = places.sizes.map((): number[] => []);
  places.of.forEach((place, core) => {
    if (isJoined[core] === 1) members[place]?.push(core);
  });
  return members.filter(({ length }) => length > 0);
}

/** Entries of the table. */
export function countEntries(coreCount: number, members: Members): number {
  return coreCount * (members.length + mostIn(members));
}

function mostIn(members: Members): number {
  return members.reduce((most, { length }) => Math.max(most, length), 0);
}

/**
 * Routes of a machine that has too many cores for a table of all pairs and is no grid. To a core of another place a route
 * is the quickest to any core of that place, balanced and free of deadlock as all are (see {@link computeTrees}), and goes
 * on from there within the place: so cores need one entry for each place, and one for each core of their own. Within
 * places routes have virtual channels of their own: they wait for nothing outside of theirs.
 */
export function computeByPlace(coreCount: number, hops: HopColumns, members: Members): PlaceTable {
  const places = placeCores(coreCount, members);
  const far = computeTrees(buildHopGraph(coreCount, hops), {
    from: new Float64Array(coreCount).fill(1),
    to: Float64Array.from(members, ({ length }) => length),
    nodes: members,
  });
  const near = computeWithin(divideHops(hops, places, members));
  const numbers = {
    far: numberCodes(far.trees.map(({ code }) => code)),
    near: numberCodes(near.flatMap(({ trees }) => trees.map(({ code }) => code))),
  };
  const table = emptyTable(coreCount, members);
  far.trees.forEach((tree, place) => {
    writeTree(table, { tree, graph: far.graph, numbers: numbers.far, firstChannel: 0 }, place, (node) => node);
  });
  const firstChannel = numbers.far.virtualChannels;
  near.forEach(({ trees, graph }, place) => {
    trees.forEach((tree, position) => {
      const written = { tree, graph, numbers: numbers.near, firstChannel };
      writeTree(table, written, members.length + position, (node) => members[place]?.[node] ?? -1);
    });
  });
  return { virtualChannels: firstChannel + numbers.near.virtualChannels, places, ...table };
}

function placeCores(coreCount: number, members: Members): CorePlaces {
  const of = new Array<number>(coreCount).fill(-1);
  const position = new Array<number>(coreCount).fill(-1);
  members.forEach((cores, place) => {
    cores.forEach((core, index) => {
      of[core] = place;
      position[core] = index;
    });
  });
  return { of, position };
}

/** By place: the hops that do not leave it, by position. */
function divideHops(hops: HopColumns, { of, position }: CorePlaces, members: Members): readonly [number, HopColumns][] {
  const inside = members.map((): number[] => []);
  for (let hop = 0; hop < hops.count; hop++) {
    const place = of[at(hops.from, hop)] ?? -1;
    if (place === of[at(hops.to, hop)]) inside[place]?.push(hop);
  }
  return inside.map((list, place) => {
    const columns = makeColumns(list.length);
    list.forEach((hop, index) => {
      columns.from[index] = position[at(hops.from, hop)] ?? 0;
      columns.to[index] = position[at(hops.to, hop)] ?? 0;
      columns.latency[index] = at(hops.latency, hop);
      columns.bandwidth[index] = at(hops.bandwidth, hop);
      columns.carrier[index] = at(hops.carrier, hop);
    });
    return [members[place]?.length ?? 0, columns];
  });
}

/** Most places look alike: the ways within them are worked out once. */
function computeWithin(places: readonly [number, HopColumns][]): readonly RouteTrees[] {
  const known = new Map<string, RouteTrees>();
  return places.map(([cores, hops]) => {
    const { from, to, latency, bandwidth, carrier } = hops;
    const likeness = [cores, from, to, latency, bandwidth, carrier].join(" ");
    const trees = known.get(likeness) ?? computeTrees(buildHopGraph(cores, hops));
    known.set(likeness, trees);
    return trees;
  });
}

interface GrowingTable {
  readonly nextHop: number[][];
  readonly virtualChannel: number[][];
  readonly latency: number[][];
}

/** Entries for a core's own place, for itself, and for positions that its place has not, say: here. */
function emptyTable(coreCount: number, members: Members): GrowingTable {
  const columns = members.length + mostIn(members);
  const table: GrowingTable = { nextHop: [], virtualChannel: [], latency: [] };
  const isPlaced = new Uint8Array(coreCount);
  for (const cores of members) for (const core of cores) isPlaced[core] = 1;
  isPlaced.forEach((placed, core) => {
    table.nextHop.push(new Array<number>(columns).fill(placed === 1 ? core : -1));
    table.virtualChannel.push(new Array<number>(columns).fill(0));
    table.latency.push(new Array<number>(columns).fill(placed - 1));
  });
  return table;
}

interface WrittenTree {
  readonly tree: InTree;
  readonly graph: HopGraph;
  readonly numbers: CodeNumbers;
  readonly firstChannel: number;
}

/** Writes the ways of a tree into one column; `coreOf` tells which core a node of its graph is. */
function writeTree(
  table: GrowingTable,
  { tree, graph, numbers, firstChannel }: WrittenTree,
  column: number,
  coreOf: (node: number) => number,
): void {
  const sums = sumLatencies(graph.to, graph.latency, tree);
  tree.hop.forEach((hop, node) => {
    const core = coreOf(node);
    const [nextHop, virtualChannel, latency] = [table.nextHop[core], table.virtualChannel[core], table.latency[core]];
    if (nextHop === undefined || virtualChannel === undefined || latency === undefined) return;
    if (hop === -1 && sums[node] === 0) return;
    nextHop[column] = hop === -1 ? -1 : coreOf(at(graph.to, hop));
    virtualChannel[column] = hop === -1 ? 0 : firstChannel + at(numbers.virtualChannelOf, at(tree.code, node));
    latency[column] = at(sums, node);
  });
}
