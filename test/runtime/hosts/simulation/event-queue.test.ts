import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { EventQueue } from "../../../../src/runtime/hosts/simulation/event-queue.ts";

/** All that happens: by time, then in the order it was scheduled. */
function drain(queue: EventQueue): readonly (readonly [number, number])[] {
  const happened: (readonly [number, number])[] = [];
  for (let event = queue.next(); event >= 0; event = queue.next()) happened.push([event, queue.time]);
  return happened;
}

test.prop([fc.array(fc.nat({ max: 10 }), { maxLength: 60 })])(
  "events happen by time, then in the order they were scheduled",
  (times) => {
    const queue = new EventQueue();
    for (const [index, time] of times.entries()) queue.schedule(time, index);
    const order = [...times.entries()].sort(([a, at], [b, bt]) => at - bt || a - b);
    expect(drain(queue)).toEqual(order);
  },
);

test.prop([fc.array(fc.record({ delay: fc.nat({ max: 3 }), take: fc.boolean() }), { maxLength: 200 })])(
  "so they do while more are scheduled",
  (steps) => {
    const queue = new EventQueue();
    const left: { readonly event: number; readonly time: number }[] = [];
    for (const [event, { delay, take }] of steps.entries()) {
      queue.schedule(queue.time + delay, event);
      left.push({ event, time: queue.time + delay });
      if (!take) continue;
      const next = left.reduce((first, each) => (each.time < first.time ? each : first));
      expect(queue.isDueNow).toBe(next.time === queue.time);
      expect([queue.next(), queue.time]).toEqual([next.event, next.time]);
      left.splice(left.indexOf(next), 1);
    }
    expect(drain(queue)).toHaveLength(left.length);
  },
);

test("a queue grows", () => {
  const queue = new EventQueue();
  for (let event = 0; event < 5000; event++) queue.schedule(5000 - event, event);
  expect(drain(queue).map(([event]) => event)).toEqual(Array.from({ length: 5000 }, (_, index) => 4999 - index));
});

test("so does what is due at once, wherever it stands in its ring", () => {
  const queue = new EventQueue();
  for (let event = 0; event < 700; event++) queue.schedule(0, event);
  for (let event = 0; event < 600; event++) expect(queue.next()).toBe(event);
  for (let event = 700; event < 3000; event++) queue.schedule(0, event);
  expect(drain(queue)).toEqual(Array.from({ length: 2400 }, (_, index) => [index + 600, 0]));
});
