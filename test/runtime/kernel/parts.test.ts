import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RingConsumer, RingProducer, Segment } from "../../../src/runtime/channel/ring.ts";
import { wordCorrelation } from "../../../src/runtime/channel/slot.ts";
import { Line } from "../../../src/runtime/kernel/channels/line.ts";
import { Outgoing } from "../../../src/runtime/kernel/channels/outgoing.ts";
import { PriorityQueue } from "../../../src/runtime/kernel/channels/priority-queue.ts";
import {
  ClientOperation,
  RequestQueue,
  type WaitingRequest,
} from "../../../src/runtime/kernel/clients/request-queue.ts";
import {
  negotiate,
  readOpcodes,
  writeOpcodes,
  writeSignatures,
} from "../../../src/runtime/kernel/control/negotiation.ts";
import { Conversations, mostConversations } from "../../../src/runtime/kernel/conversations/conversations.ts";
import { Deadlines, defaultTimeout, Expiring } from "../../../src/runtime/kernel/deadlines.ts";
import { Fifo } from "../../../src/runtime/kernel/fifo.ts";
import { frameKind } from "../../../src/runtime/kernel/frame.ts";
import { RouteTable } from "../../../src/runtime/kernel/routes/route-table.ts";
import { encodeRouteTable } from "../../../src/runtime/kernel/routes/route-table-bytes.ts";

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
        const model: { entry: Entry; due: number; done: boolean; expired: boolean }[] = [];
        for (const taken of steps) {
          if ("add" in taken) {
            const entry = new Entry();
            deadlines.add(entry, taken.add);
            model.push({ entry, due: now + taken.add, done: false, expired: false });
          } else if ("remove" in taken) {
            const chosen = model[taken.remove];
            if (chosen === undefined || chosen.entry.expired) continue;
            deadlines.remove(chosen.entry);
            chosen.done = true;
          } else {
            now += taken.wait;
            if (alarm <= now) {
              alarm = Number.POSITIVE_INFINITY;
              deadlines.expire();
            }
            for (const one of model) one.expired ||= !one.done && one.due <= now;
          }
          for (const { entry, expired } of model) expect(entry.expired).toBe(expired);
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

test("a queue with priorities is a queue for each of them, the highest first", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 7 })), { maxLength: 100 }), (steps) => {
      const queue = new PriorityQueue<{ priority: number; index: number }>();
      const model: { priority: number; index: number }[] = [];
      for (const [index, priority] of steps.entries()) {
        if (priority === null) {
          expect(queue.peek()).toBe(model[0]);
          expect(queue.shift()).toBe(model.shift());
        } else {
          const value = { priority, index };
          queue.push(value, priority);
          model.push(value);
          model.sort((a, b) => b.priority - a.priority || a.index - b.index);
        }
        expect(queue.length).toBe(model.length);
      }
      expect([...queue.drain()]).toEqual(model);
    }),
  );
});

test("requests wait by priority, in order within one operation, and for the windows of their operations", () => {
  const step = fc.oneof(
    fc.record({ push: fc.nat({ max: 3 }) }),
    fc.constant("next"),
    fc.record({ end: fc.nat({ max: 3 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const windows = [1, 2, 100, 100];
      const operations = [3, 0, 3, 0].map(
        (priority, index) =>
          new ClientOperation({ name: "", opcode: index, signature: "", priority, window: windows[index] ?? 1 }),
      );
      const queue = new RequestQueue();
      const model: WaitingRequest[] = [];
      for (const [sequence, taken] of steps.entries()) {
        if (taken === "next") {
          const request = queue.peek();
          const ready = model.filter(({ operation }) => operation.hasRoom);
          const sorted = ready.sort((a, b) => b.operation.priority - a.operation.priority || a.sequence - b.sequence);
          expect(request).toBe(sorted[0] ?? null);
          if (request === null) continue;
          queue.take(request);
          model.splice(model.indexOf(request), 1);
          request.operation.began(frameKind.request);
        } else if ("push" in taken) {
          const operation = operations[taken.push];
          if (operation === undefined) continue;
          const about = {
            kind: frameKind.request,
            words: new Int32Array(0),
            bytes: 0,
            carries: false,
            sent: null,
            failed: null,
          };
          const request = { ...about, operation, correlation: sequence + 1, sequence };
          queue.push(request);
          model.push(request);
        } else if ((operations[taken.end]?.underWay ?? 0) > 0) operations[taken.end]?.ended(1);
      }
      const [abandoned] = model;
      if (abandoned !== undefined) expect(queue.abandon(abandoned.correlation)).toBe(true);
      expect(queue.drain()).toEqual(model.slice(1).sort((a, b) => a.sequence - b.sequence));
      expect(queue.peek()).toBe(null);
    }),
  );
});

test("requests that were abandoned do not pile up behind a binding that never opens", () => {
  const operation = new ClientOperation({ name: "add", opcode: 1, signature: "00000001" });
  const queue = new RequestQueue();
  const about = {
    kind: frameKind.request,
    operation,
    words: new Int32Array(0),
    bytes: 0,
    carries: false,
    sent: null,
    failed: null,
  };
  queue.push({ ...about, correlation: 1, sequence: 0 });
  for (let sequence = 1; sequence < 1000; sequence++) {
    queue.push({ ...about, correlation: sequence + 1, sequence });
    expect(queue.abandon(sequence + 1)).toBe(true);
    expect(operation.waiting.length).toBeLessThanOrEqual(65);
  }
  expect(queue.drain().map(({ correlation }) => correlation)).toEqual([1]);
});

test("what waits for a full ring goes by its priority, and nothing comes between the parts of a message", () => {
  const place = { offset: 0, slots: 4, slotBytes: 64 };
  const segment = new Segment(new ArrayBuffer(5 * 64));
  const consumer = new RingConsumer(segment, place);
  const outgoing = new Outgoing(new RingProducer(segment, place), 0, { published() {} }, { backlogged() {} });
  const line = new Line(outgoing, { core: 0, endpoint: 1 }, { core: 1, endpoint: 1 });
  const send = (correlation: number, bytes: number, priority: number): boolean =>
    line.send(frameKind.request, 1, correlation, new Int32Array(64), bytes, priority, null);
  const went = [send(1, 4, 0), send(2, 200, 0), send(3, 4, 0), send(4, 4, 7), send(5, 80, 2), send(6, 4, 2)];
  expect(went).toEqual([true, false, false, false, false, false]);
  const order: number[] = [];
  while (outgoing.waiting > 0 || consumer.peek() >= 0) {
    const slot = consumer.peek();
    if (slot >= 0) {
      order.push(segment.words[(slot >> 2) + wordCorrelation] ?? 0);
      consumer.release();
    } else outgoing.flush();
  }
  expect(order).toEqual([1, 2, 2, 2, 2, 2, 4, 5, 5, 6, 3]);
});

describe("a client and a server", () => {
  const operation = (opcode: number, signature: string) => ({ name: `o${opcode}`, opcode, signature });
  const own = {
    ...{ name: "Block", version: 2, fingerprint: "aa" },
    operations: [operation(1, "11111111"), operation(255, "22222222")],
  };
  const offer = { name: "Block", version: 1, fingerprint: "bb", signatures: null };

  test("bind at once when they are built from the same", () => {
    expect(negotiate(own, { ...offer, version: 2, fingerprint: "aa" })).toEqual({ kind: "bound", agreed: null });
  });

  test("look at their operations when their versions are neighbours", () => {
    expect(negotiate(own, offer).kind).toBe("differs");
    const signatures = writeSignatures([
      operation(255, "22222222"),
      operation(1, "33333333"),
      operation(7, "11111111"),
    ]);
    expect(negotiate(own, { ...offer, signatures })).toEqual({ kind: "bound", agreed: new Set([255]) });
    expect(readOpcodes(writeOpcodes(new Set([1, 16, 255])))).toEqual(new Set([1, 16, 255]));
  });

  test("refuse each other for what is said", () => {
    const refused = (changes: object): string => {
      const negotiated = negotiate(own, { ...offer, ...changes });
      return negotiated.kind === "refused" ? negotiated.text : negotiated.kind;
    };
    const head = "it serves Block @ 2 (aa), and the client was built for";
    expect(refused({ version: 2 })).toBe(`${head} Block @ 2 (bb)`);
    expect(refused({ version: 4 })).toBe(`${head} Block @ 4 (bb)`);
    expect(refused({ name: "Disk" })).toBe(`${head} Disk @ 1 (bb)`);
    expect(refused({ signatures: "" })).toBe(`${head} Block @ 1 (bb): they agree on no operation`);
    for (const signatures of ["0", "0g11111111", "011111111"])
      expect(refused({ signatures })).toBe(`${head} Block @ 1 (bb): its list of operations cannot be read`);
  });
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

describe("a routing table", () => {
  const bytes = encodeRouteTable(
    2,
    [
      [0, 1, 0],
      [0, 0, 0],
      [0, 1, 0],
    ],
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
      expect([table.cores, table.virtualChannels, table.virtualChannel(0, 1)]).toEqual([3, 2, 1]);
      expect(table.path(0, 2)).toEqual([1, 2]);
      expect([table.nextHop(2, 0), table.nextHop(3, 0), table.path(0, 7)]).toEqual([1, -1, null]);
    }
  });

  test("that is none is refused", () => {
    for (const length of [0, 3, 19, bytes.length - 1]) {
      expect(() => new RouteTable(bytes.subarray(0, length))).toThrow(RangeError);
    }
    const other = bytes.slice();
    other[4] = 5;
    expect(() => new RouteTable(other)).toThrow("version 5");
  });
});
