// What a kernel does about what was under way when others have gone and come back.
import { expect, test } from "vitest";
import { RingProducer, Segment } from "../../../src/runtime/channel/ring.ts";
import { firstFragment, frameKind, tagOf } from "../../../src/runtime/kernel/frame.ts";
import { detourChannel, withFurtherChannels } from "../../../src/runtime/kernel/further-channels.ts";
import { Kernel } from "../../../src/runtime/kernel/kernel.ts";
import { RouteTable } from "../../../src/runtime/kernel/routes/route-table.ts";
import { roadsOf } from "../../../src/runtime/kernel/routes/routing.ts";
import { Ways } from "../../../src/runtime/kernel/routes/ways.ts";
import { wire } from "../../../src/runtime/kernel/wiring.ts";
import { startsOf } from "../../../src/runtime/membership/evidence.ts";
import { firstView, type View } from "../../../src/runtime/membership/view.ts";
import { circle, line, type Shape, systemOf } from "../fixtures/system.ts";
import { writeSlot } from "../fixtures/victim.ts";

function renewed(view: View, core: number): View {
  const incarnations = new Map(view.incarnations).set(core, startsOf(view, core) + 1);
  return { ...view, epoch: view.epoch + 1, incarnations };
}

/** Of core 0. */
function waysOf(shape: Shape): { readonly ways: Ways; readonly view: View } {
  const { configuration, routes } = systemOf(shape);
  const view = firstView(configuration.order);
  return { ways: new Ways(0, roadsOf(configuration, new RouteTable(routes)), view), view };
}

test("a connection ends when a kernel that passes its messages on has started anew, though it was never missed", () => {
  const { ways, view } = waysOf({ cores: 4, edges: line(4) });
  ways.change(renewed(view, 1));
  expect([ways.lossFor(2), ways.lossFor(3)]).not.toContain(null);
  expect([ways.isStillGood(3, 1), ways.isStillGood(3, 2)]).toEqual([false, true]);
});

test("and stays when that one is on no way of its messages", () => {
  const { ways, view } = waysOf({ cores: 4, edges: line(4) });
  ways.change(renewed(view, 3));
  expect([ways.lossFor(1), ways.lossFor(2)]).toEqual([null, null]);
  expect(ways.lossFor(3)).not.toBeNull();
  expect(ways.isStillGood(2, 1)).toBe(true);
});

test("what lies in a ring of detours when there are none any more goes, and is not taken for something of a later view", () => {
  const system = systemOf({ cores: 4, edges: circle(4) });
  const configuration = withFurtherChannels(system.configuration);
  const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
  const host = {
    ...{ now: () => 0, ticking: true, published: () => {}, credited: () => {}, alarm: () => {}, log: () => {} },
  };
  const kernel = new Kernel(configuration, 1, new RouteTable(system.routes), wire(configuration, 1, segment), host);
  const ofDetours = configuration.channels.find(
    ({ from, to, virtualChannel }) => from === 0 && to === 1 && virtualChannel === detourChannel(configuration),
  );
  if (ofDetours === undefined) throw new Error("no channel");
  const ring = new RingProducer(segment, ofDetours);
  const frame = {
    ...{ destination: 1, source: 0, endpoint: 0, sourceEndpoint: 0, kind: frameKind.register, opcode: 0 },
    ...{ flags: firstFragment | tagOf(1), payload: 0, correlation: 0, total: 0, data: [] },
  };
  for (let slot = 0; slot < ofDetours.slots; slot++) expect(writeSlot(ring, frame)).toBe(true);
  expect(ring.next()).toBe(-1);
  kernel.parts.viewAgreed({ ...firstView(configuration.order), epoch: 2 });
  expect(ring.next()).toBeGreaterThanOrEqual(0);
});

/** Messages that the leader of an object has for a kernel that does not read, after so many times its patience. */
function messagesAfter(times: number): number {
  const { configuration, routes } = systemOf({
    ...{ cores: 2, edges: line(2), slots: 4 },
    programs: [{ name: "main", kind: "client", core: 0 }],
    states: [{ name: "hits", kind: "counter", protocol: "broadcast", replicas: [0, 1] }],
  });
  const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
  let now = 0;
  const host = {
    ...{ now: () => now, ticking: false, published: () => {}, credited: () => {}, alarm: () => {}, log: () => {} },
  };
  const [kernel, reader] = [0, 1].map(
    (core) => new Kernel(configuration, core, new RouteTable(routes), wire(configuration, core, segment), host),
  );
  if (kernel === undefined || reader === undefined) throw new Error("two kernels");
  kernel.start();
  const hits = kernel.states.find("hits");
  if (hits === null) throw new Error("no object");
  const add = new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]);
  for (let each = 0; each < 8; each++) void hits.propose({ operation: 3, key: add, value: add, expected: null });
  for (let each = 0; each < times; each++) {
    now += 1000;
    kernel.expire();
    kernel.poll(64);
  }
  reader.start();
  while (kernel.poll(64) + reader.poll(64) > 0);
  return kernel.statistics.sent;
}

test("what waits for room is not said again, however often its time is up", () => {
  expect(messagesAfter(20)).toBe(messagesAfter(0));
});
