/** Tables in pictures: a head, and rows in bands. */
import type { Block } from "./block.ts";
import { element, type SvgElement } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

const size = 9.5;
const headSize = 9;
const rowHeight = 17;
const gap = 18;
const padding = 6;

interface TableColumn {
  readonly head: string;
  readonly align: "left" | "right";
  /** Longer texts are cut off. */
  readonly widest?: number;
}

export interface TableRow {
  readonly cells: readonly string[];
  /** In front of the first cell: a mark of so much width, drawn with its middle at a point. */
  readonly mark?: (x: number, y: number) => readonly SvgElement[];
  readonly isStrong?: boolean;
}

const markWidth = 22;

/** As wide as its cells need. */
export function drawTable(columns: readonly TableColumn[], rows: readonly TableRow[]): Block {
  if (rows.length === 0) return { width: 0, height: 0, draw: () => [] };
  const inset = padding + (rows.some(({ mark }) => mark !== undefined) ? markWidth : 0);
  const widths = columns.map((column, index) => widthOf(column, index, rows));
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((x, width) => x + width + gap, inset));
  const width = (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0) + padding;
  const place = ({ align }: TableColumn, index: number, x: number): number =>
    x + (lefts[index] ?? 0) + (align === "right" ? (widths[index] ?? 0) : 0);
  const drawCells = (texts: readonly string[], at: { x: number; y: number }, className: string, fontSize: number) =>
    columns.flatMap((column, index) => {
      const text = fitText(texts[index] ?? "", fontSize, widths[index] ?? 0);
      const anchor = column.align === "right" ? "end" : "start";
      const corner = { x: place(column, index, at.x), y: at.y };
      return text === "" ? [] : [drawText(text, corner, { size: fontSize, className, anchor })];
    });
  return {
    width,
    height: rowHeight * (rows.length + 1),
    draw: ({ x, y }) => [
      ...drawCells(
        columns.map(({ head }) => head),
        { x, y: y + 11 },
        "quiet strong",
        headSize,
      ),
      element("line", { class: "rule", x1: x, y1: y + rowHeight - 1, x2: x + width, y2: y + rowHeight - 1 }),
      ...rows.flatMap((row, index) => {
        const top = y + rowHeight * (index + 1);
        const band = element("rect", { class: "band", x, y: top, width, height: rowHeight });
        const ink = row.isStrong === true ? "ink strong" : "ink";
        return [
          ...(index % 2 === 1 ? [band] : []),
          ...(row.mark?.(x + padding + markWidth / 2 - 3, top + rowHeight / 2) ?? []),
          ...drawCells(row.cells, { x, y: top + 12 }, ink, size),
        ];
      }),
    ],
  };
}

function widthOf({ head, widest = 420 }: TableColumn, index: number, rows: readonly TableRow[]): number {
  const cells = rows.map(({ cells, isStrong }) => textWidth(cells[index] ?? "", size) * (isStrong === true ? 1.08 : 1));
  return Math.max(textWidth(head, headSize) * 1.08, Math.min(widest, Math.max(...cells)));
}

/** A line of text by itself. */
export function drawRemark(text: string): Block {
  return {
    width: textWidth(text, size),
    height: 13,
    draw: ({ x, y }) => [drawText(text, { x, y: y + 10 }, { size, className: "quiet" })],
  };
}
