import { expect, test } from "vitest";
import { CatchUp, partBytes, Supply } from "../../../src/runtime/agreement/catch-up.ts";
import { EntryLog } from "../../../src/runtime/agreement/entry-log.ts";

const mostBytes = 8 * partBytes;
/** Of so many parts. */
const parts = 4;

/** A state that is another one each time that somebody looks. */
function supplyOf(isLonger: boolean): Supply {
  const log = new EntryLog(0);
  log.reset(1, 0);
  let taken = 0;
  return new Supply(log, () => {
    taken++;
    const bytes = new Uint8Array(parts * partBytes - 1 + (isLonger ? taken : 0)).fill(taken);
    return { index: taken, term: 0, bytes };
  });
}

/** Whether somebody who asks has all, of one time, after so many questions that were answered. */
function ask(supply: Supply, core: number, catchUp: CatchUp): boolean {
  const part = supply.answer(core, catchUp.request);
  if (part !== null) catchUp.accept(part);
  const { missed } = catchUp;
  if (missed === null) return false;
  expect(new Set(missed.snapshot?.bytes ?? []).size).toBe(1);
  return true;
}

test.each([
  ["of one length", false],
  ["that grows", true],
])("two that ask in turn both get a state %s, and none gets parts of different ones", (_, isLonger) => {
  const supply = supplyOf(isLonger);
  const [one, other] = [new CatchUp(0, 1, 0, 1, mostBytes), new CatchUp(0, 1, 0, 1, mostBytes)];
  const ended = [];
  for (let turn = 0; turn < parts + 1; turn++) ended.push([ask(supply, 3, one), ask(supply, 5, other)]);
  expect(ended.at(-1)).toEqual([true, true]);
});

test("a third one waits for its turn, and has it when one of the first two has all, or is gone", () => {
  const supply = supplyOf(true);
  const [one, other, third] = [0, 0, 0].map(() => new CatchUp(0, 1, 0, 1, mostBytes)) as [CatchUp, CatchUp, CatchUp];
  ask(supply, 3, one);
  ask(supply, 5, other);
  expect(supply.answer(7, third.request)).toBeNull();
  supply.keep((core) => core !== 5);
  let turns = 1;
  while (!ask(supply, 7, third)) turns++;
  expect(turns).toBeGreaterThanOrEqual(parts);
});

test("whose last part was lost begins again, and gets a state of one time", () => {
  const supply = supplyOf(true);
  const catchUp = new CatchUp(0, 1, 0, 1, mostBytes);
  for (let part = 0; part < parts; part++) ask(supply, 3, catchUp);
  supply.answer(3, catchUp.request);
  let turns = 1;
  while (!ask(supply, 3, catchUp) && turns < 20) turns++;
  expect(turns).toBeLessThan(20);
});

test("who asks late, when it has all, keeps nobody waiting for ever", () => {
  const supply = supplyOf(true);
  for (const core of [3, 5]) supply.answer(core, new CatchUp(0, 1, 0, 1, mostBytes).request);
  const catchUp = new CatchUp(0, 1, 0, 1, mostBytes);
  let turns = 1;
  while (!ask(supply, 7, catchUp) && turns < 50) turns++;
  expect(turns).toBeLessThan(50);
});
