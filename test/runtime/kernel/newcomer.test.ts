import { expect, test } from "vitest";
import { RingProducer, Segment } from "../../../src/runtime/channel/ring.ts";
import { frameKind, tagOf } from "../../../src/runtime/kernel/frame.ts";
import { Kernel } from "../../../src/runtime/kernel/kernel.ts";
import { RouteTable } from "../../../src/runtime/kernel/routes/route-table.ts";
import { wire } from "../../../src/runtime/kernel/wiring.ts";
import { line, systemOf } from "../fixtures/system.ts";
import { writeSlot } from "../fixtures/victim.ts";

/** Long after the boot: counted from no view at all it looks like one that is over. */
const epoch = 56;

/** A kernel that has started anew in the middle of three, and is in no view yet; and the ring to it from core 0. */
function newcomer() {
  const { configuration, routes } = systemOf({ cores: 3, edges: line(3) });
  const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
  const host = {
    ...{ now: () => 0, ticking: true, published: () => {}, credited: () => {}, alarm: () => {}, log: () => {} },
  };
  const kernel = new Kernel(configuration, 1, new RouteTable(routes), wire(configuration, 1, segment), host, 1);
  kernel.start();
  const channel = configuration.channels.find((each) => each.from === 0 && each.virtualChannel === 2);
  if (channel === undefined) throw new Error("no channel");
  return { kernel, ring: new RingProducer(segment, channel) };
}

test("a kernel that is in no view yet leaves what its neighbours send it in the rings, whatever it hears of their ways", () => {
  const { kernel, ring } = newcomer();
  const flags = 1 | tagOf(epoch);
  const onItsWay = { destination: 2, source: 0, endpoint: 0, sourceEndpoint: 0, kind: frameKind.register, opcode: 0 };
  const slot = { ...onItsWay, flags, payload: 0, correlation: 0, total: 0, data: [] };
  expect(writeSlot(ring, slot)).toBe(true);
  kernel.cut(0, true);
  kernel.cut(0, false);
  expect([kernel.poll(64), kernel.glance(8), kernel.hasFrames()]).toEqual([0, 0, false]);
});
