import fc from "fast-check";
import { expect, test } from "vitest";
import { frameKind, longestText } from "../../../../src/runtime/kernel/frame.ts";
import { Tester } from "../../fixtures/tester.ts";
import { serveTesterInPlace, testerInPlace } from "../../fixtures/tester-in-place.ts";
import { joinKernels } from "../../fixtures/two-kernels.ts";
import { type Slot, victim, writeSlot } from "../../fixtures/victim.ts";

const nothing = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
/** Of the binding that {@link boundVictim} has made. */
const good: Slot = {
  ...{ destination: 1, source: 0, endpoint: 4, sourceEndpoint: 3, kind: frameKind.message, opcode: 3 },
  ...{ flags: 1, payload: 4, correlation: 0, total: 4, data: nothing },
};

/** A victim to whose service the test is bound. */
function boundVictim() {
  const text = new TextEncoder().encode(Tester.fingerprint);
  const bytes = new Uint8Array(40);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(4, 3, true);
  view.setUint16(16, text.length, true);
  bytes.set(text, 18);
  view.setUint16(34, 4, true);
  bytes.set(new TextEncoder().encode("evil"), 36);
  const made = victim();
  const [ring] = made.attack;
  if (ring === undefined) throw new Error("no ring");
  const write = (slot: Slot): void => {
    writeSlot(ring, slot);
    made.run();
  };
  const bind = {
    ...good,
    endpoint: 0,
    sourceEndpoint: 0,
    kind: frameKind.bind,
    opcode: 0,
    payload: 40,
    correlation: 1,
    total: 40,
  };
  write({ ...bind, data: [...new Int32Array(bytes.buffer)] });
  return { ...made, write };
}

/** What the kernel makes of a frame, as the first for its binding or behind one that was good. */
function outcomeOf(forged: Slot, isLearnt: boolean): unknown {
  const { kernel, write } = boundVictim();
  if (isLearnt) write(good);
  const before = kernel.statistics;
  expect(before.dropped).toEqual({});
  write(forged);
  // Never answered, and so under way.
  write({ ...good, kind: frameKind.request, opcode: 1, correlation: 5, payload: 8, total: 8, data: [7, ...nothing] });
  write({ ...forged, correlation: 5 });
  const { sent, delivered, dropped } = kernel.statistics;
  return { sent: sent - before.sent, delivered: delivered - before.delivered, dropped };
}

test("a neighbour whose frames go straight to their end gets away with nothing more than before", () => {
  const either = <Value>(usual: Value, ...others: fc.Arbitrary<Value>[]): fc.Arbitrary<Value> =>
    fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));
  const forged = fc.record({
    destination: either(1, fc.nat({ max: 3 })),
    source: either(0, fc.nat({ max: 3 })),
    endpoint: either(4, fc.nat({ max: 6 }), fc.nat({ max: 0xffff })),
    sourceEndpoint: either(3, fc.nat({ max: 5 })),
    kind: fc.oneof(
      fc.constantFrom(frameKind.request, frameKind.message),
      fc.constantFrom(...Object.values(frameKind)),
      fc.nat({ max: 255 }),
    ),
    opcode: fc.nat({ max: 7 }),
    flags: either(1, fc.nat({ max: 255 })),
    payload: fc.oneof(fc.constantFrom(0, 4, 8, 40, 41), fc.nat({ max: 255 })),
    correlation: fc.oneof(fc.nat({ max: 6 }), fc.integer()),
    total: fc.oneof(fc.constantFrom(0, 4, 8, 40, 41, longestText), fc.integer()),
    data: fc.array(fc.oneof(fc.nat({ max: 8 }), fc.integer()), { minLength: 10, maxLength: 10 }),
  });
  // Most lengths that are said twice agree, or nothing would be whole.
  const slots = fc
    .tuple(forged, fc.nat({ max: 3 }))
    .map(([slot, luck]) => (luck === 0 ? slot : { ...slot, total: slot.payload }));
  fc.assert(
    fc.property(slots, (slot) => {
      expect(outcomeOf(slot, true)).toEqual(outcomeOf(slot, false));
    }),
    { numRuns: 200 },
  );
});

test("what is sent while a message is written in place goes behind it, and nothing is lost or mixed up", () => {
  const notes: number[] = [];
  const service = serveTesterInPlace({
    add: (request, reply) => {
      reply.value = request.a + request.b;
    },
    echo: () => {},
    note: ({ value }) => void notes.push(value),
    count: () => [],
  });
  const { client, run } = joinKernels(Tester, service.stub);
  const tester = testerInPlace(client);
  const failed = (error: unknown): void => {
    throw error;
  };
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 20 }), (steps) => {
      notes.length = 0;
      const sums: number[] = [];
      const [wantedNotes, wantedSums]: [number[], number[]] = [[], []];
      for (const [index, step] of steps.entries()) {
        const inner = (value: number): void => {
          // Where it would have to wait, a message in place is not sent.
          const write = (request: { value: number }): void => {
            request.value = value;
          };
          if (!tester.note(write)) void client.note(value);
          wantedNotes.push(value);
        };
        tester.add(
          (request) => {
            request.a = index;
            if (step > 1) inner(index);
            request.b = step;
          },
          ({ value }) => void sums.push(value),
          failed,
        );
        wantedSums.push(index + step);
        if (step % 2 === 1) run();
      }
      run();
      expect(sums).toEqual(wantedSums);
      expect(notes).toEqual(wantedNotes);
    }),
    { numRuns: 100 },
  );
});
