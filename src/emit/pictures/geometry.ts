/** Points and rectangles of a picture, in pixels; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

export function middleOf({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function shiftPoint(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}

export function shiftRectangle(rectangle: Rectangle, by: Point): Rectangle {
  return { ...rectangle, ...shiftPoint(rectangle, by) };
}

/** Grown by a margin on all sides. */
export function grow({ x, y, width, height }: Rectangle, margin: number): Rectangle {
  return { x: x - margin, y: y - margin, width: width + 2 * margin, height: height + 2 * margin };
}

/** The smallest rectangle that holds all points. */
export function boundsOf(points: readonly Point[]): Rectangle {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

export function overlap(one: Rectangle, other: Rectangle): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}

export function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/**
 * The part of a line that lies in a rectangle, as shares of its length; null when they don't meet. Liang and Barsky, "A new
 * concept and method for line clipping", ACM TOG 1984.
 */
export function clip(
  from: Point,
  to: Point,
  box: Rectangle,
): { readonly enter: number; readonly leave: number } | null {
  let enter = 0;
  let leave = 1;
  const sides = [
    [from.x - to.x, from.x - box.x],
    [to.x - from.x, box.x + box.width - from.x],
    [from.y - to.y, from.y - box.y],
    [to.y - from.y, box.y + box.height - from.y],
  ] as const;
  for (const [direction, distance] of sides) {
    if (direction === 0 && distance < 0) return null;
    if (direction < 0) enter = Math.max(enter, distance / direction);
    if (direction > 0) leave = Math.min(leave, distance / direction);
  }
  return enter < leave ? { enter, leave } : null;
}
