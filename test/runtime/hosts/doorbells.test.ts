import { expect, test } from "vitest";
import { Doorbells, doorbellBytes } from "../../../src/runtime/hosts/threads/doorbells.ts";

function doorbells(cores: number): Doorbells {
  const bells = new Doorbells(new SharedArrayBuffer(doorbellBytes(cores)));
  for (let core = 0; core < cores; core++) bells.wake(core);
  return bells;
}

test("a kernel that was rung for is awake before it has run, and counts once", () => {
  const bells = doorbells(3);
  bells.announceSleep(1);
  expect(bells.awake).toBe(2);
  bells.ring(1);
  bells.ring(1);
  expect(bells.awake).toBe(3);
  expect(bells.wait(1)).toBe(null);
  bells.wake(1);
  expect(bells.awake).toBe(3);
});

test("a ring reaches who waits", async () => {
  const bells = doorbells(2);
  bells.announceSleep(0);
  const waiting = bells.wait(0);
  bells.ring(0);
  expect(await waiting).toBe("ok");
});

test("the dead count no more, whatever they were about to do, and nobody wakes them", () => {
  const bells = doorbells(4);
  bells.announceSleep(1);
  bells.announceSleep(2);
  bells.ring(2);
  for (const core of [0, 1, 2]) bells.bury(core);
  expect(bells.awake).toBe(1);
  for (const core of [0, 1, 2]) bells.ring(core);
  expect(bells.awake).toBe(1);
});

test("a kernel that does not run yet need not be rung for", () => {
  const bells = new Doorbells(new SharedArrayBuffer(doorbellBytes(1)));
  bells.ring(0);
  expect(bells.awake).toBe(0);
  bells.wake(0);
  expect(bells.awake).toBe(1);
});
