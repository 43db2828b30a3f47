/** Who said what to whom, and when, as a sequence diagram. */
import { counted } from "../../algorithms/counted.ts";
import { printTime } from "../../algorithms/print-quantity.ts";
import type { Block } from "./block.ts";
import { drawPage, type PictureOptions } from "./page.ts";
import { coordinate, element, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

/** With all that says nothing left out. */
export interface Diagram {
  readonly title: string;
  /** Names of cores. */
  readonly lifelines: readonly string[];
  /** What runs there, in a line; absent where it is not told. */
  readonly roles?: readonly string[];
  readonly rows: readonly Row[];
  /** Messages before the first row that are not shown, and cores that are not. */
  readonly earlier: number;
  readonly silent: number;
  /** The time that is told as 0; absent where times are told in milliseconds since the beginning. */
  readonly origin?: number;
}

/** In the order of their times; virtual milliseconds. */
export type Row =
  | {
      readonly kind: "message";
      readonly at: number;
      /** Null: it never arrived. */
      readonly arrived: number | null;
      /** Indices of lifelines. */
      readonly from: number;
      readonly to: number;
      readonly text: string;
    }
  | {
      readonly kind: "note";
      readonly at: number;
      /** Index of a lifeline; null for what concerns several. */
      readonly on: number | null;
      readonly text: string;
    };

/** Pixels. */
const timeWidth = 84;
const [narrowest, widest] = [56, 132];
/** The widest lane for what runs there, where there are many, and the widest for a name. */
const crowded = 92;
const widestName = 190;
const headHeight = 34;
const rowHeight = 22;
/** How far a message comes down while it travels. */
const slope = 9;
const size = 9.5;
const longestText = 520;

export function drawSequence(diagram: Diagram, options: PictureOptions = {}): string {
  const page = {
    kind: "sequence",
    name: diagram.title,
    summary: summaryOf(diagram),
    blocks: [drawRows(diagram)],
    extras: { sequence: true, noMachine: true },
  };
  return drawPage(page, options).svg;
}

function summaryOf({ rows, lifelines, earlier, silent }: Diagram): string {
  const messages = rows.filter(({ kind }) => kind === "message").length;
  const leftOut = [
    ...(earlier > 0 ? [counted(earlier, "earlier message")] : []),
    ...(silent > 0 ? [counted(silent, "kernel that says nothing here", "kernels that say nothing here")] : []),
  ];
  const shown = `${counted(messages, "message")} between ${counted(lifelines.length, "core")}`;
  return leftOut.length === 0 ? shown : `${shown}; left out: ${leftOut.join(", ")}`;
}

function drawRows(diagram: Diagram): Block {
  const { lifelines, roles = [], rows } = diagram;
  const lane = laneWidth(lifelines, roles);
  const right = timeWidth + lane * lifelines.length + 14;
  const texts = rows.map((row) => textWidth(textOf(row), size));
  return {
    width: right + Math.min(longestText, Math.max(0, ...texts)),
    height: headHeight + rowHeight * (rows.length + 1),
    draw: ({ x, y }) => {
      const xOf = (lifeline: number) => x + timeWidth + lane * lifeline + lane / 2;
      const bottom = y + headHeight + rowHeight * (rows.length + 1);
      return [
        ...lifelines.map((name, index) => drawActor(name, roles[index] ?? "", xOf(index), y, lane, bottom)),
        ...rows.map((row, index) => {
          const top = y + headHeight + rowHeight * index + rowHeight * 0.6;
          return drawRow(row, diagram, { left: x, top, right: x + right }, xOf);
        }),
      ];
    },
  };
}

/** A name tells one core from another, so it is not cut where many stand side by side; what runs there may be. */
function laneWidth(names: readonly string[], roles: readonly string[]): number {
  const widths = (texts: readonly string[]) => texts.map((text) => 1.08 * textWidth(text, size) + 22);
  const most = names.length > 8 ? crowded : widest;
  return Math.max(
    Math.min(widestName, Math.max(narrowest, ...widths(names))),
    Math.min(most, Math.max(narrowest, ...widths(roles))),
  );
}

function drawActor(name: string, role: string, x: number, y: number, lane: number, bottom: number): SvgElement {
  const [width, room] = [lane - 8, lane - 14];
  const at = { x, y: y + (role === "" ? 20 : 14) };
  return titled(role === "" ? name : `${name}: ${role}`, "actor", [
    element("line", { class: "lane", x1: x, y1: y + headHeight, x2: x, y2: bottom }),
    element("rect", { x: x - width / 2, y, width, height: headHeight, rx: 4 }),
    drawText(fitText(name, size * 1.08, room), at, { size, className: "ink strong", anchor: "middle" }),
    ...(role === ""
      ? []
      : [drawText(fitText(role, size, room), { x, y: y + 27 }, { size, className: "quiet", anchor: "middle" })]),
  ]);
}

function drawRow(
  row: Row,
  { origin }: Diagram,
  { left, top, right }: { readonly left: number; readonly top: number; readonly right: number },
  xOf: (lifeline: number) => number,
): SvgElement {
  const time = origin === undefined ? `${row.at.toFixed(6)} ms` : printSpan(origin, row.at);
  const at = { x: left + timeWidth - 8, y: top + 3.4 };
  const parts = [
    drawText(time, at, { size, className: "quiet", anchor: "end" }),
    ...(row.kind === "message" ? drawArrow(row, top, xOf) : drawNote(row.on, top, xOf)),
    drawText(fitText(textOf(row), size, longestText), { x: right, y: top + 3.4 }, { size, className: "ink" }),
  ];
  return titled(`${time}: ${textOf(row)}`, `row ${row.kind === "note" ? "told" : "said"}`, parts);
}

/** Between two times in milliseconds, in whole picoseconds: what differences of floating numbers leave over is nothing. */
function printSpan(from: number, to: number): string {
  const picoseconds = Math.round((to - from) * 1e9);
  return picoseconds === 0 ? "0" : printTime(picoseconds);
}

function textOf(row: Row): string {
  if (row.kind === "note") return row.text;
  return row.arrived === null ? `${row.text}, lost` : `${row.text} (${printSpan(row.at, row.arrived)})`;
}

function drawArrow(
  { from, to, arrived }: Extract<Row, { kind: "message" }>,
  top: number,
  xOf: (lifeline: number) => number,
): readonly SvgElement[] {
  const [x1, x2, y1, y2] = [xOf(from), xOf(to), top - slope / 2, top + slope / 2];
  if (arrived === null) {
    const cross = `M${coordinate(x2 - 4)} ${coordinate(y2 - 4)}l8 8m0 -8l-8 8`;
    return [
      element("line", { class: "message lost", x1, y1, x2, y2 }),
      element("path", { class: "message lost", d: cross }),
    ];
  }
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const corner = (side: number) =>
    `${coordinate(x2 - 8 * dx - side * 4 * dy)} ${coordinate(y2 - 8 * dy + side * 4 * dx)}`;
  const d = `M${coordinate(x2)} ${coordinate(y2)}L${corner(1)}L${corner(-1)}Z`;
  return [element("line", { class: "message", x1, y1, x2, y2 }), element("path", { class: "tip", d })];
}

function drawNote(on: number | null, top: number, xOf: (lifeline: number) => number): readonly SvgElement[] {
  return on === null ? [] : [element("rect", { class: "note", x: xOf(on) - 4, y: top - 4, width: 8, height: 8 })];
}
