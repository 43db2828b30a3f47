import { columnsOf } from "../../diagnostics/render-width.ts";

export interface Column {
  /** Head lines, the same number for every column. */
  readonly head: readonly string[];
  readonly align: "left" | "right";
}

/** Rows under a head and a rule, columns two spaces apart, no spaces at the ends of lines. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const depth = Math.max(...columns.map(({ head }) => head.length));
  const heads = Array.from({ length: depth }, (_, line) => columns.map(({ head }) => head[line] ?? ""));
  const widths = columns.map((_, index) => Math.max(...[...heads, ...rows].map((row) => columnsOf(row[index] ?? ""))));
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(row[index] ?? "", widths[index] ?? 0, align))
      .join("  ")
      .trimEnd();
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width, 0) + 2 * (columns.length - 1));
  return `${[...heads.map(line), rule, ...rows.map(line)].join("\n")}\n`;
}

function pad(text: string, width: number, align: Column["align"]): string {
  const space = " ".repeat(Math.max(0, width - columnsOf(text)));
  return align === "left" ? text + space : space + text;
}
