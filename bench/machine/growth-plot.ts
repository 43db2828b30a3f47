/** How time and memory grow with the machine, as a picture: both axes logarithmic, legible on light and dark pages. */
import type { BenchRow } from "../row.ts";

/** What a figure is meant to stay below. */
export interface Goal {
  readonly cores: number;
  readonly amount: number;
  readonly text: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const width = 760;
const height = 460;
const frame = { left: 70, right: 150, top: 40, bottom: 60 };

/** Each series of rows that stand somewhere in a plot becomes a line; null when there are none. */
export function drawGrowth(rows: readonly BenchRow[], goals: readonly Goal[]): string | null {
  const series = gatherSeries(rows);
  if (series.size === 0) return null;
  const points = [...series.values()].flat();
  const marks = [...points, ...goals.map(({ cores, amount }) => ({ x: cores, y: amount }))];
  const across = spanOf(marks.map(({ x }) => x));
  const up = spanOf(marks.map(({ y }) => y));
  const place = ({ x, y }: Point): Point => ({
    x: frame.left + share(x, across) * (width - frame.left - frame.right),
    y: height - frame.bottom - share(y, up) * (height - frame.top - frame.bottom),
  });
  const sizes = [...new Set(points.map(({ x }) => x))].sort((a, b) => a - b);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    style,
    `<text x="${frame.left}" y="20" class="title">${title}</text>`,
    ...drawGrid(sizes, across, up, place),
    ...[...series].flatMap(([name, line], index) => drawLine(name, line.map(place), index)),
    ...goals.map((goal) => drawGoal(goal, place({ x: goal.cores, y: goal.amount }))),
    "</svg>",
    "",
  ].join("\n");
}

const title = "From the text of a machine to its plan, by its cores";

const style = `<style>
  svg { font: 13px system-ui, sans-serif; }
  text { fill: #24292f; } .title { font-weight: 600; } .faint { fill: #57606a; }
  .grid { stroke: #d0d7de; } .goal { fill: none; stroke: #57606a; stroke-width: 1.5; }
  .line { fill: none; stroke-width: 2.5; } .line0 { stroke: #0969da; } .line1 { stroke: #bc4c00; }
  .dot0 { fill: #0969da; } .dot1 { fill: #bc4c00; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .faint { fill: #9198a1; } .grid { stroke: #3d444d; } .goal { stroke: #9198a1; }
    .line0 { stroke: #58a6ff; } .line1 { stroke: #f0883e; } .dot0 { fill: #58a6ff; } .dot1 { fill: #f0883e; }
  }
</style>`;

function gatherSeries(rows: readonly BenchRow[]): ReadonlyMap<string, readonly Point[]> {
  const series = new Map<string, Point[]>();
  for (const { plot, skerry } of rows) {
    if (plot === undefined) continue;
    const line = series.get(plot.series) ?? [];
    series.set(plot.series, line);
    line.push({ x: plot.x, y: skerry });
  }
  for (const line of series.values()) line.sort((a, b) => a.x - b.x);
  return series;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** With a little room on both sides. */
function spanOf(values: readonly number[]): Span {
  return { from: Math.min(...values) / 1.3, to: Math.max(...values) * 1.3 };
}

/** From 0 to 1 along a logarithmic axis. */
function share(value: number, { from, to }: Span): number {
  return Math.log(value / from) / Math.log(to / from);
}

function drawGrid(sizes: readonly number[], across: Span, up: Span, place: (point: Point) => Point): readonly string[] {
  const columns = sizes.map((size) => {
    const { x } = place({ x: size, y: up.from });
    return `${rule(x, frame.top, x, height - frame.bottom)}${label(x, height - frame.bottom + 18, "middle", size)}`;
  });
  const rows = powersOfTen(up).map((amount) => {
    const { y } = place({ x: across.from, y: amount });
    return `${rule(frame.left, y, width - frame.right, y)}${label(frame.left - 8, y + 4, "end", amount)}`;
  });
  const middle = (frame.left + width - frame.right) / 2;
  return [...columns, ...rows, text(middle, height - 16, "middle", "cores, in nodes of 16")];
}

function powersOfTen({ from, to }: Span): readonly number[] {
  const powers: number[] = [];
  for (let power = 10 ** Math.ceil(Math.log10(from)); power <= to; power *= 10) powers.push(power);
  return powers;
}

function drawLine(name: string, line: readonly Point[], index: number): readonly string[] {
  const [last] = line.slice(-1);
  const shape = line.map(({ x, y }) => `${round(x)},${round(y)}`).join(" ");
  const dots = line.map(({ x, y }) => `<circle cx="${round(x)}" cy="${round(y)}" r="4" class="dot${index % 2}"/>`);
  return [
    `<polyline points="${shape}" class="line line${index % 2}"/>`,
    ...dots,
    ...(last === undefined ? [] : [text(last.x + 12, last.y + 4, "start", name)]),
  ];
}

function drawGoal({ text: words }: Goal, { x, y }: Point): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="6" class="goal"/>${text(x - 12, y - 6, "end", words, "faint")}`;
}

function rule(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="grid"/>`;
}

function label(x: number, y: number, anchor: string, amount: number): string {
  return text(x, y, anchor, amount.toLocaleString("en"), "faint");
}

function text(x: number, y: number, anchor: string, words: string, name = "plain"): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" class="${name}">${words}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
