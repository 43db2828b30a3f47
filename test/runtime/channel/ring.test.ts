import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { prepareRing, RingConsumer, RingProducer, Segment } from "../../../src/runtime/channel/ring.ts";
import { ringBytes, wordTotal } from "../../../src/runtime/channel/slot.ts";

function ring(slots: number, start = 0, slotBytes = 64) {
  const segment = new Segment(new ArrayBuffer(64 + ringBytes(slots, slotBytes)));
  const place = { offset: 64, slots, slotBytes };
  if (start !== 0) prepareRing(segment, place, start);
  return {
    segment,
    producer: new RingProducer(segment, place, start),
    consumer: new RingConsumer(segment, place, start),
  };
}

function put({ producer }: ReturnType<typeof ring>, value: number): boolean {
  const at = producer.next();
  if (at < 0) return false;
  producer.words[(at >> 2) + wordTotal] = value;
  producer.publish();
  return true;
}

function take({ consumer }: ReturnType<typeof ring>): number | null {
  const at = consumer.peek();
  if (at < 0) return null;
  const value = consumer.words[(at >> 2) + wordTotal] ?? -1;
  consumer.release();
  return value;
}

describe("a ring", () => {
  test("in zeroed memory is empty", () => {
    expect(take(ring(4))).toBeNull();
  });

  test("holds as many messages as it has slots, and no more", () => {
    const four = ring(4);
    expect([1, 2, 3, 4, 5].map((value) => put(four, value))).toEqual([true, true, true, true, false]);
    expect([take(four), put(four, 6), put(four, 7)]).toEqual([1, true, false]);
  });

  test("returns credits once in a quarter of its slots", () => {
    const sixteen = ring(16);
    for (let value = 0; value < 16; value++) put(sixteen, value);
    const returned = Array.from({ length: 16 }, () => {
      sixteen.consumer.peek();
      return sixteen.consumer.release();
    });
    expect(returned.flatMap((yes, index) => (yes ? [index] : []))).toEqual([3, 7, 11, 15]);
  });

  test("behaves as a bounded queue does, near the wrap of its positions too", () => {
    const runs = fc.array(fc.nat({ max: 12 }), { maxLength: 60 });
    const start = fc.oneof(fc.constant(0), fc.constant(0xfffffff0), fc.constant(0x7ffffff8), fc.nat());
    fc.assert(
      fc.property(
        fc.constantFrom(1, 2, 4, 8, 16),
        start,
        fc.constantFrom(64, 128),
        runs,
        (slots, first, slotBytes, counts) => {
          const tested = ring(slots, first, slotBytes);
          const model: number[] = [];
          let value = 0;
          for (const [turn, count] of counts.entries()) {
            for (let i = 0; i < count; i++) {
              if (turn % 2 === 0) {
                // It may hold credits back, but never refuse while three quarters are free, nor exceed its slots.
                const accepted = put(tested, ++value);
                if (accepted) model.push(value);
                else expect(model.length).toBeGreaterThan(slots - Math.max(1, slots >> 2));
                expect(model.length).toBeLessThanOrEqual(slots);
              } else expect(take(tested)).toBe(model.shift() ?? null);
            }
          }
        },
      ),
    );
  });

  test("refuses places that are none", () => {
    const segment = new Segment(new ArrayBuffer(640));
    for (const place of [
      { offset: 0, slots: 3, slotBytes: 64 },
      { offset: 8, slots: 4, slotBytes: 64 },
      { offset: 0, slots: 16, slotBytes: 64 },
      { offset: 0, slots: 4, slotBytes: 32 },
    ]) {
      expect(() => new RingProducer(segment, place)).toThrow(RangeError);
    }
  });
});

test("two threads: every message arrives once, whole and in order", async () => {
  const messages = 300_000;
  const place = { offset: 0, slots: 8, slotBytes: 64 };
  const buffer = new SharedArrayBuffer(ringBytes(8, 64));
  const start = 0xffff_0000;
  prepareRing(new Segment(buffer), place, start);
  const bundled = await build({
    stdin: {
      contents: `
        import { workerData } from "node:worker_threads";
        import { RingProducer, Segment } from "./src/runtime/channel/ring.ts";
        const { buffer, place, start, messages } = workerData;
        const producer = new RingProducer(new Segment(buffer), place, start);
        for (let value = 0; value < messages; ) {
          const at = producer.next();
          if (at < 0) continue;
          for (let word = 1; word < 16; word++) producer.words[(at >> 2) + word] = value ^ word;
          producer.publish();
          value++;
        }`,
      resolveDir: process.cwd(),
      loader: "ts",
    },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
  });
  const worker = new Worker(bundled.outputFiles[0]?.text ?? "", {
    eval: true,
    workerData: { buffer, place, start, messages },
  });
  const exited = new Promise((resolve) => worker.once("exit", resolve));
  await new Promise((resolve) => worker.once("online", resolve));
  const consumer = new RingConsumer(new Segment(buffer), place, start);
  let torn = 0;
  for (let value = 0; value < messages; ) {
    const at = consumer.peek();
    if (at < 0) continue;
    for (let word = 1; word < 16; word++) if (consumer.words[(at >> 2) + word] !== (value ^ word)) torn++;
    consumer.release();
    value++;
  }
  expect(torn).toBe(0);
  expect(await exited).toBe(0);
});
