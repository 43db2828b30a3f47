/** Arrays of parts too long to be drawn one by one: one of them in full, a map of all, and their links counted. */
import type { PlanMachine } from "../../plan/plan.ts";
import { type Block, beside, stack } from "./block.ts";
import { type BoxKey, type Drawing, lastStep } from "./drawing.ts";
import type { Point } from "./geometry.ts";
import { counted } from "./labels.ts";
import type { Joint } from "./route-links.ts";
import { coordinate, element, type SvgElement, titled } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

/** So many parts of an array are drawn one by one. */
const mostDrawn = 100;
const cell = 6;
const pitch = cell + 1;
const sliceGap = 10;
const labelHeight = 12;
const labelSize = 8;

export interface Crowd {
  /** Of the array. */
  readonly name: string;
  readonly parts: readonly [number, ...number[]];
}

/** The long arrays among the parts within a part. */
export function crowdsIn(part: number, { parts }: PlanMachine): readonly Crowd[] {
  const arrays = new Map<string, [number, ...number[]]>();
  for (const [index, { parent, path }] of parts.entries()) {
    if (parent !== part) continue;
    const name = lastStep(path).replace(/\[.*/, "");
    const known = arrays.get(name);
    if (known === undefined) arrays.set(name, [index]);
    else known.push(index);
  }
  return [...arrays].flatMap(([name, members]) => (members.length > mostDrawn ? [{ name, parts: members }] : []));
}

/** `example` is the first of them, drawn; `joints` are those of the part around. */
export function drawCrowd(crowd: Crowd, example: Block, joints: readonly Joint[], drawing: Drawing): Block {
  const { type = "", path = "" } = drawing.machine.parts[crowd.parts[0]] ?? {};
  const remarks = [`${lastStep(path)}, one of ${crowd.parts.length} ${type}`, ...linkRemarks(crowd, joints, drawing)];
  const left = stack([example, ...remarks.map((remark) => drawRemark(remark))], 4);
  return beside([left, drawMap(crowd, drawing)], 20);
}

/** What leads from them to each other, and to anything else. */
function linkRemarks({ parts }: Crowd, joints: readonly Joint[], { machine }: Drawing): readonly string[] {
  const members = new Set<BoxKey>(parts.map((part): BoxKey => `part ${part}`));
  const counts = new Map<string, number>();
  for (const { link, from, to } of joints) {
    const inside = [from, to].filter((end) => members.has(end)).length;
    if (inside === 0) continue;
    const remark = `${machine.links[link]?.interconnect ?? ""} ${inside === 2 ? "among them" : "to others"}`;
    counts.set(remark, (counts.get(remark) ?? 0) + 1);
  }
  return [...counts].map(([remark, count]) => `${counted(count, "link")} ${remark}`);
}

function drawRemark(text: string): Block {
  return {
    width: textWidth(text, labelSize),
    height: labelHeight,
    draw: ({ x, y }) => [drawText(text, { x, y: y + 9 }, { size: labelSize, className: "quiet" })],
  };
}

// ───────────────────────────── the map ─────────────────────────────

interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly slices: number;
  /** Slices beside each other. */
  readonly across: number;
  /** By member: where its cell stands. */
  readonly cells: readonly Point[];
  readonly labels: readonly string[];
}

function drawMap(crowd: Crowd, drawing: Drawing): Block {
  const grid = layOutCells(crowd, drawing.machine);
  const { slices, across } = grid;
  const { width, height } = sliceSize(grid);
  return {
    width: across * width - sliceGap,
    height: Math.ceil(slices / across) * height,
    draw: (at) => [
      ...grid.labels.map((label, slice) =>
        drawText(label, topOf(grid, slice, at), { size: labelSize, className: "quiet" }),
      ),
      drawCells(crowd, grid, at),
      ...drawPrograms(crowd, grid, at, drawing),
    ],
  };
}

/** The last dimension along the rows, the one before along the columns, all others slice by slice. */
function layOutCells({ name, parts }: Crowd, machine: PlanMachine): Grid {
  const places = parts.map((part) => indicesOf(machine.parts[part]?.path ?? ""));
  const folded = places[0]?.length === 1 ? fold(places) : places;
  const sizes = (folded[0] ?? []).map((_, axis) => 1 + Math.max(...folded.map((place) => place[axis] ?? 0)));
  const [columns = 1, rows = 1, ...outer] = sizes.toReversed();
  const slices = outer.reduce((product, size) => product * size, 1);
  const across = Math.ceil(Math.sqrt(slices));
  const grid = { rows, columns, slices, across };
  const cells = folded.map((place) => {
    const slice = place.slice(0, -2).reduce((number, index, axis) => number * (sizes[axis] ?? 1) + index, 0);
    const { x, y } = topOf(grid, slice, { x: 0, y: 0 });
    return { x: x + (place.at(-1) ?? 0) * pitch, y: y + 3 + (place.at(-2) ?? 0) * pitch };
  });
  const labels = outer.length === 0 ? [] : Array.from({ length: slices }, (_, slice) => labelOf(name, slice, outer));
  return { ...grid, cells, labels };
}

/** A row that is too long becomes a square. */
function fold(places: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const side = Math.ceil(Math.sqrt(places.length));
  return places.map(([index = 0]) => [Math.floor(index / side), index % side]);
}

/** `n[3]`; `sizes` of the dimensions that slices stand for, the innermost first. */
function labelOf(name: string, slice: number, sizes: readonly number[]): string {
  const indices: number[] = [];
  let rest = slice;
  for (const size of sizes) {
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return name + indices.map((index) => `[${index}]`).join("");
}

function sliceSize({ rows, columns }: Pick<Grid, "rows" | "columns">) {
  return { width: columns * pitch + sliceGap, height: rows * pitch + sliceGap + labelHeight };
}

/** The base line of a slice's label, above its cells. */
function topOf(grid: Omit<Grid, "cells" | "labels">, slice: number, at: Point): Point {
  const { width, height } = sliceSize(grid);
  return { x: at.x + (slice % grid.across) * width, y: at.y + Math.floor(slice / grid.across) * height + 9 };
}

function indicesOf(path: string): readonly number[] {
  return [...lastStep(path).matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));
}

/** All in one path: there may be tens of thousands. */
function drawCells({ name, parts }: Crowd, { cells }: Grid, at: Point): SvgElement {
  const square = `h${cell}v${cell}h-${cell}z`;
  const d = cells.map(({ x, y }) => `M${coordinate(at.x + x)} ${coordinate(at.y + y)}${square}`).join("");
  return titled(`${parts.length} parts ${name}`, "cells", [
    element("path", { class: "quiet", "fill-opacity": 0.3, d }),
  ]);
}

function drawPrograms({ parts }: Crowd, { cells }: Grid, at: Point, drawing: Drawing): readonly SvgElement[] {
  const memberOf = new Map(parts.map((part, member) => [part, member]));
  const programs = new Map<string, { readonly kind: string; readonly rects: SvgElement[] }>();
  for (const [core, placed] of drawing.programs) {
    const member = memberAbove(drawing.machine, drawing.machine.cores[core]?.part ?? null, memberOf);
    const place = cells[member ?? -1];
    if (place === undefined) continue;
    for (const { title, kind } of placed) {
      const known = programs.get(title) ?? { kind, rects: [] };
      programs.set(title, known);
      known.rects.push(element("rect", { x: at.x + place.x, y: at.y + place.y, width: cell, height: cell }));
    }
  }
  return [...programs].map(([title, { kind, rects }]) =>
    titled(`${title}, ${counted(rects.length, "copy", "copies")}`, kind, rects),
  );
}

/** The member that a part is, or lies in. */
function memberAbove(machine: PlanMachine, part: number | null, members: ReadonlyMap<number, number>): number | null {
  if (part === null) return null;
  return members.get(part) ?? memberAbove(machine, machine.parts[part]?.parent ?? null, members);
}
