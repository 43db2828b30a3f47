import fc from "fast-check";
import { expect, test } from "vitest";
import type { RingProducer } from "../../../src/runtime/channel/ring.ts";
import { frameKind, inBlock } from "../../../src/runtime/kernel/frame.ts";
import { Tester } from "../fixtures/tester.ts";
import { victim, writeSlot } from "../fixtures/victim.ts";

const u16 = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 0xffff }));
const frame = fc.record({
  ring: fc.nat({ max: 1 }),
  destination: fc.oneof(fc.constant(1), fc.nat({ max: 3 }), fc.nat({ max: 0xffff })),
  source: fc.oneof(fc.constant(0), fc.nat({ max: 3 }), fc.nat({ max: 0xffff })),
  endpoint: u16,
  sourceEndpoint: u16,
  kind: fc.oneof(fc.constantFrom(...Object.values(frameKind)), fc.nat({ max: 255 })),
  opcode: fc.nat({ max: 7 }),
  flags: fc.nat({ max: 3 }),
  payload: fc.oneof(fc.constantFrom(0, 4, 8, 40), fc.nat({ max: 255 })),
  correlation: fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(4096, 8192), fc.integer()),
  total: fc.oneof(fc.constantFrom(0, 4, 8, 40, 41, 80, 4100), fc.integer()),
  data: fc.array(fc.oneof(fc.nat({ max: 8 }), fc.integer()), { minLength: 10, maxLength: 10 }),
});
type ForgedFrame = typeof frame extends fc.Arbitrary<infer Value> ? Value : never;

function write(producer: RingProducer | undefined, forged: ForgedFrame): boolean {
  return producer !== undefined && writeSlot(producer, forged);
}

/** A bind that the kernel accepts, so that what follows also meets a server's binding. */
function bindRequest(endpoint: number): readonly ForgedFrame[] {
  const text = new TextEncoder().encode(Tester.fingerprint);
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, endpoint, true);
  view.setUint16(16, text.length, true);
  bytes.set(text, 18);
  view.setUint16(34, 4, true);
  bytes.set(new TextEncoder().encode("evil"), 36);
  const words = new Int32Array(bytes.buffer);
  const header = {
    ring: 0,
    destination: 1,
    source: 0,
    endpoint: 0,
    sourceEndpoint: 0,
    kind: frameKind.bind,
    opcode: 0,
  };
  return [{ ...header, flags: 1, payload: 40, correlation: 1, total: 40, data: [...words] }];
}

test("whatever a neighbour writes, the kernel drops it, counts it and serves on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { maxLength: 60 }), fc.boolean(), async (frames, bound) => {
      const { attack, run, client, kernel } = victim();
      for (const forged of [...(bound ? bindRequest(3) : []), ...frames]) {
        if (!write(attack[forged.ring % attack.length], forged)) {
          run();
          write(attack[forged.ring % attack.length], forged);
        }
      }
      run();
      const sum = client.add(20, 22);
      run();
      expect(await sum).toBe(42);
      const { delivered, forwarded, dropped } = kernel.statistics;
      expect(delivered + forwarded).toBeLessThan(1000);
      expect(Object.values(dropped).every((count) => count > 0)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test("whatever a neighbour writes over whole rings, credits and sequences with them, nothing is written outside them", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(), fc.integer()), { maxLength: 200 }),
      fc.nat({ max: 20 }),
      (stores, calls) => {
        const { attack, run, client, words, rings } = victim();
        const outside = Uint8Array.from(words, () => 1);
        for (const { from, to } of rings) outside.fill(0, from, to);
        const before = words.slice();
        const own = rings.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, place) => from + place));
        for (let call = 0; call < calls; call++) void client.note(call);
        for (const [at, word] of stores) {
          words[own[at % own.length] as number] = word;
          if (at % 7 === 0) run();
        }
        for (const ring of attack) writeSlot(ring, bindRequest(3)[0] as ForgedFrame);
        run();
        expect(words.findIndex((word, at) => outside[at] === 1 && word !== before[at])).toBe(-1);
      },
    ),
    { numRuns: 30 },
  );
});

test("what is dropped is counted by its reason and reported at powers of two", () => {
  const { attack, run, kernel, events } = victim();
  const forged = { ...bindRequest(3)[0], endpoint: 999 } as ForgedFrame;
  for (let count = 0; count < 5; count++) {
    write(
      attack.find(() => true),
      forged,
    );
    run();
  }
  expect(kernel.statistics.dropped).toEqual({ endpoint: 5 });
  expect(events.filter((kind) => kind === "frameDropped")).toHaveLength(3);
});

test("nobody speaks for a core whose frames do not come this way", () => {
  const { attack, run, kernel } = victim();
  for (const source of [1, 2]) write(attack[0], { ...bindRequest(3)[0], source } as ForgedFrame);
  run();
  expect(kernel.statistics.dropped).toEqual({ source: 2 });
});

test("a binding that is asked for again is not made again, and takes no endpoint", () => {
  const { attack, run, kernel } = victim();
  const [bind] = bindRequest(3);
  if (bind === undefined) throw new Error("no bind");
  for (let round = 0; round < 5; round++) {
    write(attack[0], bind);
    run();
  }
  // Endpoints so far: the service, the client of this kernel, its binding, ours.
  const add = { ...bind, sourceEndpoint: 3, kind: frameKind.message, opcode: 3, correlation: 0, payload: 4, total: 4 };
  for (const endpoint of [4, 5]) write(attack[0], { ...add, endpoint });
  run();
  expect(kernel.statistics.dropped).toEqual({ endpoint: 1 });
});

test("who never vouches for the rights it claims leaves the kernel its own questions", () => {
  const { attack, run, kernel, serves } = victim();
  const [bind] = bindRequest(3);
  if (bind === undefined) throw new Error("no bind");
  // Behind the program: the length of the grant, and the grant `0 1`.
  const rest = [3 | (0x30 << 16) | (0x20 << 24), 0x31, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let round = 0; round < 4200; round++) {
    write(attack[0], { ...bind, total: 45 });
    write(attack[0], { ...bind, flags: 0, total: 45, payload: 5, data: rest });
    run();
  }
  const place = { core: 1, program: "main", instance: 0, instances: 1 };
  const { binding } = kernel.clients.bind(place, { service: "tester", instance: 0 }, serves, Number.POSITIVE_INFINITY);
  run();
  expect(kernel.statistics.dropped).toEqual({});
  expect({ failed: binding.connection.failed, peer: binding.connection.peer?.core }).toEqual({
    failed: false,
    peer: 1,
  });
});

test("a message is looked for in no block but the next, and its length is not believed", () => {
  const { attack, run, kernel, words, block } = victim();
  const [bind] = bindRequest(3);
  if (bind === undefined) throw new Error("no bind");
  write(attack[0], bind);
  run();
  words[block >> 2] = 4097;
  // Endpoints so far: the service, the client of this kernel, its binding, ours.
  const boundEndpoint = 4;
  const echo = { ...bind, endpoint: boundEndpoint, sourceEndpoint: 3, kind: frameKind.request, opcode: 2 };
  const told = (position: number, total: number, payload = 4, kind: number = frameKind.request) =>
    write(attack[0], {
      ...{ ...echo, kind, flags: 1 | inBlock, payload, total, correlation: 9 },
      data: [position, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    });
  for (const position of [1, -1, 0x40000000]) told(position, 100);
  told(0, 5000);
  told(0, 100, 8);
  run();
  expect(kernel.statistics.dropped).toEqual({ block: 4, length: 1 });
  told(0, 100);
  told(0, 100);
  run();
  expect(kernel.statistics.dropped).toEqual({ block: 5, length: 1, malformed: 1 });
  // The text of a cancellation is short. The block that a longer one lies in is given back all the same.
  told(1, 2000, 4, frameKind.cancel);
  told(2, 100);
  run();
  expect(kernel.statistics.dropped).toEqual({ block: 5, length: 2, malformed: 1 });
});
