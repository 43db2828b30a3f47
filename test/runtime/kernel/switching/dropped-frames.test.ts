import { expect, test } from "vitest";
import { DroppedFrames } from "../../../../src/runtime/kernel/switching/dropped-frames.ts";

test("each reason is counted by itself, and worth a report for the 1st, 2nd, 4th, 8th … time", () => {
  const dropped = new DroppedFrames();
  expect(dropped.add("kind")).toBe(1);
  const reported = Array.from({ length: 9 }, () => dropped.add("length"));
  expect(reported).toEqual([1, 2, 0, 4, 0, 0, 0, 8, 0]);
  expect(dropped.counts).toEqual({ kind: 1, length: 9 });
});

test("what was counted until now does not change afterwards", () => {
  const dropped = new DroppedFrames();
  dropped.add("kind");
  const { counts } = dropped;
  dropped.add("kind");
  expect(counts).toEqual({ kind: 1 });
});
