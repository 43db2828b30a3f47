/** A piece of the picture whose size is known before its place. */
import type { Point, Rectangle } from "../pictures/geometry.ts";
import type { BoxName } from "./view-data.ts";

/** Where everything came to lie. */
export interface Places {
  readonly boxes: Map<BoxName | BarName, Rectangle>;
  /** By link, where it does not simply lead from box to box. */
  readonly lines: Map<number, readonly Point[]>;
  /** Of what has no box of its own. */
  readonly labels: { readonly text: string; readonly at: Point }[];
}

export type BarName = `memory ${number}` | `cache ${number}` | `coherence ${number}`;

export interface Piece {
  readonly width: number;
  readonly height: number;
  readonly put: (at: Point, places: Places) => void;
}

export function box(name: BoxName | BarName, width: number, height: number): Piece {
  return { width, height, put: ({ x, y }, { boxes }) => boxes.set(name, { x, y, width, height }) };
}

/** Around another: a frame with room for a head. */
export function frame(name: BoxName, inner: Piece, { least = 0, head = 0, padding = 0 }): Piece {
  const width = Math.max(least, inner.width + 2 * padding);
  const height = inner.height + head + padding;
  return {
    width,
    height,
    put: ({ x, y }, places) => {
      places.boxes.set(name, { x, y, width, height });
      inner.put({ x: x + (width - inner.width) / 2, y: y + head }, places);
    },
  };
}

/** One below the other, middles in line; those that are empty take no room. */
export function pile(pieces: readonly Piece[], gap: number): Piece {
  const filled = pieces.filter(({ height }) => height > 0);
  const width = Math.max(0, ...filled.map((piece) => piece.width));
  return {
    width,
    height: Math.max(
      0,
      filled.reduce((sum, { height }) => sum + height + gap, -gap),
    ),
    put: ({ x, y }, places) => {
      let top = y;
      for (const piece of filled) {
        piece.put({ x: x + (width - piece.width) / 2, y: top }, places);
        top += piece.height + gap;
      }
    },
  };
}

/** Rows of cells that are all as large as the largest. */
export function grid(pieces: readonly Piece[], columns: number, gap: number): Piece {
  if (pieces.length === 0) return { width: 0, height: 0, put: () => {} };
  const width = pieces.reduce((most, piece) => Math.max(most, piece.width), 0);
  const height = pieces.reduce((most, piece) => Math.max(most, piece.height), 0);
  const across = Math.min(columns, pieces.length);
  const down = Math.ceil(pieces.length / across);
  return {
    width: across * (width + gap) - gap,
    height: down * (height + gap) - gap,
    put: ({ x, y }, places) => {
      for (const [index, piece] of pieces.entries()) {
        const left = x + (index % across) * (width + gap);
        piece.put({ x: left, y: y + Math.floor(index / across) * (height + gap) }, places);
      }
    },
  };
}
