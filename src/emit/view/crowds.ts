/** Long arrays: laid out by their own dimensions instead of by their links. */
import { lastStep } from "../pictures/drawing.ts";
import { grid, type Piece } from "./piece.ts";

/** So many boxes of an array are laid out by their links. */
const mostByLinks = 64;
const cellGap = 10;
const sliceGap = 40;
/** Readable where all of thousands are in sight. */
const labelHeight = 120;

export interface Member {
  readonly path: string;
  readonly piece: Piece;
}

/** `n` of `t.n[0][1]`. */
export function arrayName(path: string): string {
  return lastStep(path).replace(/\[.*/, "");
}

/** The arrays too long to be laid out by their links. */
export function longArrays(paths: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const name of paths.map(arrayName)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > mostByLinks).map(([name]) => name));
}

/** The last dimension along the rows, the one before along the columns, all others slice by slice. */
export function layOutCrowd(members: readonly Member[]): Piece {
  const places = members.map(({ path }) => indicesOf(path));
  const dimensions = places[0]?.length ?? 0;
  const columns = dimensions < 2 ? Math.ceil(Math.sqrt(members.length * 1.4)) : extent(places, dimensions - 1);
  if (dimensions < 3)
    return grid(
      members.map(({ piece }) => piece),
      columns,
      cellGap,
    );
  const slices = new Map<string, Piece[]>();
  for (const [index, { path, piece }] of members.entries()) {
    const outer = (places[index] ?? []).slice(0, -2).map((place) => `[${place}]`);
    const slice = `${arrayName(path)}${outer.join("")}`;
    const known = slices.get(slice);
    if (known === undefined) slices.set(slice, [piece]);
    else known.push(piece);
  }
  const squares = [...slices].map(([slice, pieces]) => withLabel(slice, grid(pieces, columns, cellGap)));
  return grid(squares, Math.ceil(Math.sqrt(squares.length)), sliceGap);
}

function withLabel(text: string, piece: Piece): Piece {
  return {
    width: piece.width,
    height: piece.height + labelHeight,
    put: ({ x, y }, places) => {
      places.labels.push({ text, at: { x, y } });
      piece.put({ x, y: y + labelHeight }, places);
    },
  };
}

/** Whether a link leads past other members of its array: to one that is not next to it within a slice. */
export function isFar(from: string, to: string): boolean {
  const [one, other] = [indicesOf(from), indicesOf(to)];
  const steps = one.map((index, dimension) => Math.abs(index - (other[dimension] ?? 0)));
  const moved = steps.flatMap((step, dimension) => (step === 0 ? [] : [{ step, dimension }]));
  const [only, ...others] = moved;
  if (only === undefined || others.length > 0 || one.length !== other.length) return true;
  return only.step > 1 || (one.length > 2 && only.dimension < one.length - 2);
}

function extent(places: readonly (readonly number[])[], dimension: number): number {
  return 1 + places.reduce((most, place) => Math.max(most, place[dimension] ?? 0), 0);
}

function indicesOf(path: string): readonly number[] {
  return [...lastStep(path).matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));
}
