/** A way of messages over a laid out machine: lines, arrows, and a badge at each hop. */
import type { Hop } from "../../plan/plan.ts";
import { between, clip, grow, middleOf, overlap, type Point, type Rectangle } from "./geometry.ts";
import { edgeTowards, type ScenePlaces } from "./scene-places.ts";
import { coordinate, element, type SvgElement, titled } from "./svg.ts";
import { drawText, textFrame } from "./text.ts";

export interface PicturedHop {
  /** Cores. */
  readonly from: number;
  readonly to: number;
  readonly via: Hop["via"];
  /** Picoseconds. */
  readonly latency: number;
}

export interface PicturedWay {
  readonly hops: readonly PicturedHop[];
  /** `first` is what the picture is about, `second` what happens otherwise. */
  readonly rank: "first" | "second";
  /** Of the hops, as in the table. */
  readonly names: readonly string[];
}

export function drawWay({ hops, rank }: PicturedWay, title: string, places: ScenePlaces): SvgElement {
  const lines = linesOf(hops, rank, places);
  const parts = [
    ...lines.flatMap((points) => drawLine(points)),
    // Between cells there is no room for more than the last of them.
    ...(isMap(hops, places) ? lines.slice(-1) : lines).map((points) => drawTip(points)),
    ...ends(hops, places),
  ];
  return titled(title, `${rank} over`, parts);
}

/** `taken`: where nothing may stand; grows by the badges. */
export function drawBadges({ hops, rank, names }: PicturedWay, places: ScenePlaces, taken: Rectangle[]): SvgElement {
  const lines = linesOf(hops, rank, places);
  const badges = lines.flatMap((points, index) => {
    const isEnd = index === 0 || index === lines.length - 1;
    if (points.length < 2 || (isMap(hops, places) && !isEnd)) return [];
    return drawBadge(names[index] ?? "", placeBadge(points, taken));
  });
  return element("g", { class: rank }, badges);
}

/** Those of the texts that a way leads over, to be drawn again on top of it. */
export function textsUnder(
  texts: readonly SvgElement[],
  { hops, rank }: PicturedWay,
  places: ScenePlaces,
): readonly SvgElement[] {
  const pieces = linesOf(hops, rank, places).flatMap((points) =>
    points.slice(1).map((to, index) => [points[index] ?? to, to] as const),
  );
  return texts.filter((text) => {
    const frame = grow(textFrame(text), 2);
    return pieces.some(([from, to]) => clip(from, to, frame) !== null);
  });
}

function linesOf(
  hops: readonly PicturedHop[],
  rank: PicturedWay["rank"],
  places: ScenePlaces,
): readonly (readonly Point[])[] {
  return hops.map((hop) => lineOf(hop, places, rank === "second" ? 5 : 0));
}

function isMap(hops: readonly PicturedHop[], places: ScenePlaces): boolean {
  return hops.some(({ from }) => places.core(from)?.isCell === true);
}

/** Rings around the cores at both ends. */
function ends(hops: readonly PicturedHop[], places: ScenePlaces): readonly SvgElement[] {
  const cores = [hops[0]?.from, hops.at(-1)?.to].flatMap((core) => (core === undefined ? [] : [places.core(core)]));
  return cores.flatMap((core) => (core === null ? [] : [drawRing(core.box, core.isCell === true)]));
}

function drawRing(box: Rectangle, isCell: boolean): SvgElement {
  const { x, y, width, height } = grow(box, isCell ? 2 : 1.5);
  return element("rect", { class: "mark", x, y, width, height, rx: isCell ? 2 : 4 });
}

/** Along the link where one is drawn, and straight from core to core else; `aside` moves it to its right. */
function lineOf({ from, to, via }: PicturedHop, places: ScenePlaces, aside: number): readonly Point[] {
  const [start, end] = [places.core(from)?.box, places.core(to)?.box];
  if (start === undefined || end === undefined) return [];
  const drawn = "link" in via ? places.link(via.link) : null;
  const line = drawn === null ? [] : towards(middleOf(start), drawn);
  const [first, last] = [line[0] ?? middleOf(end), line.at(-1) ?? middleOf(start)];
  return shiftAside([edgeTowards(start, first), ...line, edgeTowards(end, last)], aside);
}

/** A link may be described from either end. Of a curve its control points are left out: they lie beside it. */
function towards(from: Point, line: readonly Point[]): readonly Point[] {
  const points = line.length === 2 ? line : line.filter((_, index) => index % 3 === 0);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return points;
  const distance = (point: Point) => Math.hypot(point.x - from.x, point.y - from.y);
  return distance(first) <= distance(last) ? points : points.toReversed();
}

/** All but the ends. */
function shiftAside(points: readonly Point[], by: number): readonly Point[] {
  const [start, end] = [points[0], points.at(-1)];
  if (by === 0 || start === undefined || end === undefined) return points;
  const length = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const move = { x: (-(end.y - start.y) / length) * by, y: ((end.x - start.x) / length) * by };
  return points.map((point) => ({ x: point.x + move.x, y: point.y + move.y }));
}

/** What leads from a core to its link, and from the link to a core, is thinner. */
function drawLine(points: readonly Point[]): readonly SvgElement[] {
  if (points.length < 4) return [drawPolyline(points, "way")];
  const inner = points.slice(1, -1);
  return [
    drawPolyline(points.slice(0, 2), "way lead"),
    drawPolyline(inner, "way"),
    drawPolyline(points.slice(-2), "way lead"),
  ];
}

function drawPolyline(points: readonly Point[], className: string): SvgElement {
  const d = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${coordinate(x)} ${coordinate(y)}`).join("");
  return element("path", { class: className, d });
}

function drawTip(points: readonly Point[]): SvgElement {
  const [before = { x: 0, y: 0 }, to = { x: 0, y: 0 }] = points.slice(-2);
  const length = Math.hypot(to.x - before.x, to.y - before.y) || 1;
  const [dx, dy] = [(to.x - before.x) / length, (to.y - before.y) / length];
  const corner = (side: number) =>
    `${coordinate(to.x - 8 * dx - side * 4.5 * dy)} ${coordinate(to.y - 8 * dy + side * 4.5 * dx)}`;
  return element("path", { class: "tip", d: `M${coordinate(to.x)} ${coordinate(to.y)}L${corner(1)}L${corner(-1)}Z` });
}

const radius = 7.5;
/** Where a badge may stand beside its line, in pixels, the best first. */
const asides = [0, 11, -11, 20, -20, 30, -30, 42, -42, 56, -56];

/** Along a line, beside it if need be, where nothing is in the way; `taken` grows by it. */
export function placeBadge(points: readonly Point[], taken: Rectangle[]): Point {
  const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];
  const candidates = asides.flatMap((aside) => shares.map((share) => at(points, share, aside)));
  const boxes = candidates.map((point) => ({ point, box: badgeBox(point) }));
  const best = boxes.find(({ box }) => !taken.some((other) => overlap(other, box))) ?? boxes[0];
  if (best === undefined) return { x: 0, y: 0 };
  taken.push(best.box);
  return best.point;
}

function badgeBox({ x, y }: Point): Rectangle {
  return { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
}

/** The point of a polyline at a share of its length, so far to its right. */
function at(points: readonly Point[], share: number, aside: number): Point {
  const lengths = points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return Math.hypot(to.x - from.x, to.y - from.y);
  });
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  const piece = lengths.findIndex((length, index) => {
    if (rest <= length || index === lengths.length - 1) return true;
    rest -= length;
    return false;
  });
  const [from, to] = [points[piece] ?? { x: 0, y: 0 }, points[piece + 1] ?? { x: 0, y: 0 }];
  const length = lengths[piece] || 1;
  const point = between(from, to, rest / length);
  return { x: point.x - ((to.y - from.y) / length) * aside, y: point.y + ((to.x - from.x) / length) * aside };
}

export function drawBadge(name: string, { x, y }: Point): readonly SvgElement[] {
  return [
    element("circle", { class: "badge", cx: x, cy: y, r: radius }),
    drawText(name, { x, y: y + 3 }, { size: 8.5, className: "onAccent strong", anchor: "middle" }),
  ];
}

/** A cross over what is lost. */
export function drawCross({ x, y }: Point): SvgElement {
  const [left, right, top, bottom] = [x - 7, x + 7, y - 7, y + 7].map(coordinate);
  return element("path", { class: "mark", d: `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}` });
}

export function middleOfLine(points: readonly Point[]): Point {
  return at(points.length === 2 ? points : points.filter((_, index) => index % 3 === 0), 0.5, 0);
}
