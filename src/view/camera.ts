/** What part of the picture is seen: a point of the picture lies at `(point - corner) * scale` on the screen. */
import type { ViewBox } from "../emit/view/view-data.ts";

export interface Camera {
  /** The point of the picture in the upper left corner. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the screen for one of the picture. */
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const largest = 6;

/** So that a box fills what is seen, with a margin, yet no larger than `most`. */
export function fitBox([x, y, width, height]: ViewBox, seen: Size, most = 1.6): Camera {
  const scale = Math.min(most, Math.min(seen.width / (width * 1.04), seen.height / (height * 1.04)));
  return {
    x: x + width / 2 - seen.width / 2 / scale,
    y: y + height / 2 - seen.height / 2 / scale,
    scale,
  };
}

/** The point below `at` on the screen stays there. `whole`: the picture, which never becomes smaller than a quarter of what is seen. */
export function zoomAt(camera: Camera, factor: number, at: Spot, whole: Size, seen: Size): Camera {
  const least = Math.min(1, Math.min(seen.width / whole.width, seen.height / whole.height) / 2);
  const scale = Math.min(largest, Math.max(least, camera.scale * factor));
  return {
    x: camera.x + at.x / camera.scale - at.x / scale,
    y: camera.y + at.y / camera.scale - at.y / scale,
    scale,
  };
}

/** By pixels of the screen; some of the picture stays in sight. */
export function panBy(camera: Camera, by: Spot, whole: Size, seen: Size): Camera {
  const [width, height] = [seen.width / camera.scale, seen.height / camera.scale];
  return {
    x: between(camera.x - by.x / camera.scale, -width * 0.8, whole.width - width * 0.2),
    y: between(camera.y - by.y / camera.scale, -height * 0.8, whole.height - height * 0.2),
    scale: camera.scale,
  };
}

export function toPicture({ x, y, scale }: Camera, at: Spot): Spot {
  return { x: x + at.x / scale, y: y + at.y / scale };
}

/** The camera that shows a box: as it is where the box is in sight and large enough, else moved and zoomed to it. */
export function bringIntoSight(camera: Camera, box: ViewBox, seen: Size): Camera {
  const [x, y, width, height] = box;
  const { scale } = camera;
  const isIn =
    x >= camera.x &&
    y >= camera.y &&
    x + width <= camera.x + seen.width / scale &&
    y + height <= camera.y + seen.height / scale;
  const isReadable = scale >= 0.6 || width * scale > seen.width / 4;
  if (isIn && isReadable) return camera;
  const fitting = fitBox(box, seen).scale;
  const wanted = Math.min(fitting, Math.max(scale, 0.9));
  return {
    x: x + width / 2 - seen.width / 2 / wanted,
    y: y + height / 2 - seen.height / 2 / wanted,
    scale: wanted,
  };
}

function between(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, Math.min(least, most)), Math.max(least, most));
}
