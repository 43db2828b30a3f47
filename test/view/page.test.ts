import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bringIntoSight, fitBox, panBy, toPicture, zoomAt } from "../../src/view/camera.ts";
import { findItems } from "../../src/view/find-items.ts";
import { nextBox } from "../../src/view/hit.ts";
import type { Item } from "../../src/view/items.ts";
import type { LiveFrame, LiveKernel } from "../../src/view/live-frame.ts";
import { tellChanges } from "../../src/view/live-loads.ts";

const seen = { width: 800, height: 600 };
const whole = { width: 4000, height: 3000 };
const places = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 600 }) });
const cameras = fc.record({
  x: fc.integer({ min: -500, max: 4000 }),
  y: fc.integer({ min: -500, max: 3000 }),
  scale: fc.double({ min: 0.1, max: 6, noNaN: true }),
});

describe("the camera", () => {
  test("zooms about a point, which stays where it is", () => {
    fc.assert(
      fc.property(cameras, places, fc.double({ min: 0.2, max: 5, noNaN: true }), (camera, at, factor) => {
        const before = toPicture(camera, at);
        const after = toPicture(zoomAt(camera, factor, at, whole, seen), at);
        expect(after.x).toBeCloseTo(before.x, 6);
        expect(after.y).toBeCloseTo(before.y, 6);
      }),
    );
  });

  test("never loses the picture, however far it is dragged", () => {
    fc.assert(
      fc.property(cameras, fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: -1e6, max: 1e6 }), (camera, x, y) => {
        const { x: left, y: top, scale } = panBy(camera, { x, y }, whole, seen);
        expect(left).toBeLessThan(whole.width);
        expect(top).toBeLessThan(whole.height);
        expect(left + seen.width / scale).toBeGreaterThan(0);
        expect(top + seen.height / scale).toBeGreaterThan(0);
      }),
    );
  });

  test("brings any box into sight, and stays where it is when that can be read", () => {
    fc.assert(
      fc.property(cameras, fc.integer({ min: 0, max: 3900 }), fc.integer({ min: 0, max: 2900 }), (camera, x, y) => {
        const moved = bringIntoSight(camera, [x, y, 100, 60], seen);
        const [corner, end] = [toPicture(moved, { x: 0, y: 0 }), toPicture(moved, { x: 800, y: 600 })];
        expect(corner.x).toBeLessThanOrEqual(x + 1e-6);
        expect(corner.y).toBeLessThanOrEqual(y + 1e-6);
        expect(end.x).toBeGreaterThanOrEqual(x + 100 - 1e-6);
        expect(end.y).toBeGreaterThanOrEqual(y + 60 - 1e-6);
        expect(bringIntoSight(moved, [x, y, 100, 60], seen)).toBe(moved);
      }),
    );
  });

  test("shows all of a picture at once", () => {
    const camera = fitBox([0, 0, 4000, 3000], seen);
    expect(toPicture(camera, { x: 400, y: 300 })).toEqual({ x: 2000, y: 1500 });
    expect(camera.scale).toBeLessThanOrEqual(0.2);
  });
});

function item(kind: Item["kind"], index: number, title: string, about = ""): Item {
  return { name: `${kind} ${index}`, kind, index, title, role: kind, about, box: null };
}

test("search wants every word, and puts whole names first, cores before links", () => {
  const items = [
    item("link", 0, "p[0].up -- p[1].up"),
    item("core", 0, "p[0].cpu", "amd64, disk"),
    item("program", 0, "disk"),
  ];
  expect(findItems(items, "disk").items.map(({ name }) => name)).toEqual(["program 0", "core 0"]);
  expect(findItems(items, "p[0]").items.map(({ name }) => name)).toEqual(["core 0", "link 0"]);
  expect(findItems(items, "p[0] disk").items.map(({ name }) => name)).toEqual(["core 0"]);
  expect(findItems(items, "  ")).toEqual({ items: [], count: 0 });
  expect(findItems(items, "none")).toEqual({ items: [], count: 0 });
});

test("arrow keys find the nearest box straight on, and none behind", () => {
  const at = (x: number, y: number) => [x, y, 10, 10] as const;
  const boxes = [at(0, 0), at(20, 0), at(40, 0), at(20, 20)];
  expect(nextBox(boxes, at(0, 0), "right")).toBe(1);
  expect(nextBox(boxes, at(20, 0), "down")).toBe(3);
  expect(nextBox(boxes, at(20, 0), "left")).toBe(0);
  expect(nextBox(boxes, at(0, 0), "left")).toBe(-1);
  expect(nextBox(boxes, at(0, 0), "up")).toBe(-1);
});

test("what changes between two looks is told in words", () => {
  const kernel = (core: string, change: Partial<LiveKernel> = {}): LiveKernel => {
    const base = {
      core,
      state: "running",
      incarnation: 0,
      services: ["disk"],
      clients: [],
      rates: null,
      deepest: null,
    };
    return { ...base, ...change };
  };
  const frame = (kernels: readonly LiveKernel[], cuts: readonly string[] = []): LiveFrame => {
    return { system: "s", pid: 1, epoch: 1, kernels, rings: [], uncounted: [], states: [], cuts };
  };
  const whole = frame([kernel("a"), kernel("b")]);
  expect(tellChanges(whole, whole)).toEqual([]);
  expect(tellChanges(whole, frame([kernel("a", { state: "lost" }), kernel("b")]))).toEqual([
    "The kernel on a has died.",
  ]);
  const back = frame([kernel("a", { incarnation: 1 }), kernel("b")]);
  expect(tellChanges(frame([kernel("a", { state: "lost" }), kernel("b")]), back)).toEqual([
    "The kernel on a runs again.",
  ]);
  expect(tellChanges(whole, back)).toEqual(["The kernel on a has died and runs again."]);
  expect(tellChanges(whole, frame(whole.kernels, ["x -- y"]))).toEqual(["Link x -- y is cut."]);
  expect(tellChanges(frame(whole.kernels, ["x -- y"]), whole)).toEqual(["Link x -- y is whole again."]);
});
