/** Two kernels' ends of a ring, with a file between them: what one writes the other reads, in order, each once. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { RingConsumer, RingProducer, Segment } from "../../../../src/runtime/channel/ring.ts";
import { MirroredRing } from "../../../../src/runtime/hosts/board/mirrored-ring.ts";
import type { Packet } from "../../../../src/runtime/hosts/board/packets.ts";
import { SerialWires } from "../../../../src/runtime/hosts/board/serial-wires.ts";
import { SharedWires } from "../../../../src/runtime/hosts/board/shared-wires.ts";
import type { Wires } from "../../../../src/runtime/hosts/board/wires.ts";

const place = { from: 0, to: 1, virtualChannel: 0, slots: 8, slotBytes: 64, offset: 128, latency: 1 };
const far = 4096;

interface Ends {
  readonly sender: Wires;
  readonly receiver: Wires;
  readonly close: () => void;
}

const rings = (sending: Segment, receiving: Segment) => ({
  out: [new MirroredRing(sending, 0, place, 5, far)],
  into: [new MirroredRing(receiving, 0, place, 5, far)],
});

function overFile(sending: Segment, receiving: Segment): Ends {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-wires-"));
  const file = openSync(path.join(folder, "memory"), "w+");
  ftruncateSync(file, 65536);
  const { out, into } = rings(sending, receiving);
  const close = (): void => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  };
  return {
    sender: new SharedWires(file, out, [], () => {}),
    receiver: new SharedWires(file, [], into, () => {}),
    close,
  };
}

function overLine(sending: Segment, receiving: Segment): Ends {
  const { out, into } = rings(sending, receiving);
  const giveTo = (end: () => Wires) => (packet: Packet) => {
    if (!end().take(packet)) throw new Error("it makes no sense");
  };
  const sender: Wires = new SerialWires(
    out,
    [],
    giveTo(() => receiver),
  );
  const receiver: Wires = new SerialWires(
    [],
    into,
    giveTo(() => sender),
  );
  return { sender, receiver, close: () => {} };
}

const steps = fc.array(fc.constantFrom("write", "flush", "pull", "read", "return"), { maxLength: 200 });

test.prop([fc.constantFrom(overFile, overLine), steps])(
  "whatever is written comes, in order and whole, and no ring overflows",
  (make, all) => {
    const [sending, receiving] = [new Segment(new ArrayBuffer(1024)), new Segment(new ArrayBuffer(1024))];
    const { sender, receiver, close } = make(sending, receiving);
    const producer = new RingProducer(sending, place);
    const consumer = new RingConsumer(receiving, place);
    let written = 0;
    let read = 0;
    const act: Readonly<Record<(typeof all)[number], () => void>> = {
      write: () => {
        const at = producer.next();
        if (at < 0) return;
        written++;
        sending.words.fill(written, (at >> 2) + 1, (at >> 2) + 16);
        producer.publish();
      },
      flush: () => sender.flush(),
      pull: () => {
        receiver.pull();
        sender.pull();
      },
      read: () => {
        const at = consumer.peek();
        if (at < 0) return;
        read++;
        expect([...receiving.words.subarray((at >> 2) + 1, (at >> 2) + 16)]).toEqual(new Array(15).fill(read));
        consumer.release();
      },
      return: () => receiver.flush(),
    };
    for (const step of all) act[step]();
    for (let round = 0; round <= place.slots; round++) {
      for (const step of ["flush", "pull", "read", "return"] as const) act[step]();
    }
    close();
    expect(read).toBe(written);
  },
);
