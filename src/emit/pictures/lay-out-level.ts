/** Positions of the boxes of one level: on a grid, or on an ellipse where straight links would cut boxes on any grid. */
import type { Block } from "./block.ts";
import { layoutStrip } from "./draw-devices.ts";
import type { BoxKey } from "./drawing.ts";
import { clip, grow, middleOf, overlap, type Rectangle, shiftRectangle } from "./geometry.ts";
import { type Cell, type Pair, placementCost, placeOnGrid } from "./place-on-grid.ts";

/** A box with the devices that hang on it. */
export interface Child {
  readonly key: BoxKey;
  readonly block: Block;
  readonly devices: readonly number[];
  /** Of each of them. */
  readonly chipWidth: number;
}

export interface Layout {
  readonly boxes: ReadonlyMap<BoxKey, Rectangle>;
  readonly width: number;
  readonly height: number;
}

interface Spacing {
  readonly x: number;
  readonly y: number;
}

const linked: Spacing = { x: 62, y: 62 };
const unlinked: Spacing = { x: 12, y: 12 };

/** Worth more than a blocked link. */
const regularBonus = 5;

/** As wide as high times this looks best on a page. */
const idealShape = 1.8;

export function layOutLevel(children: readonly Child[], pairs: readonly Pair[]): Layout {
  const spacing = pairs.length > 0 ? linked : unlinked;
  const candidates = columnCounts(children.length).flatMap((columns) => {
    const found = placeOnGrid(children.length, pairs, columns);
    const inOrder = children.map((_, index) => ({ row: Math.floor(index / columns), column: index % columns }));
    const placements = isRegular(inOrder, pairs, columns) ? [inOrder, found] : [found];
    return placements.map((cells) => {
      const layout = layOutGrid(children, cells, spacing);
      const blocked = countBlocked(children, pairs, layout);
      const regular = cells === inOrder ? regularBonus : 0;
      return { layout, blocked, cost: scoreOf(layout, cells, pairs) + blockedCost(blocked, pairs) - regular };
    });
  });
  const [best] = candidates.sort((a, b) => a.cost - b.cost);
  if (best === undefined) return { boxes: new Map(), width: 0, height: 0 };
  const ellipse = best.blocked > 0 && isDense(children.length, pairs) ? layOutEllipse(children, pairs) : null;
  return ellipse ?? best.layout;
}

/** Described row by row: every link lies within a row or a column. A row or column alone shows no such intention. */
function isRegular(cells: readonly Cell[], pairs: readonly Pair[], columns: number): boolean {
  if (columns === 1 || columns >= cells.length || cells.length % columns !== 0) return false;
  return (
    pairs.length > 0 &&
    pairs.every(([a, b]) => cells[a]?.row === cells[b]?.row || cells[a]?.column === cells[b]?.column)
  );
}

/** Links that have to lead round boxes are hard to follow: the first one counts most. */
function blockedCost(blocked: number, pairs: readonly Pair[]): number {
  return blocked === 0 ? 0 : 3 + (3 * blocked) / pairs.length;
}

/** At least half of all pairs are joined: then no box is nearer to some than to others. */
function isDense(count: number, pairs: readonly Pair[]): boolean {
  const joined = new Set(pairs.map(([a, b]) => Math.min(a, b) * count + Math.max(a, b)));
  return count <= 16 && 4 * joined.size >= count * (count - 1);
}

function columnCounts(count: number): readonly number[] {
  const least = Math.max(1, Math.floor(Math.sqrt(count) / 2));
  const most = Math.min(count, Math.ceil(3 * Math.sqrt(count)));
  return Array.from({ length: Math.max(0, most - least + 1) }, (_, index) => least + index);
}

/** The less the better: links between neighbours, a good shape, little area, and without links no empty cells. */
function scoreOf({ width, height }: Layout, cells: readonly Cell[], pairs: readonly Pair[]): number {
  const shape = Math.abs(Math.log(width / height / idealShape));
  const perLink = pairs.length === 0 ? 0 : placementCost(cells, pairs) / pairs.length;
  const area = Math.log(Math.max(1, width * height)) / 2;
  const columns = 1 + Math.max(...cells.map(({ column }) => column));
  const empty = pairs.length > 0 ? 0 : Math.ceil(cells.length / columns) * columns - cells.length;
  return shape + perLink + area + empty / 2.5;
}

function layOutGrid(children: readonly Child[], cells: readonly Cell[], spacing: Spacing): Layout {
  const rowCount = 1 + Math.max(0, ...cells.map(({ row }) => row));
  const placed = children.map((child, index) => placeChild(child, cells[index] ?? { row: 0, column: 0 }, rowCount));
  const columns = tracks(
    placed.map(({ cell, width }) => [cell.column, width]),
    spacing.x,
  );
  const rows = rowTracks(placed, rowCount, spacing.y);
  const boxes = placed.flatMap(({ child, cell, above, width, chips }) => {
    const { block } = child;
    const { start, size } = columns[cell.column] ?? { start: 0, size: 0 };
    const { boxTop, boxHeight } = rows[cell.row] ?? { boxTop: 0, boxHeight: 0 };
    const left = start + (size - width) / 2;
    // Where there are links, they are level when the middles are.
    const y = boxTop + (spacing === linked ? (boxHeight - block.height) / 2 : 0);
    const box = { x: left + (width - block.width) / 2, y, width: block.width, height: block.height };
    const stripTop = above ? y - stripHeight(child, true) : y + block.height;
    const shift = { x: box.x + (block.width - stripWidth(child)) / 2, y: stripTop };
    const chipBoxes = [...chips].map(([key, chip]) => [key, shiftRectangle(chip, shift)] as const);
    return [[child.key, box] as const, ...chipBoxes];
  });
  return crop(new Map(boxes));
}

function stripHeight(child: Child, above: boolean): number {
  return layoutStrip(child.devices, child.chipWidth, child.block.width, above).height;
}

function stripWidth(child: Child): number {
  const chips = [...layoutStrip(child.devices, child.chipWidth, child.block.width, false).chips.values()];
  return Math.max(0, ...chips.map(({ x, width }) => x + width));
}

/** Devices of the upper half of the rows lie above their box, the others below: outside, where no links are. */
function placeChild(child: Child, cell: Cell, rowCount: number) {
  const above = cell.row < Math.floor(rowCount / 2);
  const strip = layoutStrip(child.devices, child.chipWidth, child.block.width, above);
  return { child, cell, above, width: strip.width, stripHeight: strip.height, chips: strip.chips };
}

type PlacedChild = ReturnType<typeof placeChild>;

function tracks(
  sizes: readonly (readonly [number, number])[],
  gap: number,
): readonly { start: number; size: number }[] {
  const count = 1 + Math.max(-1, ...sizes.map(([track]) => track));
  let start = 0;
  return Array.from({ length: count }, (_, track) => {
    const size = Math.max(0, ...sizes.filter(([own]) => own === track).map(([, width]) => width));
    const placed = { start, size };
    start += size === 0 ? 0 : size + gap;
    return placed;
  });
}

function rowTracks(placed: readonly PlacedChild[], count: number, gap: number) {
  let top = 0;
  return Array.from({ length: count }, (_, row) => {
    const own = placed.filter(({ cell }) => cell.row === row);
    const above = Math.max(0, ...own.filter((one) => one.above).map((one) => one.stripHeight));
    const below = Math.max(0, ...own.filter((one) => !one.above).map((one) => one.stripHeight));
    const boxHeight = Math.max(0, ...own.map(({ child }) => child.block.height));
    const track = { boxTop: top + above, boxHeight };
    top += above + boxHeight + below + gap;
    return track;
  });
}

/** On an ellipse every straight line between two boxes is free once the ellipse is large enough. */
function layOutEllipse(children: readonly Child[], pairs: readonly Pair[]): Layout | null {
  const width = Math.max(...children.map((child) => Math.max(child.block.width, stripWidth(child))));
  const height = Math.max(...children.map((child) => child.block.height + stripHeight(child, false)));
  for (let radius = (children.length * Math.min(width, height)) / 7; radius < 40 * (width + height); radius *= 1.1) {
    const layout = layOutRound(children, radius * 1.25, radius);
    const boxes = [...layout.boxes.values()];
    const crowded = boxes.some((box, index) => boxes.slice(index + 1).some((other) => overlap(grow(box, 10), other)));
    if (!crowded && countBlocked(children, pairs, layout) === 0) return layout;
  }
  return null;
}

function layOutRound(children: readonly Child[], radiusX: number, radiusY: number): Layout {
  // No box lies at the height of the middle, where its devices would be in the way of its links.
  const turn = children.length % 4 === 2 ? 0 : 0.5;
  const boxes = children.flatMap((child, index) => {
    const angle = (2 * Math.PI * (index + turn)) / children.length - (turn === 0 ? 0 : Math.PI / 2);
    const { width, height } = child.block;
    const box = { x: radiusX * Math.sin(angle) - width / 2, y: -radiusY * Math.cos(angle) - height / 2, width, height };
    const above = Math.cos(angle) > 0;
    const strip = layoutStrip(child.devices, child.chipWidth, width, above);
    const shift = { x: box.x + (width - stripWidth(child)) / 2, y: above ? box.y - strip.height : box.y + height };
    return [
      [child.key, box] as const,
      ...[...strip.chips].map(([key, chip]) => [key, shiftRectangle(chip, shift)] as const),
    ];
  });
  return crop(new Map(boxes));
}

/** Moved so that the picture begins at 0, 0. */
function crop(boxes: ReadonlyMap<BoxKey, Rectangle>): Layout {
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const moved = [...boxes].map(([key, box]) => [key, shiftRectangle(box, { x: -left, y: -top })] as const);
  const width = Math.max(...all.map((box) => box.x + box.width)) - left;
  return { boxes: new Map(moved), width, height: Math.max(...all.map((box) => box.y + box.height)) - top };
}

/** Straight links that would run through a box. */
function countBlocked(children: readonly Child[], pairs: readonly Pair[], { boxes }: Layout): number {
  return pairs.filter(([a, b]) => isBlocked(children[a]?.key, children[b]?.key, boxes)).length;
}

export function isBlocked(from: BoxKey | undefined, to: BoxKey | undefined, boxes: Layout["boxes"]): boolean {
  const [one, other] = [from && boxes.get(from), to && boxes.get(to)];
  if (one === undefined || other === undefined) return false;
  const others = [...boxes].filter(([key]) => key !== from && key !== to);
  return others.some(([, box]) => clip(middleOf(one), middleOf(other), grow(box, 5)) !== null);
}
