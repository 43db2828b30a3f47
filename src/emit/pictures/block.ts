/** A part of a picture whose size is known before its place. */
import type { Point, Rectangle } from "./geometry.ts";
import type { SvgElement } from "./svg.ts";

export interface Block {
  readonly width: number;
  readonly height: number;
  readonly draw: (at: Point) => readonly SvgElement[];
}

export function areaOf({ width, height }: Block, at: Point): Rectangle {
  return { ...at, width, height };
}

/** One below the other, left sides in line. */
export function stack(blocks: readonly Block[], gap: number): Block {
  const tops = blocks.map((_, index) => blocks.slice(0, index).reduce((y, { height }) => y + height + gap, 0));
  const last = blocks.length - 1;
  return {
    width: Math.max(0, ...blocks.map(({ width }) => width)),
    height: last < 0 ? 0 : (tops[last] ?? 0) + (blocks[last]?.height ?? 0),
    draw: ({ x, y }) => blocks.flatMap((block, index) => block.draw({ x, y: y + (tops[index] ?? 0) })),
  };
}

/** Beside each other, upper sides in line. */
export function beside(blocks: readonly Block[], gap: number): Block {
  const lefts = blocks.map((_, index) => blocks.slice(0, index).reduce((x, { width }) => x + width + gap, 0));
  const last = blocks.length - 1;
  return {
    width: last < 0 ? 0 : (lefts[last] ?? 0) + (blocks[last]?.width ?? 0),
    height: Math.max(0, ...blocks.map(({ height }) => height)),
    draw: ({ x, y }) => blocks.flatMap((block, index) => block.draw({ x: x + (lefts[index] ?? 0), y })),
  };
}
