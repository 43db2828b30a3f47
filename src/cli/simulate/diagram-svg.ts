import { counted } from "../../algorithms/counted.ts";
import type { Diagram, Row } from "./diagram.ts";

/** Pixels. */
const left = 110;
const laneWidth = 56;
const rowHeight = 22;
const textWidth = 620;

/** A diagram as an SVG picture that needs nothing else. Rows are as far apart as a person likes, whatever their times. */
export function renderSvg(diagram: Diagram): string {
  const { lifelines, rows } = diagram;
  const top = 60 + 6 * Math.max(0, ...lifelines.map(({ length }) => length));
  const height = top + rowHeight * (rows.length + 2);
  const width = left + laneWidth * lifelines.length + textWidth;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    style,
    `<text x="10" y="20" class="title">${escapeXml(titleOf(diagram))}</text>`,
    ...lifelines.map((name, index) => renderLifeline(name, xOf(index), top, height)),
    ...rows.map((row, index) => renderRow(row, top + rowHeight * (index + 1), left + laneWidth * lifelines.length)),
    "</svg>",
    "",
  ];
  return parts.join("\n");
}

const style = `<style>
  svg { background: #fff } text { fill: #222 } .title { font-size: 15px } .time { fill: #777; text-anchor: end }
  .lane { stroke: #bbb } .message { stroke: #246; stroke-width: 1.5 } .lost { stroke: #b22; stroke-dasharray: 4 3 }
  .head { fill: #246 } .note { fill: #b60 }
</style>`;

function titleOf({ title, earlier, silent }: Diagram): string {
  const leftOut = [
    ...(earlier > 0 ? [counted(earlier, "earlier message")] : []),
    ...(silent > 0 ? [counted(silent, "kernel that says nothing here", "kernels that say nothing here")] : []),
  ];
  return leftOut.length === 0 ? title : `${title}; left out: ${leftOut.join(", ")}`;
}

function xOf(lifeline: number): number {
  return left + laneWidth * lifeline + laneWidth / 2;
}

function renderLifeline(name: string, x: number, top: number, height: number): string {
  const label = `<text transform="translate(${x + 4} ${top - 8}) rotate(-60)">${escapeXml(name)}</text>`;
  return `${label}<line class="lane" x1="${x}" y1="${top}" x2="${x}" y2="${height - rowHeight}"/>`;
}

function renderRow(row: Row, y: number, textAt: number): string {
  const time = `<text class="time" x="${left - 10}" y="${y + 4}">${row.at.toFixed(6)}</text>`;
  const text = `<text x="${textAt}" y="${y + 4}">${escapeXml(row.text)}</text>`;
  return time + (row.kind === "message" ? renderArrow(row, y) : renderNote(row.on, y)) + text;
}

function renderArrow({ from, to, arrived }: Extract<Row, { kind: "message" }>, y: number): string {
  const [x1, x2] = [xOf(from), xOf(to)];
  const back = x2 > x1 ? -7 : 7;
  const isLost = arrived === null;
  const line = `<line class="message${isLost ? " lost" : ""}" x1="${x1}" y1="${y}" x2="${x2}" y2="${y}"/>`;
  const head = isLost
    ? `<path class="lost" d="M${x2 - 4} ${y - 4}l8 8m0 -8l-8 8"/>`
    : `<path class="head" d="M${x2} ${y}l${back} -4v8z"/>`;
  return line + head;
}

function renderNote(on: number | null, y: number): string {
  return on === null ? "" : `<rect class="note" x="${xOf(on) - 4}" y="${y - 4}" width="8" height="8"/>`;
}

function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return (
    text
      .replace(/[&<>"]/g, (letter) => entities[letter] ?? letter)
      // Control characters are none of XML's.
      .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, "\ufffd")
  );
}
