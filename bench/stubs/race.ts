/** One process of the bench: everybody in turns, so that what else the machine does falls on all alike. */
import { median } from "../row.ts";
import { slots } from "./values.ts";

/** Something to be timed: does one step; what it returns is kept. */
export type Step = (index: number) => unknown;

/** Who takes part in one comparison, by name. */
export type Field = Readonly<Record<string, Step>>;

const rounds = 61;
const roundNanoseconds = 1e6;
const warmUpNanoseconds = 3e8;

let made = 0;

/**
 * A loop of its own around a step. What V8 learns of a loop, such as which function it calls, holds for all who share
 * its source; so each has a source that differs in a number.
 */
export function ownLoop(step: Step): (times: number) => number {
  const source = `
    const kept = new Array(${slots}).fill(null);
    return function loop${made++}(times) {
      const start = process.hrtime.bigint();
      for (let time = 0; time < times; time++) kept[time & ${slots - 1}] = step(time & ${slots - 1});
      return Number(process.hrtime.bigint() - start);
    };`;
  return new Function("step", source)(step) as (times: number) => number;
}

/** Median nanoseconds of a step, by name. */
export function race(field: Field): Readonly<Record<string, number>> {
  const runners = Object.entries(field).map(([name, step]) => {
    const loop = ownLoop(step);
    return { name, loop, times: calibrate(loop), samples: [] as number[] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const { loop, times, samples } of runners) samples.push(loop(times) / times);
  }
  return Object.fromEntries(runners.map(({ name, samples }) => [name, median(samples)]));
}

/** Runs until V8 has had its time to optimise, and finds how often a step fits into a round. */
function calibrate(loop: (times: number) => number): number {
  let spent = 0;
  for (let times = slots; ; times *= 2) {
    const nanoseconds = loop(times);
    spent += nanoseconds;
    if (spent > warmUpNanoseconds) return Math.ceil((times * roundNanoseconds) / nanoseconds);
  }
}
