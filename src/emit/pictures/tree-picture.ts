/** A multicast tree against time: who sends to whom, and when each core has the message. */
import type { PlanMachine } from "../../plan/plan.ts";
import { type Block, stack } from "./block.ts";
import { drawRemark } from "./draw-table.ts";
import { counted, labelTime, type TimeUnit, timeUnitOf } from "./labels.ts";
import { drawPage, type PictureOptions } from "./page.ts";
import { coordinate, element, type SvgElement, titled } from "./svg.ts";
import { drawText, textWidth } from "./text.ts";

/** A core of a tree; a core's children follow in the order in which it sends to them. */
export interface TreeNode {
  readonly core: number;
  /** Picoseconds since the root began. */
  readonly at: number;
  readonly children: readonly TreeNode[];
}

/** Rows of a picture that can still be read on one page. */
const mostRows = 72;
const rowHeight = 19;
const size = 9.5;
/** Pixels from the root's time to that of the last core. */
const span = 620;

/** A core, or a core with all behind it where these have no rows of their own. */
interface Row {
  readonly node: TreeNode;
  /** Row of the parent; null for the root. */
  readonly parent: number | null;
  readonly hidden: readonly TreeNode[];
}

export function drawTree(machine: PlanMachine, root: TreeNode, options: PictureOptions): string {
  const all = below(root);
  const unit = timeUnitOf(machine);
  const last = Math.max(...all.map(({ at }) => at));
  const rows = rowsOf(root, all.length > mostRows ? openWithin(root) : null);
  const others = all.length - 1;
  const remarks = [
    "Each line leaves its sender when that has the message, and ends when the receiver has it; a core sends to one after the other.",
    ...(all.length > mostRows
      ? ["A bar stands for a core with all cores behind it: from the first of them to the last."]
      : []),
  ];
  const page = {
    kind: "tree",
    name: `${machine.name}: multicast from ${pathOf(machine, root.core)}`,
    summary: `${counted(others, "other core")} told in ${both(last, unit)}; depth ${depthOf(root)}; ${counted(root.children.length, "send")} of the root`,
    blocks: [drawRows(rows, last, machine, unit), stack(remarks.map(drawRemark), 2)],
    extras: { accents: true, noMachine: true },
  };
  return drawPage(page, options).svg;
}

function pathOf({ cores }: PlanMachine, core: number): string {
  return cores[core]?.path ?? "";
}

function both(picoseconds: number, unit: TimeUnit): string {
  const ns = labelTime(picoseconds, { hertz: null });
  return unit.hertz === null ? ns : `${labelTime(picoseconds, unit)}, ${ns}`;
}

function below(node: TreeNode): readonly TreeNode[] {
  const found: TreeNode[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    waiting.push(...next.children);
  }
  return found;
}

function depthOf(root: TreeNode): number {
  let depth = 0;
  for (let level = root.children; level.length > 0; level = level.flatMap(({ children }) => children)) depth += 1;
  return depth;
}

/** Cores whose children have rows of their own: the largest subtrees first, as long as there is room. */
function openWithin(root: TreeNode): ReadonlySet<TreeNode> {
  const open = new Set<TreeNode>();
  const sizes = new Map<TreeNode, number>();
  const sizeOf = (node: TreeNode): number => {
    const known = sizes.get(node) ?? below(node).length;
    sizes.set(node, known);
    return known;
  };
  let rows = 1;
  const candidates = [root];
  while (candidates.length > 0) {
    candidates.sort((one, other) => sizeOf(other) - sizeOf(one));
    const next = candidates.shift();
    if (next === undefined || next.children.length === 0) break;
    if (rows + next.children.length > mostRows) continue;
    open.add(next);
    rows += next.children.length;
    candidates.push(...next.children);
  }
  return open;
}

/** `open`: whose children are shown; null for everybody's. */
function rowsOf(root: TreeNode, open: ReadonlySet<TreeNode> | null): readonly Row[] {
  const rows: Row[] = [];
  const waiting: { readonly node: TreeNode; readonly parent: number | null }[] = [{ node: root, parent: null }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, parent } = next;
    const isOpen = open === null || open.has(node);
    const row = rows.push({ node, parent, hidden: isOpen ? [] : below(node).slice(1) }) - 1;
    if (isOpen) for (const child of node.children.toReversed()) waiting.push({ node: child, parent: row });
  }
  return rows;
}

function drawRows(rows: readonly Row[], last: number, machine: PlanMachine, unit: TimeUnit): Block {
  const labels = rows.map((row) => labelOf(row, machine, unit));
  const scale = last === 0 ? 0 : span / last;
  const width = Math.max(
    ...rows.map(
      ({ node, hidden }, row) => endOf(node, hidden) * scale + 16 + textWidth(labels[row] ?? "", size) * 1.08,
    ),
  );
  const axis = 22;
  return {
    width: Math.max(width, span + 60),
    height: axis + rowHeight * rows.length,
    draw: ({ x, y }) => {
      const left = x + 6;
      const yOf = (row: number): number => y + axis + rowHeight * row + rowHeight / 2;
      return [
        ...drawAxis(left, y, y + axis + rowHeight * rows.length, last, scale, unit),
        ...rows.flatMap((row, index) => drawBranch(row, rows, index, (at) => left + at * scale, yOf)),
        ...rows.map((row, index) => drawNode(row, labels[index] ?? "", machine, (at) => left + at * scale, yOf(index))),
      ];
    },
  };
}

function endOf(node: TreeNode, hidden: readonly TreeNode[]): number {
  return Math.max(node.at, ...hidden.map(({ at }) => at));
}

function labelOf({ node, hidden }: Row, machine: PlanMachine, unit: TimeUnit): string {
  const name = pathOf(machine, node.core);
  if (hidden.length === 0) return `${name}  ${labelTime(node.at, unit)}`;
  return `${name} and ${hidden.length} behind it  ${labelTime(node.at, unit)} … ${labelTime(endOf(node, hidden), unit)}`;
}

/** From the sender's time and row down to the receiver's. */
function drawBranch(
  { node, parent }: Row,
  rows: readonly Row[],
  index: number,
  xOf: (at: number) => number,
  yOf: (row: number) => number,
): readonly SvgElement[] {
  const from = parent === null ? undefined : rows[parent];
  if (from === undefined || parent === null) return [];
  const [x, top, y] = [xOf(from.node.at), yOf(parent), yOf(index)].map(coordinate);
  const d = `M${x} ${top}V${y}H${coordinate(xOf(node.at))}`;
  return [element("path", { class: "rule", d })];
}

function drawNode(row: Row, label: string, machine: PlanMachine, xOf: (at: number) => number, y: number): SvgElement {
  const { node, parent, hidden } = row;
  const [start, end] = [xOf(node.at), xOf(endOf(node, hidden))];
  const bar = element("rect", { class: "bar", x: start, y: y - 5, width: end - start, height: 10, rx: 3 });
  const shows = {
    part: "core" as const,
    index: node.core,
    name: pathOf(machine, node.core),
    box: { x: start - 4, y: y - 4, width: 8, height: 8 },
  };
  const parts = [
    ...(hidden.length === 0 ? [] : [bar]),
    element("circle", { class: "badge", cx: start, cy: y, r: parent === null ? 6 : 4.5 }),
    drawText(label, { x: end + 9, y: y + 3.4 }, { size, className: parent === null ? "ink strong halo" : "ink halo" }),
  ];
  return titled(label, "first", parts, { shows });
}

/** A round number of times, and a line for each. */
function drawAxis(
  left: number,
  top: number,
  bottom: number,
  last: number,
  scale: number,
  unit: TimeUnit,
): readonly SvgElement[] {
  const perUnit = unit.hertz === null ? 1000 : 1e12 / unit.hertz;
  const step = roundStep(last / perUnit / 6) * perUnit;
  const count = step === 0 ? 0 : Math.floor(last / step);
  return Array.from({ length: count + 1 }, (_, tick) => left + tick * step * scale).flatMap((x, tick) => [
    element("line", { class: "rule", "stroke-opacity": 0.35, x1: x, y1: top + 14, x2: x, y2: bottom }),
    drawText(
      labelTime(tick * step, unit),
      { x, y: top + 9 },
      { size: 8.5, className: "quiet", anchor: tick === 0 ? "start" : "middle" },
    ),
  ]);
}

/** 1, 2 or 5 times a power of ten, not less than asked. */
function roundStep(least: number): number {
  if (least <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}
