/** What is painted, and with what. */
import type { ViewBox } from "../emit/view/view-data.ts";
import type { Camera, Size } from "./camera.ts";
import type { Colours } from "./colours.ts";
import type { Scene } from "./scene.ts";
import type { Shown } from "./shown.ts";
import type { Ways } from "./ways.ts";

export interface Painting {
  readonly context: CanvasRenderingContext2D;
  readonly scene: Scene;
  readonly camera: Camera;
  readonly seen: Size;
  readonly shown: Shown;
  readonly colours: Colours;
  readonly ways: Ways;
  /** By core: what runs there as it was planned. */
  readonly programs: ReadonlyMap<number, readonly string[]>;
}

export function isInSight([x, y, width, height]: ViewBox, { camera, seen }: Painting): boolean {
  const { scale } = camera;
  return (
    x <= camera.x + seen.width / scale &&
    y <= camera.y + seen.height / scale &&
    x + width >= camera.x &&
    y + height >= camera.y
  );
}
