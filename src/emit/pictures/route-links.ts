/** The lines of links between boxes: straight where that is free, else around the boxes. */
import { between, clip, middleOf, type Point, type Rectangle } from "./geometry.ts";
import type { Joint, Route } from "./joint.ts";
import { isBlocked, type Layout } from "./lay-out-level.ts";

/** Between parallel lines of one pair of boxes. */
const lane = 12;

export async function routeLinks(joints: readonly Joint[], layout: Layout): Promise<readonly Route[]> {
  const blocked = joints.filter(({ from, to }) => isBlocked(from, to, layout.boxes));
  if (blocked.length === 0) return joints.map((joint) => routeStraight(joint, joints, layout));
  // Graphviz is large, and only few machines need it.
  const { routeAround } = await import("./route-around.ts");
  const around = await routeAround(blocked, layout);
  return joints.map((joint) => around.get(joint.link) ?? routeStraight(joint, joints, layout));
}

/** From middle to middle, cut off at the boxes; parallel links side by side. */
function routeStraight(joint: Joint, joints: readonly Joint[], { boxes }: Layout): Route {
  const [from, to] = [boxes.get(joint.from), boxes.get(joint.to)];
  if (from === undefined || to === undefined) return { link: joint.link, points: [] };
  const parallel = joints.filter((other) => joins(other, joint));
  const offset = (parallel.indexOf(joint) - (parallel.length - 1) / 2) * lane;
  const swapped = joint.from !== parallel[0]?.from;
  return { link: joint.link, points: straightLine(from, to, swapped ? -offset : offset) };
}

function joins(one: Joint, other: Joint): boolean {
  return (one.from === other.from && one.to === other.to) || (one.from === other.to && one.to === other.from);
}

export function straightLine(from: Rectangle, to: Rectangle, offset = 0): readonly Point[] {
  const [a, b] = [middleOf(from), middleOf(to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const aside = { x: (-(b.y - a.y) / length) * offset, y: ((b.x - a.x) / length) * offset };
  const start = { x: a.x + aside.x, y: a.y + aside.y };
  const end = { x: b.x + aside.x, y: b.y + aside.y };
  const leave = clip(start, end, from)?.leave ?? 0;
  const enter = clip(start, end, to)?.enter ?? 1;
  return [between(start, end, leave), between(start, end, enter)];
}

/** Points along a route, its ends among them. */
export function walk({ points }: Route, steps: number): readonly Point[] {
  const [start, end] = points;
  if (start === undefined || end === undefined) return [];
  const shares = Array.from({ length: steps + 1 }, (_, step) => step / steps);
  if (points.length === 2) return shares.map((share) => between(start, end, share));
  const curves = Math.floor((points.length - 1) / 3);
  return shares.map((share) => {
    const curve = Math.min(curves - 1, Math.floor(share * curves));
    return bezier(points.slice(3 * curve, 3 * curve + 4), share * curves - curve);
  });
}

/** De Casteljau's construction. */
function bezier(points: readonly Point[], share: number): Point {
  const [first = { x: 0, y: 0 }, ...rest] = points;
  if (rest.length === 0) return first;
  return bezier(
    rest.map((point, index) => between(points[index] ?? point, point, share)),
    share,
  );
}
