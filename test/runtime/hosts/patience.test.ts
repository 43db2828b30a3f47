import { expect, test } from "vitest";
import { Patience } from "../../../src/runtime/hosts/threads/patience.ts";

test("where spinning does not pay, a kernel soon spins little, and tries again now and then", () => {
  const patience = new Patience(200);
  const spun: number[] = [];
  for (let sleep = 0; sleep < 80; sleep++) {
    spun.push(patience.lost ? 0 : patience.microseconds);
    patience.ranOut();
  }
  const later = spun.slice(8);
  expect(later.filter((microseconds) => microseconds > 50)).toHaveLength(9);
  expect(later.filter((microseconds) => microseconds === 0).length).toBeGreaterThan(later.length / 2);
});

test("where it pays once, it spins as long as it may", () => {
  const patience = new Patience(200);
  for (let sleep = 0; sleep < 5; sleep++) patience.ranOut();
  expect(patience.lost).toBe(true);
  patience.paid();
  expect([patience.lost, patience.microseconds]).toEqual([false, 200]);
});

test("a kernel that may not spin never does", () => {
  const patience = new Patience(0);
  patience.paid();
  expect(patience.lost).toBe(true);
});
