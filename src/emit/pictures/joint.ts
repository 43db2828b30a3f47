/** Links between boxes of one level, and the ways of their lines. */
import type { BoxKey } from "./drawing.ts";
import type { Point } from "./geometry.ts";

/** A link of the plan between two boxes of one level. */
export interface Joint {
  readonly link: number;
  readonly from: BoxKey;
  readonly to: BoxKey;
}

export interface Route {
  readonly link: number;
  /** Two points for a straight line, else the start and three points for each cubic Bézier curve. */
  readonly points: readonly Point[];
}
