import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeCommand } from "../../../src/runtime/state/command-codec.ts";
import { bytesOfNumber, numberOf } from "../../../src/runtime/state/content/numbers.ts";
import { operations } from "../../../src/runtime/state/operations.ts";
import type { Command, StateKind } from "../../../src/runtime/state/replicated-object.ts";
import { StateReplica } from "../../../src/runtime/state/state-replica.ts";

const kinds: readonly StateKind[] = ["register", "map", "counter", "set", "log", "lease"];
const { missed: _, get: __, bounds: ___, ...changes } = operations;

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2 }),
  fc.constantFrom(new Uint8Array(0)),
  fc.integer({ min: -3, max: 6 }).map(bytesOfNumber),
);
const command: fc.Arbitrary<Command> = fc.record({
  operation: fc.constantFrom(...Object.values(changes)),
  key: bytes,
  value: bytes,
  expected: fc.oneof(fc.constant(null), fc.constant("absent" as const), bytes),
});

function replicaOf(kind: StateKind, now = () => 0): StateReplica {
  const isKeyed = kind === "map" || kind === "set";
  return new StateReplica(
    { kind, keyBytes: isKeyed ? 8 : 0, valueBytes: 8, capacity: kind === "register" ? 1 : 3, leaseMilliseconds: 10 },
    now,
  );
}

function stateOf(replica: StateReplica): unknown {
  return { entries: [...replica.entries()], size: replica.size, index: replica.index };
}

test.each(kinds)(
  "a %s is the same wherever its commands are applied, in one go or from a snapshot, and bounded",
  (kind) => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), fc.nat(), (commands, cut) => {
        const one = replicaOf(kind);
        const other = replicaOf(kind);
        const at = cut % (commands.length + 1);
        const encoded = commands.map(encodeCommand);
        const results = encoded.map((each, place) => one.apply(place + 1, each));
        const head = replicaOf(kind);
        for (const [place, each] of encoded.slice(0, at).entries()) head.apply(place + 1, each);
        expect(other.restore(head.snapshot())).toBe(true);
        for (const [place, each] of encoded.entries()) {
          if (place < at) continue;
          expect(other.refusal(each)).toEqual(results[place]?.kind === "done" ? null : results[place]);
          expect(other.apply(place + 1, each)).toEqual(results[place]);
        }
        expect(stateOf(other)).toEqual(stateOf(one));
        expect([...one.entries()].length).toBeLessThanOrEqual(3);
      }),
    );
  },
);

test.each(kinds)("no bytes make a %s throw", (kind) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
      const replica = replicaOf(kind);
      replica.apply(1, given);
      replica.restore(given);
      expect(replica.size).toBeLessThanOrEqual(3);
    }),
  );
});

test("a lease is taken over only when its time is over by the clock here, and only the term that was seen", () => {
  let time = 0;
  const replica = replicaOf("lease", () => time);
  const none = new Uint8Array(0);
  const acquire = { operation: operations.acquire, key: none, value: none, expected: null };
  const attempt = (stamped = replica.stamp(encodeCommand(acquire))) => replica.apply(1, stamped);
  const first = attempt();
  expect(first.kind === "done" && numberOf(first.value)).toBe(1);
  time = 12;
  expect(attempt().kind).toBe("rejected");
  time = 13;
  const late = replica.stamp(encodeCommand(acquire));
  const renewed = replica.apply(2, encodeCommand({ ...acquire, operation: operations.renew, key: bytesOfNumber(1) }));
  expect(renewed.kind).toBe("done");
  expect(attempt(late).kind).toBe("rejected");
  time = 26;
  const second = attempt();
  expect(second.kind === "done" && numberOf(second.value)).toBe(2);
  expect(
    replica.apply(3, encodeCommand({ ...acquire, operation: operations.release, key: bytesOfNumber(1) })).kind,
  ).toBe("superseded");
});

test("a slow watcher is told that it has missed some, and what there is", () => {
  const replica = replicaOf("map");
  const watcher = replica.watchers.add({ buffer: 2 });
  const set = (key: number) =>
    replica.apply(
      key,
      encodeCommand({ operation: operations.set, key: Uint8Array.of(key), value: Uint8Array.of(key), expected: null }),
    );
  set(1);
  expect(watcher.take()).toMatchObject({ index: 1, operation: operations.set });
  for (let count = 1; count <= 3; count++) set(count);
  expect(watcher.take()).toMatchObject({ index: 2, operation: operations.set });
  replica.apply(
    4,
    encodeCommand({ operation: operations.delete, key: Uint8Array.of(1), value: new Uint8Array(0), expected: null }),
  );
  for (const key of [4, 5]) {
    replica.apply(
      key + 5,
      encodeCommand({
        operation: operations.delete,
        key: Uint8Array.of(key - 2),
        value: new Uint8Array(0),
        expected: null,
      }),
    );
  }
  expect(watcher.take()).toMatchObject({ operation: operations.missed, snapshot: [] });
  expect(watcher.take()).toBeNull();
});

test("nothing is taken from a set that has no order", () => {
  const facts = { kind: "set" as const, keyBytes: 8, valueBytes: 0, capacity: 3, leaseMilliseconds: null };
  const growing = new StateReplica({ ...facts, protocol: "shootdown" }, () => 0);
  const change = (operation: number) =>
    encodeCommand({ operation, key: Uint8Array.of(1), value: new Uint8Array(0), expected: null });
  expect(growing.apply(1, change(operations.add)).kind).toBe("done");
  expect(growing.refusal(change(operations.delete))).not.toBeNull();
  expect(growing.apply(2, change(operations.delete)).kind).toBe("rejected");
  expect(growing.size).toBe(1);
  expect(new StateReplica({ ...facts, protocol: "broadcast" }, () => 0).refusal(change(operations.delete))).toBeNull();
});
