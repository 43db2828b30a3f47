import { at } from "../../algorithms/digraph.ts";
import { computeDetours, type Detours } from "./detours.ts";
import type { Grid } from "./grid.ts";
import type { HopColumns, HopGraph } from "./hop-graph.ts";
import type { RouteTrees } from "./route-trees.ts";

/** What a line of a grid loses: a coordinate, with a core; or hops from `from[i]` to `to[i]`, with a link. */
export type LineLoss =
  | { readonly coordinate: number }
  | { readonly from: readonly number[]; readonly to: readonly number[] };

/** What becomes of the routes along every line of a dimension that loses the same. */
export interface LineDetours {
  readonly dimension: number;
  readonly lost: LineLoss;
  readonly detours: Detours;
}

export interface GridDetours {
  readonly lines: readonly LineDetours[];
  /** Whether the routes go round every core that is lost, and round every link. */
  readonly goRound: { readonly cores: boolean; readonly links: boolean };
}

/** The links that a hop goes over. */
export type LinksOf = (hop: number) => readonly number[];

/** Losses in longer lines are not gone through: their tables would be long and take long to prove. */
const longestLine = 128;

const noDetours: GridDetours = { lines: [], goRound: { cores: false, links: false } };

/**
 * What to do in a grid without one link or core, line by line: all lines of a dimension that lose the same do the same.
 * Nothing is worked out for cores when a line would fall apart without one, nor for links when one would without a link
 * or hops lead over several.
 */
export function computeLineDetours(
  grid: Grid,
  routes: readonly RouteTrees[],
  hops: HopColumns,
  linksOf: LinksOf,
): GridDetours {
  if (grid.dimensions.some(({ size }) => size > longestLine)) return noDetours;
  const ofCores = routes.flatMap(({ graph }, dimension) =>
    Array.from({ length: graph.nodeCount }, (_, coordinate) => ({ dimension, lost: { coordinate } })),
  );
  const ofLinks = listLinkLosses(grid, hops, linksOf);
  const [cores, links] = [ofCores, ofLinks ?? []].map((losses) => losses.map((each) => goRound(each, routes)));
  const coresHold = cores?.every(holdsTogether) === true;
  const linksHold = ofLinks !== null && links?.every(holdsTogether) === true;
  return {
    lines: [...(coresHold ? (cores ?? []) : []), ...(linksHold ? (links ?? []) : [])],
    goRound: { cores: coresHold, links: linksHold },
  };
}

type Losing = Omit<LineDetours, "detours">;

function goRound({ dimension, lost }: Losing, routes: readonly RouteTrees[]): LineDetours {
  const trees = routes[dimension];
  if (trees === undefined) return { dimension, lost, detours: { from: [], to: [], hop: [], code: [] } };
  const core = "coordinate" in lost ? lost.coordinate : -1;
  return { dimension, lost, detours: computeDetours(trees, { hops: markLost(trees.graph, lost), core }) };
}

function markLost({ from, to, hopCount }: HopGraph, lost: LineLoss): Uint8Array {
  const marks = new Uint8Array(hopCount);
  const pairs = new Set("coordinate" in lost ? [] : lost.from.map((tail, index) => `${tail} ${lost.to[index]}`));
  for (let hop = 0; hop < hopCount; hop++) {
    const ends = [at(from, hop), at(to, hop)];
    const isLost = "coordinate" in lost ? ends.includes(lost.coordinate) : pairs.has(ends.join(" "));
    if (isLost) marks[hop] = 1;
  }
  return marks;
}

function holdsTogether({ detours }: LineDetours): boolean {
  return !detours.hop.includes(-1);
}

/** Each set of hops that some line loses with some link, once; null when hops lead over several links. */
function listLinkLosses(grid: Grid, hops: HopColumns, linksOf: LinksOf): readonly Losing[] | null {
  const byLink = new Map<number, number[]>();
  for (let hop = 0; hop < hops.count; hop++) {
    const [link, another] = linksOf(hop);
    if (another !== undefined) return null;
    if (link === undefined) continue;
    const known = byLink.get(link);
    if (known === undefined) byLink.set(link, [hop]);
    else known.push(hop);
  }
  const losses = new Map<string, Losing>();
  for (const lost of byLink.values()) {
    for (const each of groupByLine(grid, hops, lost)) {
      const key = `${each.dimension} ${each.from} ${each.to}`;
      if (!losses.has(key)) losses.set(key, { dimension: each.dimension, lost: { from: each.from, to: each.to } });
    }
  }
  return [...losses.values()];
}

interface LostOfLine {
  readonly dimension: number;
  readonly from: number[];
  readonly to: number[];
}

/** What each line loses of hops that are lost together. */
function groupByLine(grid: Grid, hops: HopColumns, lost: readonly number[]): Iterable<LostOfLine> {
  const lines = new Map<number, LostOfLine>();
  for (const hop of lost) {
    const [tail, head] = [at(hops.from, hop), at(hops.to, hop)];
    const dimension = grid.coordinates.findIndex((by) => by[tail] !== by[head]);
    const line = lineOf(grid, dimension, tail);
    const losing = lines.get(line) ?? { dimension, from: [], to: [] };
    lines.set(line, losing);
    losing.from.push(grid.coordinates[dimension]?.[tail] ?? -1);
    losing.to.push(grid.coordinates[dimension]?.[head] ?? -1);
  }
  return lines.values();
}

/** A number of its own for each line of each dimension. */
function lineOf({ dimensions, coordinates }: Grid, dimension: number, node: number): number {
  let line = dimension;
  dimensions.forEach(({ size }, axis) => {
    line = line * (size + 1) + (axis === dimension ? size : (coordinates[axis]?.[node] ?? 0));
  });
  return line;
}
