/** What a core can address: a strip to scale, broken at huge gaps, and a line of text for each piece. */
import { listPaths } from "../../algorithms/list-paths.ts";
import { printSize } from "../../algorithms/print-quantity.ts";
import type { PlanAddresses, PlanMachine, PlanView } from "../../plan/plan.ts";
import { type MapPiece, type PlanWho, piecesOf } from "./address-map.ts";
import { type Block, stack } from "./block.ts";
import { drawRemark } from "./draw-table.ts";
import { counted } from "./labels.ts";
import { drawPage, type PictureOptions } from "./page.ts";
import { coordinate, element, type SvgElement, titled } from "./svg.ts";
import { drawText, fitText, textWidth } from "./text.ts";

/** Pixels. */
const stripHeight = 420;
const stripWidth = 64;
const breakHeight = 22;
const leastHeight = 3;
const rowHeight = 18;
const size = 9.5;
const stripLeft = 34;
const textLeft = stripLeft + stripWidth + 46;
const columnGap = 16;

/** A piece in its place: on the strip, and its line of text. */
interface Placed {
  readonly piece: MapPiece;
  readonly top: number;
  readonly height: number;
  /** A gap that is not drawn to scale. */
  readonly isBroken: boolean;
  /** The middle of its line; null for small gaps. */
  readonly row: number | null;
}

export function drawAddressMap(
  machine: PlanMachine,
  addresses: PlanAddresses,
  view: PlanView,
  who: PlanWho,
  options: PictureOptions,
): string {
  const pieces = piecesOf(view, addresses, machine);
  const name = "core" in who ? machine.cores[who.core]?.path : machine.devices[who.device]?.path;
  const space = addresses.spaces[view.space]?.path ?? "";
  const page = {
    kind: "addresses",
    name: `${machine.name}: addresses of ${name ?? ""}`,
    summary: summaryOf(pieces, space),
    blocks: [drawMap(pieces), stack(remarksOf(pieces, view, machine, who).map(drawRemark), 2)],
    extras: { accents: true, controllers: true },
  };
  return drawPage(page, options).svg;
}

function summaryOf(pieces: readonly MapPiece[], space: string): string {
  const total = (kind: MapPiece["kind"]) =>
    pieces.filter((one) => one.kind === kind).reduce((sum, one) => sum + one.size, 0n);
  const of = (kind: MapPiece["kind"]) => pieces.filter((one) => one.kind === kind).length;
  return [
    `space ${space}`,
    `${printSize(Number(total("memory")))} of memory in ${counted(of("memory"), "range")}`,
    `${printSize(Number(total("registers")))} of registers in ${counted(of("registers"), "range")}`,
    counted(of("gap"), "gap"),
  ].join("; ");
}

function remarksOf(
  pieces: readonly MapPiece[],
  { cores, devices }: PlanView,
  machine: PlanMachine,
  who: PlanWho,
): readonly string[] {
  const others = [
    ...cores.filter((core) => !("core" in who && who.core === core)).map((core) => machine.cores[core]?.path ?? ""),
    ...devices.filter((one) => !("device" in who && who.device === one)).map((one) => machine.devices[one]?.path ?? ""),
  ];
  return [
    "The strip is to scale, but for zigzags, where nothing answers for long, and for what is too small to be seen.",
    ...(pieces.some(({ twins }) => twins.length > 0) ? ["Arcs join ranges that show the same bytes."] : []),
    ...(others.length === 0 ? [] : [`The same is seen by ${listPaths(others)}.`]),
  ];
}

function drawMap(pieces: readonly MapPiece[]): Block {
  const placed = place(pieces);
  const texts = placed.filter(({ row }) => row !== null).map(({ piece }) => columnsOf(piece));
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(0, ...texts.map((row) => textWidth(row[column] ?? "", size))),
  );
  const limited = widths.map((width, column) => (column === 1 ? Math.min(width, 340) : width));
  const lefts = limited.map((_, column) =>
    limited.slice(0, column).reduce((x, width) => x + width + columnGap, textLeft),
  );
  const bottom = Math.max(...placed.map(({ top, height, row }) => Math.max(top + height, (row ?? 0) + rowHeight / 2)));
  return {
    width: (lefts.at(-1) ?? 0) + (limited.at(-1) ?? 0),
    height: bottom + 2,
    draw: ({ x, y }) => [
      ...placed.map((one) => drawPiece(one, { x, y }, lefts, limited)),
      ...drawArcs(placed, { x, y }),
    ],
  };
}

function columnsOf({ range, name, sizeText, access, aliases }: MapPiece): readonly string[] {
  return [
    range,
    name,
    sizeText,
    access,
    aliases.length === 0 ? "" : `also at ${aliases.slice(0, 3).join(", ")}${aliases.length > 3 ? " …" : ""}`,
  ];
}

/** From the first address at the top down; huge gaps are as high as any other of them. */
function place(pieces: readonly MapPiece[]): readonly Placed[] {
  const mapped = pieces.filter(({ kind }) => kind !== "gap").reduce((sum, one) => sum + one.size, 0n);
  const isHuge = ({ kind, size }: MapPiece) => kind === "gap" && size * 8n > mapped;
  const linear = pieces.filter((piece) => !isHuge(piece)).reduce((sum, one) => sum + one.size, 0n);
  const scale = linear === 0n ? 0 : stripHeight / Number(linear);
  let top = 0;
  const strip = pieces.map((piece) => {
    const isBroken = isHuge(piece);
    const height = isBroken
      ? breakHeight
      : Math.max(piece.kind === "gap" ? 1.5 : leastHeight, Number(piece.size) * scale);
    const at = { piece, top, height, isBroken };
    top += height;
    return at;
  });
  const told = strip.filter(({ piece, isBroken }) => piece.kind !== "gap" || isBroken);
  const rows = new Map(spread(told.map((one) => one.top + one.height / 2)).map((row, index) => [told[index], row]));
  return strip.map((one) => ({ ...one, row: rows.get(one) ?? null }));
}

/** Each as near to where it wants to be as leaves room for all. */
function spread(wanted: readonly number[]): readonly number[] {
  const rows: number[] = [];
  for (const at of wanted) rows.push(Math.max(at, (rows.at(-1) ?? -rowHeight / 2) + rowHeight));
  const bottom = Math.max(stripHeight, rows.length * rowHeight) + rowHeight / 2;
  let most = bottom;
  for (let index = rows.length - 1; index >= 0; index--) {
    most = Math.min(most, rows[index] ?? 0);
    rows[index] = most;
    most -= rowHeight;
  }
  return rows;
}

function drawPiece(
  { piece, top, height, isBroken, row }: Placed,
  { x, y }: { readonly x: number; readonly y: number },
  lefts: readonly number[],
  widths: readonly number[],
): SvgElement {
  const box = { x: x + stripLeft, y: y + top, width: stripWidth, height };
  const texts = columnsOf(piece);
  const ink = piece.kind === "gap" ? "quiet" : "ink";
  const line = row === null ? [] : [drawLeader(box, { x: x + textLeft - 6, y: y + row })];
  const words =
    row === null
      ? []
      : texts.flatMap((text, column) => {
          const shown = fitText(text, size, widths[column] ?? 0);
          const at = { x: x + (lefts[column] ?? 0) + (column === 2 ? (widths[2] ?? 0) : 0), y: y + row + 3.4 };
          const className =
            column === 0 || column === 4 ? "quiet" : column === 1 && piece.kind !== "gap" ? `${ink} strong` : ink;
          return text === "" ? [] : [drawText(shown, at, { size, className, anchor: column === 2 ? "end" : "start" })];
        });
  const title = [`${piece.range}: ${piece.name}`, piece.sizeText, piece.access, texts[4] ?? ""].filter(
    (part) => part !== "",
  );
  return titled(title.join(", "), classOf(piece), [...drawBox(box, piece, isBroken), ...line, ...words]);
}

function classOf({ kind }: MapPiece): string {
  return kind === "memory" ? "memory" : kind === "registers" ? "device" : "gap";
}

function drawBox(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  { kind }: MapPiece,
  isBroken: boolean,
) {
  if (kind !== "gap") return [element("rect", { x, y, width, height })];
  if (!isBroken) return [element("rect", { class: "hole", x, y, width, height })];
  const [left, right, middle] = [x, x + width, y + height / 2].map(coordinate);
  const teeth = Array.from({ length: 8 }, (_, tooth) => `l${width / 8} ${tooth % 2 === 0 ? 5 : -5}`).join("");
  const zigzag = (at: number) => element("path", { class: "rule", d: `M${left} ${coordinate(at)}${teeth}` });
  return [
    element("path", {
      class: "rule",
      d: `M${left} ${coordinate(y)}H${right}M${left} ${coordinate(y + height)}H${right}`,
    }),
    zigzag((middle ?? 0) - 5),
    zigzag((middle ?? 0) + 1),
  ];
}

/** From the middle of a piece to its line of text. */
function drawLeader(
  box: { x: number; y: number; width: number; height: number },
  to: { x: number; y: number },
): SvgElement {
  const [right, middle] = [box.x + box.width, box.y + box.height / 2].map(coordinate);
  const d = `M${right} ${middle}h6L${coordinate(to.x - 6)} ${coordinate(to.y)}h6`;
  return element("path", { class: "rule", "stroke-opacity": 0.5, d });
}

/** On the left, each farther out than the one before. */
function drawArcs(
  placed: readonly Placed[],
  { x, y }: { readonly x: number; readonly y: number },
): readonly SvgElement[] {
  const pairs = placed.flatMap((one, index) =>
    one.piece.twins.flatMap((twin) => {
      const other = placed[twin];
      return twin > index && other !== undefined ? [[one, other] as const] : [];
    }),
  );
  return pairs.map(([one, other], index) => {
    const [top, bottom] = [one, other].map(({ top, height }) => coordinate(y + top + height / 2));
    const out = x + stripLeft - 8 - (index % 4) * 7;
    const d = `M${x + stripLeft} ${top}H${coordinate(out)}V${bottom}H${x + stripLeft}`;
    const title = `${one.piece.range} and ${other.piece.range} are the same bytes`;
    return titled(title, "second", [element("path", { class: "mark", "stroke-width": 1.5, d })]);
  });
}
