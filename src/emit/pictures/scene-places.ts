/** Where cores and links stand in a laid out machine: what lies over it asks here. */
import { middleOf, type Point, type Rectangle } from "./geometry.ts";
import { partsShown, type ScenePart, type SvgElement } from "./svg.ts";

export interface ScenePlaces {
  /** The cell of a core that is one of many, else its box; null for what is not drawn. */
  core(index: number): ScenePart | null;
  /** Null where links are counted and not drawn. */
  link(index: number): readonly Point[] | null;
}

export function placesIn(elements: readonly SvgElement[]): ScenePlaces {
  const cores = new Map<number, ScenePart>();
  const links = new Map<number, readonly Point[]>();
  for (const shown of partsShown(elements)) {
    if (shown.part === "link" && shown.line !== undefined) links.set(shown.index, shown.line);
    const isFirst = shown.isCell === true || !cores.has(shown.index);
    if (shown.part === "core" && isFirst) cores.set(shown.index, shown);
  }
  return { core: (index) => cores.get(index) ?? null, link: (index) => links.get(index) ?? null };
}

/** The point of a box's edge on the way from its middle to another point; the middle where that lies within. */
export function edgeTowards(box: Rectangle, to: Point): Point {
  const from = middleOf(box);
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const share = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : box.width / 2 / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : box.height / 2 / Math.abs(dy),
  );
  return share >= 1 ? from : { x: from.x + dx * share, y: from.y + dy * share };
}
