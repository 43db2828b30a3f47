import { expect, test } from "vitest";
import { Parting } from "../../../src/runtime/membership/parting.ts";

const all = { members: [0, 1, 2, 3, 4], hasQuorum: true };
const few = (...members: readonly number[]) => ({ members, hasQuorum: false });

test("while enough are within reach there is nothing to say", () => {
  const parting = new Parting(true);
  expect([parting.note(all, 0), parting.times]).toEqual([null, 0]);
});

test("who was left among too few goes on when the view knows of that, and not when enough are back", () => {
  const parting = new Parting(true);
  expect(parting.note(few(0, 1), 0)).toEqual(few(0, 1));
  expect(parting.times).toBe(1);
  expect(parting.note(all, 0)).toBeNull();
  expect(parting.note(all, 1)).toEqual(all);
  expect(parting.note(few(0, 2), 1)).toEqual(few(0, 2));
  expect(parting.times).toBe(2);
});

test("meanwhile only those count who have been within reach all the time, and that is said when it changes", () => {
  const parting = new Parting(true);
  parting.note(few(0, 1), 0);
  expect(parting.note(few(0, 1, 2), 0)).toBeNull();
  expect(parting.note(few(0, 2), 0)).toEqual(few(0));
  expect(parting.note(few(0, 1, 2), 0)).toBeNull();
});
