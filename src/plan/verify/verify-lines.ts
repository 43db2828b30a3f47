import type { LineFailover, Routes } from "../plan.ts";
import type { RouteFault } from "./route-fault.ts";
import { type HopsToVerify, overlay } from "./verify-failover.ts";
import { type Entries, followTo, type HopIndex } from "./verify-table.ts";
import type { WaitingGraph } from "./waiting-graph.ts";

/** What lines of one dimension may lose with one link: pairs of coordinates as `from × size + to`. */
export type LineLosses = readonly ReadonlySet<number>[];

/** A dimension with what it was found to be. */
export interface VerifiedLines {
  readonly dimension: number;
  readonly entries: Entries;
  readonly index: HopIndex;
  readonly waits: WaitingGraph;
}

/**
 * Every fault of the routes along a dimension once lines of it lose a coordinate, or hops with a link: each loss must be
 * prepared for, and then every coordinate that is left reaches every other without what is lost. What waits for what is
 * recorded beside what waited before.
 *
 * That lines are enough, and steps to the side free of deadlock: once a core is lost, a route that would turn at it steps
 * to the side, out of the line of dimension d through the lost core, goes along d in another line, and never steps aside
 * again. So nothing waits for a step to the side but what goes along the lost core's own line or along earlier dimensions,
 * and a step to the side waits only for what goes along other lines of d; and those for later dimensions. All stands in
 * one order. It needs only that steps to the side have a virtual channel that nothing else has in their dimensions.
 */
export function verifyLines(routes: Routes, lines: VerifiedLines, ofLinks: LineLosses): readonly RouteFault[] {
  const { dimension, entries } = lines;
  const own = routes.lines.filter((line) => line.dimension === dimension);
  if (own.some((line) => isMisshapen(line, entries.size, routes.virtualChannels))) return [misshapen];
  if (routes.sidestep !== null && !isFree(routes, own, dimension)) return [{ kind: "shape", table: "sidestep" }];
  const coordinates = routes.sidestep === null ? [] : Array.from({ length: entries.size }, (_, each) => each);
  const links = routes.unprepared.includes("links") ? [] : ofLinks;
  return [
    ...coordinates.flatMap((lost) =>
      verifyLoss(
        own.find((line) => "coordinate" in line.lost && line.lost.coordinate === lost),
        (hop) => Math.floor(hop / entries.size) === lost || hop % entries.size === lost,
        coordinates.filter((each) => each !== lost),
        lines,
      ),
    ),
    ...links.flatMap((lost) =>
      verifyLoss(
        own.find((line) => isSame(line, lost, entries.size)),
        (hop) => lost.has(hop),
        Array.from({ length: entries.size }, (_, each) => each),
        lines,
      ),
    ),
  ];
}

const misshapen: RouteFault = { kind: "shape", table: "lines" };

function isMisshapen({ from, to, nextHop, virtualChannel }: LineFailover, size: number, channels: number): boolean {
  const isWithin = (column: readonly number[], below: number): boolean =>
    column.length === from.length && column.every((each) => each >= 0 && each < below);
  return ![from, to, nextHop].every((column) => isWithin(column, size)) || !isWithin(virtualChannel, channels);
}

/** Whether steps to the side have a virtual channel to themselves; in the first dimension there are none. */
function isFree(
  { sidestep, virtualChannels, dimensions }: Routes,
  own: readonly LineFailover[],
  dimension: number,
): boolean {
  if (sidestep === null || sidestep >= virtualChannels) return false;
  const isTaken = [...(dimensions[dimension]?.virtualChannel ?? []), ...own.map((line) => line.virtualChannel)].some(
    (row) => row.includes(sidestep),
  );
  return dimension === 0 || !isTaken;
}

function isSame({ lost }: LineFailover, hops: ReadonlySet<number>, size: number): boolean {
  if ("coordinate" in lost || lost.from.length !== hops.size) return false;
  return lost.from.every((from, index) => hops.has(from * size + (lost.to[index] ?? 0)));
}

/** In a grid the number of a hop is that of its pair of coordinates. */
function verifyLoss(
  line: LineFailover | undefined,
  isLost: (hop: number) => boolean,
  left: readonly number[],
  { dimension, entries, index, waits }: VerifiedLines,
): readonly RouteFault[] {
  if (line === undefined) return [misshapen];
  const changed = overlay(entries, line);
  const leftIndex: HopIndex = {
    ...index,
    find: (from, to) => {
      const hop = index.find(from, to);
      return hop !== -1 && isLost(hop) ? -1 : hop;
    },
  };
  return left.flatMap((to) => followTo(changed, leftIndex, left, { dimension, to, without: line.lost }, waits).faults);
}

/** By dimension: the different sets of hops that some line of it loses with some link. */
export function listLineLosses(
  sizes: readonly number[],
  coordinates: readonly (readonly number[])[],
  hops: HopsToVerify,
): readonly LineLosses[] {
  const different = sizes.map(() => new Map<string, ReadonlySet<number>>());
  for (const lost of gatherByLink(hops)) {
    for (const [line, pairs] of splitByLine(sizes, coordinates, hops, lost)) {
      const key = pairs.sort((a, b) => a - b).join(" ");
      const sets = different[line % sizes.length];
      if (sets?.has(key) === false) sets.set(key, new Set(pairs));
    }
  }
  return different.map((sets) => [...sets.values()]);
}

function gatherByLink(hops: HopsToVerify): Iterable<readonly number[]> {
  const byLink = new Map<number, number[]>();
  for (let hop = 0; hop < hops.from.length; hop++) {
    for (const link of hops.linksOf(hop)) {
      const known = byLink.get(link);
      if (known === undefined) byLink.set(link, [hop]);
      else known.push(hop);
    }
  }
  return byLink.values();
}

/** Lines are numbered so that the remainder by the number of dimensions is theirs. */
function splitByLine(
  sizes: readonly number[],
  coordinates: readonly (readonly number[])[],
  { from, to }: HopsToVerify,
  lost: readonly number[],
): ReadonlyMap<number, number[]> {
  const lines = new Map<number, number[]>();
  for (const hop of lost) {
    const [tail, head] = [from[hop] ?? 0, to[hop] ?? 0];
    const dimension = coordinates.findIndex((by) => by[tail] !== by[head]);
    const by = coordinates[dimension];
    const size = sizes[dimension] ?? 0;
    let line = 0;
    for (let axis = 0; axis < sizes.length; axis++) {
      line = line * (sizes[axis] ?? 0) + (axis === dimension ? 0 : (coordinates[axis]?.[tail] ?? 0));
    }
    const key = line * sizes.length + dimension;
    const pairs = lines.get(key) ?? [];
    lines.set(key, pairs);
    pairs.push((by?.[tail] ?? 0) * size + (by?.[head] ?? 0));
  }
  return lines;
}
