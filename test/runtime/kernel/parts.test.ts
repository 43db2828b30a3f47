import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventQueue } from "../../../src/runtime/hosts/simulation/event-queue.ts";
import { Conversations, mostConversations } from "../../../src/runtime/kernel/conversations.ts";
import { Deadlines, defaultTimeout, Expiring } from "../../../src/runtime/kernel/deadlines.ts";
import { Fifo } from "../../../src/runtime/kernel/fifo.ts";
import { encodeRouteTable, RouteTable } from "../../../src/runtime/kernel/route-table.ts";

describe("deadlines", () => {
  class Entry extends Expiring {
    expired = false;
    override expire(): void {
      this.expired = true;
    }
  }

  test("expire exactly what is due and not done, whatever the timeouts", () => {
    const step = fc.oneof(
      fc.record({ add: fc.oneof(fc.constant(defaultTimeout), fc.nat({ max: 9000 })) }),
      fc.record({ remove: fc.nat({ max: 50 }) }),
      fc.record({ wait: fc.nat({ max: 4000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        let now = 0;
        let alarm = Number.POSITIVE_INFINITY;
        const deadlines = new Deadlines({ now: () => now, ticking: false, alarm: (at) => (alarm = at) });
        const model: { entry: Entry; due: number; done: boolean }[] = [];
        for (const taken of steps) {
          if ("add" in taken) {
            const entry = new Entry();
            deadlines.add(entry, taken.add);
            model.push({ entry, due: now + taken.add, done: false });
          } else if ("remove" in taken) {
            const chosen = model[taken.remove];
            if (chosen === undefined || chosen.entry.expired) continue;
            deadlines.remove(chosen.entry);
            chosen.done = true;
          } else {
            now += taken.wait;
            if (alarm <= now) deadlines.expire();
          }
          for (const { entry, due, done } of model)
            expect(entry.expired).toBe(!done && due <= now && alarmed(due, now));
        }
        function alarmed(due: number, at: number): boolean {
          return due < at || alarm > at;
        }
      }),
    );
  });
});

test("a queue gives back what it was given, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer()), { maxLength: 200 }), (steps) => {
      const fifo = new Fifo<number>();
      const model: number[] = [];
      for (const value of steps) {
        if (value === null) expect(fifo.shift()).toBe(model.shift());
        else {
          fifo.push(value);
          model.push(value);
        }
        expect(fifo.length).toBe(model.length);
        expect([...fifo.values()]).toEqual(model);
      }
    }),
  );
});

test("a long queue forgets what it has given back", () => {
  const fifo = new Fifo<number>();
  for (let value = 0; value < 5000; value++) fifo.push(value);
  for (let value = 0; value < 4999; value++) expect(fifo.shift()).toBe(value);
  expect([...fifo.drain()]).toEqual([4999]);
});

test("correlation numbers are unique, and stale ones stand for nothing", () => {
  const conversations = new Conversations<number>();
  const first = conversations.add(1);
  conversations.remove(first);
  const second = conversations.add(2);
  expect(second).not.toBe(first);
  expect([conversations.get(first), conversations.get(second)]).toEqual([null, 2]);
  const more = Array.from({ length: mostConversations }, (_, index) => conversations.add(index));
  expect(more.filter((correlation) => correlation === 0)).toHaveLength(1);
  expect(new Set([second, ...more]).size).toBe(mostConversations + 1);
});

test("events happen by time, then in the order they were scheduled", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 10 }), { maxLength: 60 }), (times) => {
      const queue = new EventQueue();
      const happened: number[] = [];
      for (const [index, time] of times.entries()) queue.schedule(time, () => happened.push(index));
      for (let event = queue.next(); event !== null; event = queue.next()) event.happen();
      const order = [...times.keys()].sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
      expect(happened).toEqual(order);
    }),
  );
});

describe("a routing table", () => {
  const bytes = encodeRouteTable(
    2,
    [0, 1, 0],
    [
      [0, 1, 1],
      [0, 1, 2],
      [1, 1, 2],
    ],
  );

  test("is read in place, in shared memory too", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    for (const table of [new RouteTable(bytes), new RouteTable(shared)]) {
      expect([table.cores, table.virtualChannels, table.virtualChannelOf(1)]).toEqual([3, 2, 1]);
      expect(table.path(0, 2)).toEqual([1, 2]);
      expect([table.nextHop(2, 0), table.nextHop(3, 0), table.path(0, 7)]).toEqual([1, -1, null]);
    }
  });

  test("that is none is refused", () => {
    for (const length of [0, 3, 19, bytes.length - 1]) {
      expect(() => new RouteTable(bytes.subarray(0, length))).toThrow(RangeError);
    }
    const other = bytes.slice();
    other[4] = 2;
    expect(() => new RouteTable(other)).toThrow("version 2");
  });
});
