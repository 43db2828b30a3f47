/** What lies below a point of the picture. */
import type { ViewBox } from "../emit/view/view-data.ts";
import type { Spot } from "./camera.ts";
import type { ItemName } from "./items.ts";
import type { Line, Scene } from "./scene.ts";

/** `reach`: how far from a line it is still hit, in pixels of the picture. Null for the paper itself. */
export function hitItem(scene: Scene, at: Spot, reach: number, isShown: (link: number) => boolean): ItemName | null {
  const { data } = scene;
  const find = (kind: "core" | "device" | "bar", list: readonly { readonly box: ViewBox }[]): ItemName | null => {
    const index = list.findIndex(({ box }) => holds(box, at));
    return index === -1 ? null : `${kind} ${index}`;
  };
  const box = find("core", data.cores) ?? find("device", data.devices) ?? find("bar", data.bars);
  if (box !== null) return box;
  const link = scene.lines.findIndex((line, index) => isShown(index) && distanceTo(line, at, reach) <= reach);
  return link === -1 ? hitPart(scene, at) : `link ${link}`;
}

/** The deepest part there. */
function hitPart({ data, depths }: Scene, at: Spot): ItemName | null {
  let found = 0;
  for (const [part, { box }] of data.parts.entries()) {
    if (holds(box, at) && (depths[part] ?? 0) > (depths[found] ?? 0)) found = part;
  }
  return found === 0 ? null : `part ${found}`;
}

function holds([x, y, width, height]: ViewBox, at: Spot): boolean {
  return at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height;
}

function distanceTo({ points, bounds }: Line, at: Spot, reach: number): number {
  const [x, y, width, height] = bounds;
  if (!holds([x - reach, y - reach, width + 2 * reach, height + 2 * reach], at)) return Number.POSITIVE_INFINITY;
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 0; index + 3 < points.length; index += 2) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = points.slice(index, index + 4);
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = length === 0 ? 0 : ((at.x - x1) * (x2 - x1) + (at.y - y1) * (y2 - y1)) / length;
    const share = Math.min(1, Math.max(0, along));
    nearest = Math.min(nearest, Math.hypot(at.x - x1 - share * (x2 - x1), at.y - y1 - share * (y2 - y1)));
  }
  return nearest;
}

export type Direction = "left" | "right" | "up" | "down";

const steps = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] } as const;

/** The nearest of these boxes in a direction: straight on counts more than aside. -1 where there is none. */
export function nextBox(boxes: readonly ViewBox[], from: ViewBox, direction: Direction): number {
  const [stepX, stepY] = steps[direction];
  const start = middle(from);
  let [best, least] = [-1, Number.POSITIVE_INFINITY];
  for (const [index, box] of boxes.entries()) {
    const { x, y } = middle(box);
    const [along, aside] = [
      (x - start.x) * stepX + (y - start.y) * stepY,
      (x - start.x) * stepY + (y - start.y) * stepX,
    ];
    if (along <= 1 || Math.abs(aside) > 2 * along) continue;
    const cost = along + 3 * Math.abs(aside);
    if (cost < least) [best, least] = [index, cost];
  }
  return best;
}

function middle([x, y, width, height]: ViewBox): Spot {
  return { x: x + width / 2, y: y + height / 2 };
}
