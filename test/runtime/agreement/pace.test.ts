import { expect, test } from "vitest";
import { Pace } from "../../../src/runtime/agreement/pace.ts";

/** How an alarm finds things: `applied` more was agreed on since the last. */
function alarm(pace: Pace, applied: number): { readonly repeats: boolean; readonly restraint: number } {
  pace.applied += applied;
  return { repeats: pace.isToRepeat(), restraint: pace.restraint };
}

test("where nothing goes on, alarms come ever later, up to eight times as late; with a new view, as early as at first", () => {
  const pace = new Pace();
  const quiet = Array.from({ length: 5 }, () => alarm(pace, 0));
  expect(quiet.map(({ restraint }) => restraint)).toEqual([2, 4, 8, 8, 8]);
  expect(quiet.every(({ repeats }) => repeats)).toBe(true);
  pace.begin();
  expect(pace.restraint).toBe(1);
});

test("while things go on nothing is repeated, but at one alarm in five", () => {
  const pace = new Pace();
  const busy = Array.from({ length: 10 }, () => alarm(pace, 1).repeats);
  expect(busy).toEqual([false, false, false, false, true, false, false, false, false, true]);
});

test("what waits is proposed again at every third alarm", () => {
  const pace = new Pace();
  expect(Array.from({ length: 6 }, () => pace.isToRetry())).toEqual([false, false, true, false, false, true]);
});
