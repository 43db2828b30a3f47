import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { LinkReceiver } from "../../../../src/runtime/channel/link/link-receiver.ts";
import { LinkSender } from "../../../../src/runtime/channel/link/link-sender.ts";
import type { Acknowledgement, Packet } from "../../../../src/runtime/channel/link/packets.ts";
import { RoundTrip } from "../../../../src/runtime/channel/link/round-trip.ts";
import { prepareRing, RingConsumer, RingProducer, Segment } from "../../../../src/runtime/channel/ring.ts";
import { ringBytes, wordTotal } from "../../../../src/runtime/channel/slot.ts";

/** What befalls one packet: it is lost, or arrives after these delays, once for each. */
type Fate = readonly number[];

interface Conditions {
  readonly slots: number;
  readonly start: number;
  readonly fates: readonly Fate[];
  /** Slots that the consumer takes at each of its turns. */
  readonly appetites: readonly number[];
  readonly messages: number;
}

const undisturbed: Fate = [1];

/** Both ends, and what lies between them; a packet takes one millisecond when nothing befalls it. */
class Link {
  now = 0;
  readonly taken: number[] = [];
  readonly sender: LinkSender;
  readonly #conditions: Conditions;
  readonly #producer: RingProducer;
  readonly #consumer: RingConsumer;
  readonly #receiver: LinkReceiver;
  #underWay: { readonly at: number; readonly packet: Packet }[] = [];
  #alarm = Number.POSITIVE_INFINITY;
  #packets = 0;
  #put = 0;
  #turns = 0;
  arrived = 0;

  constructor(conditions: Conditions) {
    const { slots, start } = conditions;
    this.#conditions = conditions;
    const place = { offset: 0, slots, slotBytes: 64 };
    const [near, far] = [1, 2].map(() => new Segment(new ArrayBuffer(ringBytes(slots, 64)))) as [Segment, Segment];
    for (const segment of [near, far]) if (start !== 0) prepareRing(segment, place, start);
    this.#producer = new RingProducer(near, place, start);
    this.#consumer = new RingConsumer(far, place, start);
    const send = (packet: Packet): void => this.#carry(packet);
    const alarm = (at: number): void => {
      this.#alarm = at;
    };
    this.sender = new LinkSender(near, place, 2, { send, alarm, credited: () => this.#produce() }, start);
    const arrived = (count: number): void => {
      this.arrived += count;
    };
    this.#receiver = new LinkReceiver(far, place, { send, arrived }, start);
  }

  /** Whether everything came before so many milliseconds were over. */
  run(limit: number): boolean {
    this.#produce();
    while (this.taken.length < this.#conditions.messages && this.now < limit) {
      const next = Math.min(this.#alarm, ...this.#underWay.map(({ at }) => at));
      if (next === Number.POSITIVE_INFINITY) this.#consume(next);
      else this.now = Math.max(this.now, next);
      const due = this.#underWay.filter(({ at }) => at <= this.now);
      this.#underWay = this.#underWay.filter(({ at }) => at > this.now);
      for (const { packet } of due.sort((a, b) => a.at - b.at)) this.#arrive(packet);
      if (this.#alarm <= this.now) this.sender.expire(this.now);
    }
    return this.taken.length === this.#conditions.messages;
  }

  #produce(): void {
    for (; this.#put < this.#conditions.messages; this.#put++) {
      const at = this.#producer.next();
      if (at < 0) break;
      this.#producer.words[(at >> 2) + wordTotal] = this.#put;
      this.#producer.publish();
    }
    this.sender.published(this.now);
  }

  #carry(packet: Packet): void {
    const fate = this.#conditions.fates[this.#packets++] ?? undisturbed;
    for (const delay of fate) this.#underWay.push({ at: this.now + delay, packet });
  }

  #arrive(packet: Packet): void {
    if (packet.kind === "acknowledgement") this.sender.acknowledged(packet, this.now);
    else this.#receiver.receive(packet);
    this.#consume(this.#conditions.appetites[this.#turns++] ?? Number.POSITIVE_INFINITY);
  }

  #consume(appetite: number): void {
    for (let count = 0; count < appetite; count++) {
      const at = this.#consumer.peek();
      if (at < 0) return;
      this.taken.push(this.#consumer.words[(at >> 2) + wordTotal] ?? -1);
      if (this.#consumer.release()) this.#receiver.credited();
    }
  }
}

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undisturbed) },
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 1, maxLength: 3 }) },
);
const conditions: fc.Arbitrary<Conditions> = fc.record({
  slots: fc.constantFrom(1, 2, 4, 16, 64),
  start: fc.constantFrom(0, 5, 0x7ffffffa, 0xfffffffc),
  fates: fc.array(fate, { maxLength: 200 }),
  appetites: fc.array(fc.nat({ max: 3 }), { maxLength: 100 }),
  messages: fc.nat({ max: 120 }),
});
const inOrder = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

describe("a link that loses, doubles and reorders", () => {
  test.prop([conditions], { numRuns: 500 })("carries everything once, in order, nevertheless", (given) => {
    const link = new Link(given);
    expect(link.run(1e6)).toBe(true);
    expect(link.taken).toEqual(inOrder(given.messages));
    expect(link.arrived).toBe(given.messages);
  });

  test("sends nothing twice while nothing happens to it", () => {
    const link = new Link({ slots: 16, start: 0, fates: [], appetites: [], messages: 1000 });
    expect(link.run(1e4)).toBe(true);
    expect(link.sender.repeats).toBe(0);
  });

  test("notices a gap before its time is up", () => {
    const link = new Link({ slots: 16, start: 0, fates: [[]], appetites: [], messages: 16 });
    expect(link.run(7.9)).toBe(true);
    expect(link.sender.repeats).toBe(1);
  });

  test("asks for credits that were lost", () => {
    const lost = Array.from({ length: 12 }, (_, index): Fate => (index < 4 ? undisturbed : []));
    const link = new Link({ slots: 4, start: 0, fates: lost, appetites: [], messages: 5 });
    expect(link.run(1e3)).toBe(true);
  });

  test("does not believe what cannot be", () => {
    const segment = new Segment(new ArrayBuffer(ringBytes(4, 64)));
    const place = { offset: 0, slots: 4, slotBytes: 64 };
    const port = { send: () => {}, alarm: () => {}, credited: () => expect.unreachable(), arrived: () => {} };
    const sender = new LinkSender(segment, place, 1, port);
    const word = (received: number, released: number): Acknowledgement => {
      return { kind: "acknowledgement", received, released, later: -1 };
    };
    for (const lie of [word(1, 0), word(0, 1), word(-1, -1)]) expect(sender.acknowledged(lie, 0)).toBe(false);
    expect(sender.acknowledged(word(0, 0), 0)).toBe(true);
    const receiver = new LinkReceiver(segment, place, { ...port, arrived: () => expect.unreachable() });
    for (const position of [4, 1000, -9, 2 ** 31]) {
      expect(receiver.receive({ kind: "data", position, words: new Int32Array(15) })).toBe(false);
    }
    expect(receiver.receive({ kind: "data", position: 0, words: new Int32Array(16) })).toBe(false);
    expect(receiver.receive({ kind: "data", position: 0, words: new Int32Array(3) })).toBe(false);
  });
});

describe("the time to wait", () => {
  test.prop([fc.array(fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1e6, noNaN: true })))])(
    "stays within its bounds, whatever is observed",
    (times) => {
      const roundTrip = new RoundTrip(3);
      for (const time of times) {
        if (time === null) roundTrip.backOff();
        else roundTrip.observe(time);
        expect(roundTrip.timeout).toBeGreaterThanOrEqual(6);
        expect(roundTrip.timeout).toBeLessThanOrEqual(3000);
      }
    },
  );

  test("nears what is observed again and again", () => {
    const roundTrip = new RoundTrip(1);
    for (let turn = 0; turn < 100; turn++) roundTrip.observe(50);
    expect(roundTrip.timeout).toBeCloseTo(50, 3);
  });
});
