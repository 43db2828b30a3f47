import { counted } from "../../algorithms/counted.ts";
import { printable } from "../../diagnostics/render-width.ts";
import type { Diagram, Row } from "../../emit/pictures/sequence-picture.ts";

/** Columns between two lifelines. */
const step = 4;
/** Columns of the time. */
const timeWidth = 13;

/** A diagram as text: a line for each message and note, a column for each lifeline, numbered. */
export function renderText({ title, lifelines, rows, earlier, silent }: Diagram): string {
  const names = lifelines.map((name, index) => `${`${index + 1}`.padStart(timeWidth)}  ${name}`);
  const numbers = lifelines.map((_, index) => `${index + 1}`.padEnd(step)).join("");
  const left = [
    ...(earlier > 0 ? [counted(earlier, "earlier message")] : []),
    ...(silent > 0 ? [counted(silent, "kernel that says nothing here", "kernels that say nothing here")] : []),
  ];
  return [
    title,
    ...names,
    ...(left.length === 0 ? [] : [`${"".padStart(timeWidth)}  left out: ${left.join(", ")}`]),
    "",
    `${"ms".padStart(timeWidth)}  ${numbers}`.trimEnd(),
    ...rows.map((row) => renderRow(row, lifelines.length)),
    "",
  ].join("\n");
}

function renderRow(row: Row, count: number): string {
  const lanes = row.kind === "message" ? arrow(row.from, row.to, row.arrived !== null, count) : mark(row.on, count);
  const text = row.kind === "message" ? `${row.text}${travelOf(row)}` : row.text;
  return `${row.at.toFixed(6).padStart(timeWidth)}  ${lanes}  ${printable(text)}`;
}

function travelOf({ at, arrived }: Extract<Row, { kind: "message" }>): string {
  return arrived === null ? ", lost" : ` (${((arrived - at) * 1e6).toFixed(0)} ns)`;
}

function lanesOf(count: number): string[] {
  return Array.from({ length: Math.max(1, count * step - (step - 1)) }, (_, column) => {
    return column % step === 0 && count > 0 ? "│" : " ";
  });
}

function arrow(from: number, to: number, arrives: boolean, count: number): string {
  const lanes = lanesOf(count);
  const [start, end] = [from * step, to * step];
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  for (let column = low + 1; column < high; column++) lanes[column] = column % step === 0 ? "┼" : "─";
  lanes[start] = end > start ? "├" : "┤";
  lanes[end] = arrives ? (end > start ? "▶" : "◀") : "✗";
  return lanes.join("");
}

function mark(on: number | null, count: number): string {
  const lanes = lanesOf(count);
  if (on === null) return lanes.join("").replaceAll("│", "┆");
  lanes[on * step] = "■";
  return lanes.join("");
}
