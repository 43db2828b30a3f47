import { expect, test } from "vitest";
import type { Entry } from "../../../src/runtime/agreement/messages.ts";
import { StableLog } from "../../../src/runtime/agreement/stable-log.ts";

const entry = (refusedBy: number): Entry => ({ term: 0, content: { kind: "decision", refusedBy } });

function logOf(entries: number): StableLog {
  const log = new StableLog({ snapshot: () => Uint8Array.of(7), restore: (bytes) => bytes.length > 0 }, 8);
  for (let number = 1; number <= entries; number++) log.entries.append(entry(number));
  return log;
}

test("what is stable is delivered, once, and so many entries at a time or none", () => {
  const log = logOf(5);
  expect(log.deliver(1)).toBeNull();
  expect(log.advance(3)).toBe(true);
  expect(log.deliver(2)).toEqual([entry(1), entry(2)]);
  expect(log.deliver(2)).toBeNull();
  expect(log.deliver(1)).toEqual([entry(3)]);
  expect(log.delivered).toBe(3);
});

test("no more is stable than the log has, and nothing that was stable ceases to be", () => {
  const log = logOf(2);
  expect(log.advance(9)).toBe(true);
  expect(log.stable).toBe(2);
  expect(log.advance(1)).toBe(false);
  expect(log.stable).toBe(2);
});

test("with another's state it goes on behind that, and stays as it is where that is none", () => {
  const log = logOf(5);
  log.advance(4);
  expect(log.install({ index: 9, term: 0, bytes: new Uint8Array(0) })).toBe(false);
  expect([log.last, log.stable]).toEqual([5, 4]);
  expect(log.install({ index: 9, term: 0, bytes: Uint8Array.of(1) })).toBe(true);
  expect([log.entries.base, log.last, log.stable, log.delivered]).toEqual([9, 9, 9, 9]);
  expect(log.take()).toEqual({ index: 9, term: 0, bytes: Uint8Array.of(7) });
});
