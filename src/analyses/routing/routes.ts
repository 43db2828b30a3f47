import { at } from "../../algorithms/digraph.ts";
import { computeDetours, type Detours, type Loss } from "./detours.ts";
import { computeGrid, type Grid } from "./grid.ts";
import { buildHopGraph, columnsOf, type HopColumns, type RoutedHop } from "./hop-graph.ts";
import { sumLatencies } from "./in-trees.ts";
import { computeLineDetours, type GridDetours, type LineLoss, type LinksOf } from "./line-detours.ts";
import { type CodeNumbers, computeTrees, numberCodes, type RouteTrees } from "./route-trees.ts";

/** Routing tables of one dimension, by coordinate `[from][to]`. */
export interface RouteTable {
  /** The next coordinate; `from` itself on the diagonal, -1 where no way leads. */
  readonly nextHop: readonly (readonly number[])[];
  /** The virtual channel of the hop there; 0 on the diagonal and where no way leads. */
  readonly virtualChannel: readonly (readonly number[])[];
  /** Picoseconds along the whole way; -1 where none leads. */
  readonly latency: readonly (readonly number[])[];
}

/** Entries that change when something is lost, by column. */
interface DetourTable {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly nextHop: readonly number[];
  readonly virtualChannel: readonly number[];
}

/** Entries by coordinate that change along every line of a dimension that loses the same. */
interface LineDetourTable extends DetourTable {
  readonly dimension: number;
  readonly lost: LineLoss;
}

/** Routes between all cores of a machine. */
export interface RouteTables {
  readonly virtualChannels: number;
  /** One after the other a route puts right the coordinates that these stand for. */
  readonly dimensions: readonly RouteTable[];
  /** By dimension, by core; null when there is one dimension, in which a core's number is its coordinate. */
  readonly coordinates: readonly (readonly number[])[] | null;
  /** By loss that was asked about; null where there are several dimensions. */
  readonly detours: readonly (DetourTable | null)[];
  /** What changes where there are several dimensions. */
  readonly lines: readonly LineDetourTable[];
  /**
   * The virtual channel of hops to the side, out of a line to whose lost core a route would have turned; null where there
   * is one dimension, or a line falls apart without a core.
   */
  readonly sidestep: number | null;
  /** Losses that nothing is worked out for. */
  readonly unprepared: readonly ("cores" | "links")[];
}

/** Up to this many cores every core has entries of its own. */
const mostInOneTable = 128;

/** The grid by whose dimensions a larger machine is routed; null for a small one, and for one that is none. */
export function findGrid(coreCount: number, hops: HopColumns): Grid | null {
  const grid = coreCount > mostInOneTable ? computeGrid(coreCount, hops) : null;
  return grid !== null && grid.dimensions.length > 1 ? grid : null;
}

/**
 * Minimal-latency routes over the hops, balanced and free of deadlock (see {@link computeTrees}), and what becomes of them
 * with each loss (see {@link computeDetours}). In a larger machine that is a grid (see {@link computeGrid}) there is a
 * table for each dimension: the quickest way changes one coordinate after the other, the dimensions are gone through in
 * order, so that what waits for a hop of one is never waited for by a later one (Dally and Seitz 1987, section IV), and
 * each has the virtual channels it needs by itself. There, `linksOf` tells what hops may be lost together;
 * `known`: what {@link findGrid} has found.
 */
export function computeRoutes(
  coreCount: number,
  given: HopColumns | readonly RoutedHop[],
  losses: readonly Loss[] = [],
  linksOf: LinksOf = () => [],
  known?: Grid | null,
): RouteTables {
  const hops = "count" in given ? given : columnsOf(given);
  const grid = known === undefined ? findGrid(coreCount, hops) : known;
  if (grid !== null) return { ...computeByDimension(grid, hops, linksOf), detours: losses.map(() => null) };
  const routes = computeTrees(buildHopGraph(coreCount, hops));
  const detours = losses.map((loss) => computeDetours(routes, loss));
  const numbers = numberCodes([...codesOf(routes.trees), ...detours.map(({ code }) => code)]);
  return {
    virtualChannels: numbers.virtualChannels,
    dimensions: [buildTable(routes, numbers)],
    coordinates: null,
    detours: detours.map((each) => buildDetours(each, routes, numbers)),
    lines: [],
    sidestep: null,
    unprepared: listUnprepared({ cores: losses.length > 0, links: losses.length > 0 }),
  };
}

function computeByDimension(grid: Grid, hops: HopColumns, linksOf: LinksOf): Omit<RouteTables, "detours"> {
  const routes = grid.dimensions.map(({ size, hops: along }) => computeTrees(buildHopGraph(size, columnsOf(along))));
  const { lines, goRound } = computeLineDetours(grid, routes, hops, linksOf);
  const numbers = routes.map(({ trees }, dimension) =>
    numberCodes([...codesOf(trees), ...codesAfter(lines, dimension)]),
  );
  const channels = numbers.map(({ virtualChannels }) => virtualChannels);
  const sidestep = goRound.cores ? Math.max(...channels.slice(1)) : null;
  const both = routes.map((each, dimension) => [each, numbers[dimension] ?? numberCodes([])] as const);
  return {
    virtualChannels: Math.max(...channels, (sidestep ?? 0) + 1),
    dimensions: both.map(([each, own]) => buildTable(each, own)),
    coordinates: grid.coordinates.map((by) => Array.from(by)),
    lines: lines.flatMap(({ dimension, lost, detours }) => {
      const [each, own] = both[dimension] ?? [];
      return each === undefined || own === undefined ? [] : [{ dimension, lost, ...buildDetours(detours, each, own) }];
    }),
    sidestep,
    unprepared: listUnprepared(goRound),
  };
}

function listUnprepared({ cores, links }: GridDetours["goRound"]): RouteTables["unprepared"] {
  return [...(cores ? [] : ["cores" as const]), ...(links ? [] : ["links" as const])];
}

function codesOf(trees: RouteTrees["trees"]): readonly ArrayLike<number>[] {
  return trees.map(({ code }) => code);
}

function codesAfter(lines: GridDetours["lines"], dimension: number): readonly ArrayLike<number>[] {
  return lines.filter((line) => line.dimension === dimension).map(({ detours }) => detours.code);
}

function buildDetours(
  { from, to, hop, code }: Detours,
  { graph }: RouteTrees,
  { virtualChannelOf }: CodeNumbers,
): DetourTable {
  return {
    from,
    to,
    nextHop: hop.map((each) => graph.to[each] ?? -1),
    virtualChannel: code.map((each) => virtualChannelOf[each] ?? 0),
  };
}

function buildTable({ graph, trees }: RouteTrees, { virtualChannelOf }: CodeNumbers): RouteTable {
  const latencies = trees.map((tree) => sumLatencies(graph.to, graph.latency, tree));
  const table = (cell: (to: number, from: number) => number): number[][] =>
    Array.from({ length: graph.nodeCount }, (_, from) => trees.map((_tree, to) => cell(to, from)));
  const hopOf = (to: number, from: number): number => trees[to]?.hop[from] ?? -1;
  return {
    nextHop: table((to, from) => (from === to ? from : hopOf(to, from) === -1 ? -1 : at(graph.to, hopOf(to, from)))),
    virtualChannel: table((to, from) => virtualChannelOf[trees[to]?.code[from] ?? 0] ?? 0),
    latency: table((to, from) => latencies[to]?.[from] ?? -1),
  };
}
