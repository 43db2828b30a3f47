import { expect, test } from "vitest";
import { RingProducer, Segment } from "../../../../src/runtime/channel/ring.ts";
import type { KernelEvent } from "../../../../src/runtime/kernel/events.ts";
import { frameKind, tagOf } from "../../../../src/runtime/kernel/frame.ts";
import { Kernel } from "../../../../src/runtime/kernel/kernel.ts";
import { RouteTable } from "../../../../src/runtime/kernel/routes/route-table.ts";
import { wire } from "../../../../src/runtime/kernel/wiring.ts";
import { line, systemOf } from "../../fixtures/system.ts";
import { writeSlot } from "../../fixtures/victim.ts";

/** The kernel in the middle of three; what it reports; and hello from a neighbour over one of its rings. */
function middle() {
  const { configuration, routes } = systemOf({ cores: 3, edges: line(3) });
  const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
  const events: KernelEvent[] = [];
  const host = {
    ...{ now: () => 0, ticking: true, published: () => {}, credited: () => {}, alarm: () => {} },
    log: (event: KernelEvent) => void events.push(event),
  };
  const kernel = new Kernel(configuration, 1, new RouteTable(routes), wire(configuration, 1, segment), host);
  kernel.start();
  const { virtualChannels } = configuration;
  const ofTables = configuration.channels.filter(({ virtualChannel }) => virtualChannel < virtualChannels);
  const rings = ofTables.filter(({ to }) => to === 1);
  const channels = ofTables.filter(({ from, to }) => from === 1 || to === 1).length;
  const hello = (ring: (typeof rings)[number], source: number): void => {
    const head = { destination: 1, source, endpoint: 0, sourceEndpoint: 0, kind: frameKind.hello, opcode: 0 };
    const slot = { ...head, flags: 1 | tagOf(1), payload: 0, correlation: 0, total: 0, data: [] };
    expect(writeSlot(new RingProducer(segment, ring), slot)).toBe(true);
    kernel.poll(64);
  };
  return { kernel, events, rings, channels, hello };
}

const isBound = ({ kind }: KernelEvent): boolean => kind === "channelsBound";

test("a kernel is bound, once, when it has heard from its neighbours over every ring", async () => {
  const { kernel, events, rings, channels, hello } = middle();
  for (const [index, ring] of rings.entries()) {
    expect([index, events.some(isBound)]).toEqual([index, false]);
    hello(ring, ring.from);
  }
  await kernel.bound;
  expect(events.filter(isBound)).toEqual([{ kind: "channelsBound", core: 1, channels, neighbours: 2 }]);
});

test("hello over the ring of another does not count", () => {
  const { events, rings, hello } = middle();
  for (const ring of rings) hello(ring, 2);
  expect(events.some(isBound)).toBe(false);
  expect(events).toContainEqual({ kind: "frameDropped", core: 1, reason: "kind", from: 2, count: 1 });
});

test("a neighbour that is cut off is not waited for once all have agreed on it", () => {
  const { kernel, events, rings, hello } = middle();
  for (const ring of rings) if (ring.from === 0) hello(ring, 0);
  kernel.parts.viewAgreed({ ...kernel.membership.view, epoch: 2, members: new Set([0, 1]) });
  expect(events.some(isBound)).toBe(true);
});
