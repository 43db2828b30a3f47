import { expect, test } from "vitest";
import { Naps } from "../../../src/runtime/hosts/threads/naps.ts";

function napsAfter(...sleeps: readonly number[]): Naps {
  const naps = new Naps(1);
  for (const milliseconds of sleeps) naps.rung(milliseconds);
  return naps;
}

test("naps pay once a few sleeps in a row were short", () => {
  expect(napsAfter().pay).toBe(false);
  expect(napsAfter(0.1, 0.1).pay).toBe(false);
  expect(napsAfter(0.1, 0.1, 0.1).pay).toBe(true);
});

test("one long sleep begins the row anew", () => {
  expect(napsAfter(0.1, 0.1, 5, 0.1, 0.1).pay).toBe(false);
  expect(napsAfter(0.1, 0.1, 5, 0.1, 0.1, 0.1).pay).toBe(true);
});

test("a nap in which nobody rang ends them until sleeps are short again", () => {
  const naps = napsAfter(0.1, 0.1, 0.1);
  naps.slept();
  expect(naps.pay).toBe(false);
  for (let sleep = 0; sleep < 3; sleep++) naps.rung(0.1);
  expect(naps.pay).toBe(true);
});
