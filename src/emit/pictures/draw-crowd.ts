/** Arrays of parts or cores too long to be drawn one by one: one of them in full, a map of all, and their links counted. */
import type { PlanMachine } from "../../plan/plan.ts";
import { type Block, beside, stack } from "./block.ts";
import { type BoxKey, type Drawing, lastStep, programClass } from "./drawing.ts";
import type { Point, Rectangle } from "./geometry.ts";
import type { Joint } from "./joint.ts";
import { counted, labelClock } from "./labels.ts";
import { shadeLabels } from "./link-use.ts";
import { coordinate, element, type SvgElement, titled } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

/** So many parts of one array are drawn one by one. */
const mostDrawn = 100;
/** A machine of no more cores has each of them drawn. */
const mostCores = 192;
/** In a machine of more, so many cores that are alike are a crowd. */
const fewestAlike = 4;
const sliceGap = 10;
const labelHeight = 12;
const labelSize = 8;

export interface Crowd {
  readonly kind: "part" | "core";
  /** Of the array. */
  readonly name: string;
  /** Indices in the plan. */
  readonly members: readonly [number, ...number[]];
}

export function keyOfMember({ kind }: Crowd, member: number): BoxKey {
  return `${kind} ${member}`;
}

/** The long arrays among the parts and cores right within a part. */
export function crowdsIn(part: number, { machine, coresIn }: Drawing): readonly Crowd[] {
  const parts = machine.parts.flatMap(({ parent }, index) => (parent === part ? [index] : []));
  const partCrowds = gather("part", parts, mostDrawn + 1, (index) => nameOfArray(machine.parts[index]?.path));
  if (machine.cores.length <= mostCores) return partCrowds;
  const cores = coresIn.get(part) ?? [];
  return [...partCrowds, ...gather("core", cores, fewestAlike, (core) => shapeOf(machine.cores[core]))];
}

function gather(
  kind: Crowd["kind"],
  elements: readonly number[],
  fewest: number,
  shapeOf: (element: number) => string,
): readonly Crowd[] {
  const alike = new Map<string, [number, ...number[]]>();
  for (const element of elements) {
    const known = alike.get(shapeOf(element));
    if (known === undefined) alike.set(shapeOf(element), [element]);
    else known.push(element);
  }
  return [...alike].flatMap(([shape, members]) =>
    members.length < fewest ? [] : [{ kind, name: shape.split(" ")[0] ?? "", members }],
  );
}

/** `cpu` of `p[0].cpu[3]`. */
function nameOfArray(path = ""): string {
  return lastStep(path).replace(/\[.*/, "");
}

/** What cores of one array have to have in common to be alike. */
function shapeOf(core: PlanMachine["cores"][number] | undefined): string {
  if (core === undefined) return "";
  const { path, isa, clock, threads, kind, online } = core;
  return [nameOfArray(path), isa.name, clock, threads, kind ?? "", online].join(" ");
}

/** `example` is the first of them, drawn; `joints` are those of the part around. */
export function drawCrowd(crowd: Crowd, example: Block, joints: readonly Joint[], drawing: Drawing): Block {
  const remarks = [remarkOf(crowd, drawing), ...linkRemarks(crowd, joints, drawing)].map((text) => drawRemark(text));
  const map = drawMap(crowd, drawing);
  if (drawing.look.detail === "lean") return stack([...remarks, map], 2);
  return beside([stack([example, ...remarks], 4), map], 20);
}

function remarkOf({ kind, members: [first, ...others] }: Crowd, { machine, look }: Drawing): string {
  const count = others.length + 1;
  if (kind === "core" && look.detail === "full") return `one of ${count} alike`;
  const { isa, clock = 0 } = (kind === "core" ? machine.cores[first] : undefined) ?? {};
  const { type = "", path = "" } = (kind === "part" ? machine.parts[first] : undefined) ?? {};
  const what = isa === undefined ? type : `${isa.name}${clock === 0 ? "" : ` at ${labelClock(clock)}`}`;
  return look.detail === "lean" ? `${count} ${what}` : `${lastStep(path)}, one of ${count} ${what}`;
}

/** What leads from them to each other, and to anything else. */
function linkRemarks(crowd: Crowd, joints: readonly Joint[], { machine }: Drawing): readonly string[] {
  const members = new Set<BoxKey>(crowd.members.map((member) => keyOfMember(crowd, member)));
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

interface Shape {
  /** Side of a cell, pixels. */
  readonly cell: number;
  readonly rows: number;
  readonly columns: number;
  readonly slices: number;
  /** Slices beside each other. */
  readonly across: number;
  readonly hasLabels: boolean;
}

interface Grid extends Shape {
  /** By member: where its cell stands. */
  readonly cells: readonly Point[];
  /** Of slices. */
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
      drawCells(crowd, grid, at, drawing),
      ...drawHeat(crowd, grid, at, drawing),
      ...drawPrograms(crowd, grid, at, drawing),
    ],
  };
}

/** The last dimension along the rows, the one before along the columns, all others slice by slice. */
function layOutCells({ kind, name, members }: Crowd, machine: PlanMachine): Grid {
  const elements = kind === "part" ? machine.parts : machine.cores;
  const places = members.map((member) => indicesOf(elements[member]?.path ?? ""));
  const folded = places.some((place) => place.length < 2) ? fold(places.length) : places;
  const sizes = (folded[0] ?? []).map((_, axis) => 1 + Math.max(...folded.map((place) => place[axis] ?? 0)));
  const [columns = 1, rows = 1, ...outer] = sizes.toReversed();
  const slices = outer.reduce((product, size) => product * size, 1);
  const across = Math.ceil(Math.sqrt(slices));
  const cell = members.length > 256 ? 6 : members.length > 64 ? 9 : 12;
  const shape: Shape = { cell, rows, columns, slices, across, hasLabels: outer.length > 0 };
  const cells = folded.map((place) => {
    const slice = place.slice(0, -2).reduce((number, index, axis) => number * (sizes[axis] ?? 1) + index, 0);
    const { x, y } = topOf(shape, slice, { x: 0, y: 0 });
    return { x: x + (place.at(-1) ?? 0) * (cell + 1), y: y + 3 + (place.at(-2) ?? 0) * (cell + 1) };
  });
  const labels = outer.length === 0 ? [] : Array.from({ length: slices }, (_, slice) => labelOf(name, slice, outer));
  return { ...shape, cells, labels };
}

/** A row that is too long becomes a square. */
function fold(count: number): readonly (readonly number[])[] {
  const side = Math.ceil(Math.sqrt(count));
  return Array.from({ length: count }, (_, index) => [Math.floor(index / side), index % side]);
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

function sliceSize({ cell, rows, columns, hasLabels }: Shape) {
  const labels = hasLabels ? labelHeight + sliceGap : 0;
  return { width: columns * (cell + 1) + sliceGap, height: rows * (cell + 1) + labels };
}

/** The base line of a slice's label, above its cells. */
function topOf(shape: Shape, slice: number, at: Point): Point {
  const { width, height } = sliceSize(shape);
  const label = shape.hasLabels ? 9 : -3;
  return { x: at.x + (slice % shape.across) * width, y: at.y + Math.floor(slice / shape.across) * height + label };
}

function indicesOf(path: string): readonly number[] {
  return [...lastStep(path).matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));
}

/** All in one path: there may be tens of thousands. */
function drawCells(crowd: Crowd, { cell, cells }: Grid, at: Point, { machine }: Drawing): SvgElement {
  const { kind, name, members } = crowd;
  const square = `h${cell}v${cell}h-${cell}z`;
  const d = cells.map(({ x, y }) => `M${coordinate(at.x + x)} ${coordinate(at.y + y)}${square}`).join("");
  const title = `${members.length} ${kind}s ${name}`;
  const drawn = titled(title, "cells", [element("path", { class: "quiet", "fill-opacity": 0.3, d })]);
  const boxOf = (member: number): Rectangle => {
    const { x, y } = cells[member] ?? { x: 0, y: 0 };
    return { x: at.x + x, y: at.y + y, width: cell, height: cell };
  };
  return { ...drawn, shows: cellsOf(crowd, machine).map(({ member, ...part }) => ({ ...part, box: boxOf(member) })) };
}

/** Cells at busy links, by the busiest of theirs. */
function drawHeat(crowd: Crowd, { cell, cells }: Grid, at: Point, { heat }: Drawing): readonly SvgElement[] {
  const byShade = new Map<number, SvgElement[]>();
  for (const [index, { x, y }] of cells.entries()) {
    const shade = heat.get(keyOfMember(crowd, crowd.members[index] ?? -1));
    const rect = element("rect", { x: at.x + x, y: at.y + y, width: cell, height: cell });
    if (shade === undefined) continue;
    const known = byShade.get(shade) ?? [];
    byShade.set(shade, known);
    known.push(rect);
  }
  return [...byShade].map(([shade, rects]) =>
    titled(`${counted(rects.length, "of them", "of them")} at links with ${shadeLabels[shade]}`, `heat${shade}`, rects),
  );
}

/** The members, and the cores in them, each with the place of its member. */
function cellsOf({ kind, members }: Crowd, machine: PlanMachine) {
  const paths = kind === "part" ? machine.parts : machine.cores;
  const own = members.map((index, member) => cellOf(kind, index, paths[index]?.path, member));
  if (kind === "core") return own;
  const places = new Map(members.map((part, member) => [part, member]));
  const cores = machine.cores.flatMap(({ path, part }, index) => {
    const member = memberAbove(machine, part, places);
    return member === null ? [] : [cellOf("core", index, path, member)];
  });
  return [...own, ...cores];
}

function cellOf(part: Crowd["kind"], index: number, name = "", member: number) {
  return { part, index, name, member, isCell: true } as const;
}

function drawPrograms(crowd: Crowd, { cell, cells }: Grid, at: Point, drawing: Drawing): readonly SvgElement[] {
  const { machine, look } = drawing;
  const memberOf = new Map(crowd.members.map((index, member) => [index, member]));
  const programs = new Map<string, { readonly className: string; readonly rects: SvgElement[] }>();
  for (const [core, placed] of drawing.programs) {
    const part = machine.cores[core]?.part ?? null;
    const place = cells[(crowd.kind === "core" ? memberOf.get(core) : memberAbove(machine, part, memberOf)) ?? -1];
    if (place === undefined) continue;
    for (const [number, program] of placed.entries()) {
      const { title, kind } = program;
      const className = look.programs === "placed" ? `${kind} ${programClass(program)}` : kind;
      const known = programs.get(title) ?? { className, rects: [] };
      programs.set(title, known);
      known.rects.push(slice(place, number, placed.length));
    }
  }
  return [...programs].map(([title, { className, rects }]) =>
    titled(`${title}, ${counted(rects.length, "copy", "copies")}`, className, rects),
  );

  /** Programs of one cell beside each other. */
  function slice({ x, y }: Point, number: number, count: number): SvgElement {
    const width = cell / count;
    return element("rect", { x: at.x + x + number * width, y: at.y + y, width, height: cell });
  }
}

/** The member that a part is, or lies in. */
function memberAbove(machine: PlanMachine, part: number | null, members: ReadonlyMap<number, number>): number | null {
  if (part === null) return null;
  return members.get(part) ?? memberAbove(machine, machine.parts[part]?.parent ?? null, members);
}
