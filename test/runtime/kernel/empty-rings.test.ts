import { expect, test } from "vitest";
import { RingConsumer, RingProducer, Segment } from "../../../src/runtime/channel/ring.ts";
import { emptyRings } from "../../../src/runtime/kernel/empty-rings.ts";
import { circle, systemOf } from "../fixtures/system.ts";

const { configuration } = systemOf({ cores: 3, edges: circle(3), slots: 4 });
const [from0, between] = [channelOf(0, 1), channelOf(2, 1)];

function channelOf(from: number, to: number) {
  const found = configuration.channels.find((channel) => channel.from === from && channel.to === to);
  if (found === undefined) throw new Error("no channel");
  return found;
}

/** Messages of the same number of each kind, so that their sequences repeat: all but the last are taken. */
function pass(producer: RingProducer, consumer: RingConsumer, messages: number): void {
  for (let sent = 0; sent < messages; sent++) {
    expect(producer.next()).toBeGreaterThan(0);
    producer.publish();
    if (sent === messages - 1) return;
    expect(consumer.peek()).toBeGreaterThan(0);
    consumer.release();
  }
}

/** As many messages as can be sent while nobody takes any. */
function fill(producer: RingProducer): number {
  for (let sent = 0; ; sent++) {
    if (producer.next() < 0) return sent;
    producer.publish();
  }
}

test.each([3, 4, 5, 42])(
  "two kernels that start anew take nothing of the %i messages of the dead, and overrun nothing",
  (messages) => {
    const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
    pass(new RingProducer(segment, between), new RingConsumer(segment, between), messages);
    emptyRings(configuration, segment, 1, (core) => core === 0);
    const consumer = new RingConsumer(segment, between);
    expect(consumer.peek()).toBe(-1);
    expect(fill(new RingProducer(segment, between))).toBe(4);
    for (let taken = 0; taken < 4; taken++) {
      expect(consumer.peek()).toBeGreaterThan(0);
      consumer.release();
    }
    expect(consumer.peek()).toBe(-1);
  },
);

test("what a kernel that runs has sent stays: it empties its own rings", () => {
  const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
  new RingProducer(segment, from0).publish();
  emptyRings(configuration, segment, 1, (core) => core === 0);
  expect(new RingConsumer(segment, from0).peek()).toBeGreaterThan(0);
});

test("blocks of bindings between the two are free again", () => {
  const programs = [
    { name: "store", kind: "service" as const, core: 1 },
    { name: "main", kind: "client" as const, core: 2, uses: ["store"] },
  ];
  const { configuration: bound } = systemOf({ cores: 3, edges: circle(3), programs });
  const segment = new Segment(new ArrayBuffer(bound.segmentBytes));
  const [ring] = bound.bulk;
  if (ring === undefined) throw new Error("no ring");
  segment.words[ring.offset >> 2] = 7;
  emptyRings(bound, segment, 1, (core) => core === 2);
  expect(segment.words[ring.offset >> 2]).toBe(7);
  emptyRings(bound, segment, 1, (core) => core === 0);
  expect(segment.words[ring.offset >> 2]).toBe(0);
});
