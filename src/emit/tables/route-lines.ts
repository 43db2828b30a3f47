import type { Hop, LineFailover, Routes } from "../../plan/plan.ts";

/** The lines of a grid as a kernel reads them: what changes, case by case, and which cases a link brings about. */
export interface LinesToWrite {
  readonly cases: readonly LineFailover[];
  readonly links: readonly LinkToWrite[];
}

interface LinkToWrite {
  readonly link: number;
  /** By case and a core that lies on the line. */
  readonly broken: readonly { readonly line: number; readonly core: number }[];
}

/** Null where there is one dimension. */
export function gatherLines(routes: Routes, hops: readonly Hop[]): LinesToWrite | null {
  const { lines, coordinates, unprepared } = routes;
  if (coordinates === null) return null;
  if (unprepared.includes("links")) return { cases: lines, links: [] };
  const numbers = new Map(lines.map(({ dimension, lost }, index) => [keyOf(dimension, pairsOf(lost)), index]));
  const links = [...gatherHops(hops)].sort(([a], [b]) => a - b);
  return {
    cases: lines,
    links: links.map(([link, lost]) => ({
      link,
      broken: splitByLine(lost, coordinates).flatMap(({ dimension, core, pairs }) => {
        const line = numbers.get(keyOf(dimension, pairs));
        return line === undefined ? [] : [{ line, core }];
      }),
    })),
  };
}

type Pair = readonly [from: number, to: number];

function pairsOf(lost: LineFailover["lost"]): readonly Pair[] {
  return "coordinate" in lost ? [] : lost.from.map((from, index): Pair => [from, lost.to[index] ?? -1]);
}

function keyOf(dimension: number, pairs: readonly Pair[]): string {
  return `${dimension}: ${pairs
    .map(([from, to]) => `${from}-${to}`)
    .sort()
    .join(" ")}`;
}

function gatherHops(hops: readonly Hop[]): ReadonlyMap<number, readonly Hop[]> {
  const byLink = new Map<number, Hop[]>();
  for (const hop of hops) {
    if (!("link" in hop.via)) continue;
    const known = byLink.get(hop.via.link);
    if (known === undefined) byLink.set(hop.via.link, [hop]);
    else known.push(hop);
  }
  return byLink;
}

interface Line {
  readonly dimension: number;
  /** The one of its cores that comes first among the hops. */
  readonly core: number;
  readonly pairs: Pair[];
}

function splitByLine(hops: readonly Hop[], coordinates: readonly (readonly number[])[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const { from, to } of hops) {
    const dimension = coordinates.findIndex((by) => by[from] !== by[to]);
    const key = coordinates.map((by, axis) => (axis === dimension ? "*" : by[from])).join(" ");
    const line = lines.get(key) ?? { dimension, core: from, pairs: [] };
    lines.set(key, line);
    const by = coordinates[dimension];
    line.pairs.push([by?.[from] ?? -1, by?.[to] ?? -1]);
  }
  return [...lines.values()];
}
