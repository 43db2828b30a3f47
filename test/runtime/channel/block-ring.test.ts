import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BlockConsumer,
  BlockProducer,
  blockRingBytes,
  blockRingHead,
} from "../../../src/runtime/channel/block-ring.ts";
import { Segment } from "../../../src/runtime/channel/ring.ts";

function ring(blocks: number, blockBytes = 64) {
  const segment = new Segment(new ArrayBuffer(64 + blockRingBytes(blocks, blockBytes)));
  const place = { offset: 64, blocks, blockBytes };
  return { segment, producer: new BlockProducer(segment, place), consumer: new BlockConsumer(segment, place) };
}

test("holds as many messages as it has blocks, and gives each to its reader where it was written", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 80 }),
      (power: number, steps: readonly boolean[]) => {
        const { producer, consumer } = ring(2 ** power);
        const queue: { readonly position: number; readonly at: number }[] = [];
        for (const fills of steps) {
          if (fills) {
            const at = producer.next(64);
            expect(at >= 0).toBe(queue.length < 2 ** power);
            if (at >= 0) queue.push({ position: producer.publish(), at });
          } else {
            const oldest = queue.shift();
            if (oldest === undefined) continue;
            expect(consumer.find(oldest.position, 64)).toBe(oldest.at);
            consumer.release();
          }
        }
        expect(new Set(queue.map(({ at }) => at)).size).toBe(queue.length);
      },
    ),
  );
});

test("a message that is too long for a block gets none", () => {
  const { producer, consumer } = ring(2);
  expect([producer.next(64) >= 0, producer.next(65)]).toEqual([true, -1]);
  expect([consumer.find(0, 64) >= 0, consumer.find(0, 65)]).toEqual([true, -1]);
});

test("a reader believes no position but the next", () => {
  const { producer, consumer } = ring(4);
  const first = producer.publish();
  for (const position of [1, -1, 4, 0x7fffffff, -0x80000000]) expect(consumer.find(position, 8)).toBe(-1);
  expect(consumer.find(first, 8)).toBeGreaterThan(0);
  consumer.release();
  expect(consumer.find(first, 8)).toBe(-1);
});

test("a writer gives no block for what was never written, and none that is still read", () => {
  const { segment, producer } = ring(2);
  producer.publish();
  producer.publish();
  for (const released of [3, -1, -0x80000000, 0x7fffffff]) {
    Atomics.store(segment.words, 64 >> 2, released);
    expect(producer.next(8)).toBe(-1);
  }
  Atomics.store(segment.words, 64 >> 2, 1);
  expect(producer.next(8)).toBe(64 + blockRingHead);
});

test("a draft that others have overtaken is refused", () => {
  const { producer } = ring(2);
  const draft = producer.claim(8);
  if (draft === null) throw new Error("no room in an empty ring");
  expect(producer.holds(draft)).toBe(true);
  producer.publish();
  expect(() => producer.holds(draft)).toThrow("another message was sent");
});

test.each([
  ["not a power of two", { offset: 0, blocks: 3, blockBytes: 64 }],
  ["blocks that are no lines", { offset: 0, blocks: 2, blockBytes: 65 }],
  ["not on a line", { offset: 8, blocks: 2, blockBytes: 64 }],
  ["beyond the segment", { offset: 64, blocks: 8, blockBytes: 64 }],
])("no ring: %s", (_, place) => {
  expect(() => new BlockProducer(new Segment(new ArrayBuffer(640)), place)).toThrow("no ring");
});

test.each([
  [1, [true, true, true, true]],
  [4, [false, true, false, true]],
  [8, [false, false, false, true]],
])("of %i blocks, whoever reads them has to tell each time half of them have been given back", (blocks, told) => {
  const { producer, consumer } = ring(blocks);
  const released = Array.from({ length: 4 }, () => {
    producer.publish();
    return consumer.release();
  });
  expect(released).toEqual(told);
});

test("it is full for what would fit if a block were free, and for nothing else", () => {
  const { producer, consumer } = ring(2);
  expect(producer.isFullFor(64)).toBe(false);
  producer.publish();
  producer.publish();
  expect([producer.isFullFor(64), producer.isFullFor(65)]).toEqual([true, false]);
  consumer.release();
  expect(producer.isFullFor(64)).toBe(false);
});

test("a reader that says it gave back what it never got makes nobody wait", () => {
  const { segment, producer } = ring(2);
  segment.words[16] = 1;
  expect([producer.next(64), producer.isFullFor(64)]).toEqual([-1, false]);
});
