import { expect, test } from "vitest";
import { prepareRing, RingProducer, Segment } from "../../../../src/runtime/channel/ring.ts";
import { ringBytes, wordCorrelation } from "../../../../src/runtime/channel/slot.ts";
import { Agenda, eventKind, kindOf, subjectOf } from "../../../../src/runtime/hosts/simulation/agenda.ts";
import { LossyWire } from "../../../../src/runtime/hosts/simulation/lossy-wire.ts";
import { Fifo } from "../../../../src/runtime/kernel/fifo.ts";

const channel = { from: 0, to: 1, virtualChannel: 0, slots: 8, slotBytes: 64, offset: 0, latency: 100 } as const;

function makeWire() {
  const near = new Segment(new ArrayBuffer(ringBytes(channel.slots, channel.slotBytes)));
  prepareRing(near, channel, 0);
  const agenda = new Agenda();
  const around = { agenda, random: () => 0.5, isAlive: () => true, wake: () => {} };
  const wire = new LossyWire({ ...channel, reliable: false }, near, { waiting: 0, ready: new Fifo() }, 0, around);
  const send = (producer: RingProducer, ...numbers: readonly number[]): void => {
    for (const number of numbers) producer.send(1, 1, 0, number, 0);
    wire.published();
  };
  const settle = (): void => {
    for (let event = agenda.next(); event >= 0; event = agenda.next()) {
      if (kindOf(event) === eventKind.timer) agenda.timers.happen(subjectOf(event));
    }
  };
  const received = (): readonly number[] => {
    const numbers: number[] = [];
    const { consumer } = wire;
    for (let slot = consumer.peek(); slot >= 0; slot = consumer.peek()) {
      numbers.push(consumer.words[(slot >> 2) + wordCorrelation] as number);
      consumer.release();
      wire.credited();
    }
    return numbers;
  };
  return { near, wire, send, settle, received };
}

test("what is put into the near ring comes out of the far one", () => {
  const { near, send, settle, received } = makeWire();
  send(new RingProducer(near, channel), 1, 2, 3);
  settle();
  expect(received()).toEqual([1, 2, 3]);
});

test("of what a dead producer has left nothing is sent once both ends begin anew, and all of what its successor sends", () => {
  const { near, wire, send, settle, received } = makeWire();
  send(new RingProducer(near, channel), 1, 2, 3, 4);
  settle();
  expect(received()).toEqual([1, 2, 3, 4]);
  wire.reset();
  wire.consumer.reset();
  const successor = new RingProducer(near, channel);
  send(successor, 11);
  settle();
  send(successor, 12, 13);
  settle();
  expect(received()).toEqual([11, 12, 13]);
});

test("what is under way when the wire is replaced does not arrive", () => {
  const { near, wire, send, settle, received } = makeWire();
  send(new RingProducer(near, channel), 1);
  wire.retire();
  settle();
  expect(received()).toEqual([]);
});
