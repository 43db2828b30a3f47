/** Where everything lies, ready to be drawn and to be hit. */
import { between, clip, middleOf, type Point, type Rectangle } from "../emit/pictures/geometry.ts";
import type { BoxName, ViewBox, ViewData } from "../emit/view/view-data.ts";
import type { ItemName } from "./items.ts";

/** A link's line: `x, y, x, y …`, and the box around it. */
export interface Line {
  readonly points: readonly number[];
  readonly bounds: ViewBox;
}

export interface Scene {
  readonly data: ViewData;
  readonly width: number;
  readonly height: number;
  /** By link. */
  readonly lines: readonly Line[];
  /** Parts by how deep they lie, without the machine itself. */
  readonly levels: readonly (readonly number[])[];
  /** By part: how deep it lies; 0 for the machine. */
  readonly depths: readonly number[];
  /** By core: the links that end at it or at a part around it. */
  readonly linksAt: (item: ItemName) => ReadonlySet<number>;
}

export function buildScene(data: ViewData): Scene {
  const depths: number[] = [];
  for (const { parent } of data.parts) depths.push(parent === null ? 0 : (depths[parent] ?? 0) + 1);
  const levels: number[][] = [];
  for (const [part, depth] of depths.entries()) {
    if (depth === 0) continue;
    levels[depth - 1] ??= [];
    levels[depth - 1]?.push(part);
  }
  const lines = data.links.map((link) => lineOf(link.points ?? straight(data, link.from, link.to)));
  return { data, width: data.width, height: data.height, lines, levels, depths, linksAt: gatherLinks(data) };
}

function gatherLinks({ links, cores }: ViewData): Scene["linksAt"] {
  const at = new Map<string, Set<number>>();
  for (const [link, { from, to }] of links.entries()) {
    for (const end of [from, to]) {
      const known = at.get(end) ?? new Set<number>();
      at.set(end, known);
      known.add(link);
    }
  }
  const none: ReadonlySet<number> = new Set();
  return (item) => {
    const [kind, index] = item.split(" ");
    const own = at.get(item) ?? none;
    return kind === "core" && own.size === 0 ? (at.get(`part ${cores[Number(index)]?.part ?? 0}`) ?? none) : own;
  };
}

function straight(data: ViewData, from: BoxName, to: BoxName): readonly number[] {
  const [one, other] = [rectangleOf(data, from), rectangleOf(data, to)];
  const [start, end] = [middleOf(one), middleOf(other)];
  const first = between(start, end, clip(start, end, one)?.leave ?? 0);
  const last = between(start, end, clip(start, end, other)?.enter ?? 1);
  return [first.x, first.y, last.x, last.y];
}

function rectangleOf(data: ViewData, name: BoxName): Rectangle {
  const [kind, text] = name.split(" ");
  const list = kind === "part" ? data.parts : kind === "core" ? data.cores : data.devices;
  const [x, y, width, height] = list[Number(text)]?.box ?? [0, 0, 0, 0];
  return { x, y, width, height };
}

function lineOf(given: readonly number[]): Line {
  const points = given.length > 4 ? flatten(given) : given;
  const [xs, ys] = [points.filter((_, index) => index % 2 === 0), points.filter((_, index) => index % 2 === 1)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { points, bounds: [left, top, Math.max(...xs) - left, Math.max(...ys) - top] };
}

const stepsOfCurve = 14;

/** Cubic Bézier curves as many short lines. */
function flatten(given: readonly number[]): readonly number[] {
  const at = (index: number): Point => ({ x: given[2 * index] ?? 0, y: given[2 * index + 1] ?? 0 });
  const flat = [given[0] ?? 0, given[1] ?? 0];
  for (let curve = 0; 2 * (curve + 3) + 1 < given.length; curve += 3) {
    const [a, b, c, d] = [at(curve), at(curve + 1), at(curve + 2), at(curve + 3)];
    for (let step = 1; step <= stepsOfCurve; step++) {
      const [t, rest] = [step / stepsOfCurve, 1 - step / stepsOfCurve];
      const weights = [rest ** 3, 3 * rest * rest * t, 3 * rest * t * t, t ** 3] as const;
      flat.push(weights[0] * a.x + weights[1] * b.x + weights[2] * c.x + weights[3] * d.x);
      flat.push(weights[0] * a.y + weights[1] * b.y + weights[2] * c.y + weights[3] * d.y);
    }
  }
  return flat;
}
