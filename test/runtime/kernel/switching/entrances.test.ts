import { expect, test } from "vitest";
import { RingConsumer, RingProducer, Segment } from "../../../../src/runtime/channel/ring.ts";
import { ringBytes, wordShape } from "../../../../src/runtime/channel/slot.ts";
import { loopbackEnds } from "../../../../src/runtime/kernel/channels/channel-ends.ts";
import { tagOf } from "../../../../src/runtime/kernel/frame.ts";
import { Entrances } from "../../../../src/runtime/kernel/switching/entrances.ts";

const detour = 1;

/** Of core 0: a ring of the tables and one of detours from each of the cores 1 and 2. */
function entrances() {
  const places = [1, 2].flatMap((from) => [0, detour].map((virtualChannel) => ({ from, virtualChannel })));
  const bytes = ringBytes(4, 64);
  const segment = new Segment(new ArrayBuffer(places.length * bytes));
  const ends = places.map((about, channel) => ({
    ...about,
    channel,
    offset: channel * bytes,
    slots: 4,
    slotBytes: 64,
  }));
  const inbound = ends.map((end) => ({ ...end, consumer: new RingConsumer(segment, end) }));
  const sending = ends.map((end) => new RingProducer(segment, end));
  /** Puts a frame of a view into a ring. */
  const send = (ring: number, epoch: number): void => {
    const producer = sending[ring] as RingProducer;
    producer.words[(producer.next() >> 2) + wordShape] = tagOf(epoch) << 16;
    producer.publish();
  };
  const own = loopbackEnds(0).inbound;
  return { entrances: new Entrances(inbound, own, detour, { credited: () => {} }), inbound, own, send };
}

test("a kernel in no view yet looks at nothing but what it sends itself", () => {
  const { entrances: all, own } = entrances();
  all.change(0, true);
  expect(all.open).toEqual([own]);
});

test("rings of detours are looked at while there are any, those of whom it cannot reach are not", () => {
  const { entrances: all, own, inbound } = entrances();
  const [one, round1, two, round2] = inbound;
  all.change(1, false);
  expect(all.open).toEqual([one, two, own]);
  all.change(2, true);
  expect(all.open).toEqual([one, two, own, round1, round2]);
  all.cut(2, true);
  expect(all.open).toEqual([one, own, round1]);
  all.cut(2, false);
  expect(all.open).toEqual([one, two, own, round1, round2]);
});

test("a frame that waits in a ring that nobody looks at counts once it is looked at again", () => {
  const { entrances: all, send } = entrances();
  all.change(1, false);
  all.cut(1, true);
  send(0, 1);
  expect(all.hasFrames()).toBe(false);
  all.cut(1, false);
  expect([all.hasFrames(), all.deepest.used]).toEqual([true, 1]);
});

test("by detours what is of an earlier view goes; of neighbours out of reach only what is eight views old", () => {
  const { entrances: all, send, inbound } = entrances();
  const depths = (): readonly number[] => inbound.map(({ consumer }) => consumer.depth);
  all.change(1, true);
  all.cut(1, true);
  for (const ring of inbound.keys()) send(ring, 1);
  all.change(2, true);
  expect(depths()).toEqual([1, 0, 1, 0]);
  all.change(8, true);
  expect(depths()).toEqual([1, 0, 1, 0]);
  all.change(9, true);
  expect(depths()).toEqual([0, 0, 1, 0]);
});
