/** Mouse, finger and pen: drags, pinches and presses. */
import type { Spot } from "./camera.ts";

export interface Gestures {
  drag(by: Spot): void;
  pinch(factor: number, at: Spot): void;
  /** Null when the pointer has left. */
  hover(at: Spot | null): void;
  press(at: Spot): void;
  pressTwice(at: Spot): void;
}

/** Pixels that a pointer may wander while it is pressed. */
const slack = 4;
/** Milliseconds between two presses that are one. */
const twice = 350;

export function followPointers(element: HTMLElement, gestures: Gestures): void {
  const down = new Map<number, Spot>();
  let wandered = 0;
  let pressed = { time: Number.NEGATIVE_INFINITY, at: { x: 0, y: 0 } };
  const spotOf = (event: PointerEvent): Spot => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (down.size === 0) wandered = 0;
    down.set(event.pointerId, spotOf(event));
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    const at = spotOf(event);
    const before = down.get(event.pointerId);
    if (before === undefined) {
      gestures.hover(at);
      return;
    }
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, at);
    wandered += Math.hypot(at.x - before.x, at.y - before.y);
    if (other === undefined) {
      if (wandered > slack) gestures.drag({ x: at.x - before.x, y: at.y - before.y });
      return;
    }
    const [was, is] = [distance(before, other), distance(at, other)];
    gestures.drag({ x: (at.x - before.x) / 2, y: (at.y - before.y) / 2 });
    if (was > 0) gestures.pinch(is / was, { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 });
  });
  const end = (event: PointerEvent): void => {
    const isLast = down.delete(event.pointerId) && down.size === 0;
    if (!isLast || wandered > slack || event.type === "pointercancel") return;
    const at = spotOf(event);
    const isSecond = event.timeStamp - pressed.time < twice && distance(at, pressed.at) < 10;
    pressed = { time: isSecond ? Number.NEGATIVE_INFINITY : event.timeStamp, at };
    if (isSecond) gestures.pressTwice(at);
    else gestures.press(at);
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
  element.addEventListener("pointerleave", () => gestures.hover(null));
}

function distance(one: Spot, other: Spot): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
