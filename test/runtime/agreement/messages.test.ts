import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode, encodeForNow } from "../../../src/runtime/agreement/fields.ts";
import { type Message, messageField } from "../../../src/runtime/agreement/messages.ts";

const count = fc.oneof(fc.constant(-1), fc.nat(), fc.maxSafeNat());
const u16 = fc.nat({ max: 0xffff });
const u32 = fc.nat({ max: 0xffffffff });
const bytes = fc.uint8Array({ maxLength: 60 });
const proposal = fc.record({ core: u16, incarnation: u32, sequence: count, low: count, command: bytes });
const server = fc.record({ core: u16, incarnation: u32 });
const content = fc.oneof(
  fc.constant({ kind: "nothing" as const }),
  fc.record({ kind: fc.constant("proposal" as const), proposal }),
  fc.record({ kind: fc.constant("decision" as const), refusedBy: count }),
  fc.record({ kind: fc.constant("servers" as const), servers: fc.array(server, { maxLength: 5 }) }),
);
const entries = fc.array(fc.record({ term: count, content }), { maxLength: 5 });
const between = { from: u32, to: u32, term: count };

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ kind: fc.constant("forward" as const), epoch: count, proposal }),
  fc.record({ kind: fc.constant("entries" as const), epoch: count, first: count, stable: count, entries }),
  fc.record({
    ...{ kind: fc.constant("append" as const), ...between, previous: count, previousTerm: count },
    ...{ commit: count, round: count, entries },
  }),
  fc.record({ kind: fc.constant("bereft" as const), epoch: count, isServer: fc.boolean(), isAnswer: fc.boolean() }),
  fc.record({ kind: fc.constant("vote" as const), ...between, isTrial: fc.boolean(), isFor: fc.boolean() }),
  fc.record({
    ...{ kind: fc.constant("snapshotPart" as const), epoch: count, index: count, term: count },
    ...{ total: count, offset: count, bytes },
  }),
);

test("what is written is read again", () => {
  fc.assert(
    fc.property(message, (written) => {
      expect(decode(messageField, encode(messageField, written))).toEqual(written);
    }),
  );
});

test("whatever is received is a message or none, and a message cut off is none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (received) => {
      const read = decode(messageField, received);
      if (read !== null) expect(decode(messageField, encode(messageField, read))).toEqual(read);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(message, fc.nat(), (written, cut) => {
      const whole = encode(messageField, written);
      expect(decode(messageField, whole.subarray(0, cut % whole.length))).toBeNull();
    }),
  );
});

test("what is sent at once is the same, and nothing of what was sent before follows it", () => {
  fc.assert(
    fc.property(message, message, (before, written) => {
      encodeForNow(messageField, before);
      const bytes = encode(messageField, written);
      encodeForNow(messageField, before);
      const { words, length } = encodeForNow(messageField, written);
      expect(length).toBe(bytes.length);
      const padded = new Uint8Array((length + 3) & ~3);
      padded.set(bytes);
      expect(new Uint8Array(words.buffer, 0, padded.length)).toEqual(padded);
    }),
  );
});

test("a message is read where it lies among others", () => {
  fc.assert(
    fc.property(message, bytes, bytes, (written, before, after) => {
      const own = encode(messageField, written);
      const all = Uint8Array.from([...before, ...own, ...after]);
      const [start, end] = [before.length, before.length + own.length];
      expect(decode(messageField, all, start, end)).toEqual(written);
      expect(decode(messageField, all, start, end - 1)).toBeNull();
      if (after.length > 0) expect(decode(messageField, all, start, end + 1)).toBeNull();
    }),
  );
});
