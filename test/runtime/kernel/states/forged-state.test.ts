import fc from "fast-check";
import { expect, test } from "vitest";
import { encode } from "../../../../src/runtime/agreement/fields.ts";
import { type Message, messageField } from "../../../../src/runtime/agreement/messages.ts";
import { firstFragment, frameKind } from "../../../../src/runtime/kernel/frame.ts";
import { lastOfStates } from "../../../../src/runtime/kernel/switching/endpoints.ts";
import { type Answer, type Ask, answerField, askField } from "../../../../src/runtime/state/asks.ts";
import { encodeCommand } from "../../../../src/runtime/state/command-codec.ts";
import { operations } from "../../../../src/runtime/state/operations.ts";
import type { StateFacts } from "../../fixtures/state-cases.ts";
import { victim, writeSlot } from "../../fixtures/victim.ts";

type Victim = ReturnType<typeof victim>;

const payload = 40;

/** Every fragment of a message from kernel 0, to the object with that index; `cut` bytes are kept back. */
function say({ attack: [ring], run }: Victim, kind: number, index: number, bytes: Uint8Array, cut = 0): void {
  const padded = new Uint8Array(Math.ceil(Math.max(1, bytes.length) / payload) * payload);
  padded.set(bytes);
  const words = [...new Int32Array(padded.buffer)];
  const endpoint = lastOfStates - index;
  const header = { destination: 1, source: 0, endpoint, sourceEndpoint: endpoint, kind, opcode: 0, correlation: 0 };
  for (let at = 0; at < Math.max(1, bytes.length - cut); at += payload) {
    const own = {
      total: bytes.length,
      payload: Math.min(payload, bytes.length - at),
      flags: at === 0 ? firstFragment : 0,
    };
    const slot = { ...header, ...own, data: words.slice(at >> 2, (at >> 2) + 10) };
    if (ring === undefined || writeSlot(ring, slot)) continue;
    run();
    writeSlot(ring, slot);
  }
}

const small = fc.oneof(fc.nat({ max: 4 }), fc.constantFrom(-1, 16, 200, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER));
const u16 = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffff }));
const u32 = fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(2 ** 32 - 1));
const bytes = fc.uint8Array({ maxLength: 80 });
const operation = fc.constantFrom(...Object.values(operations), 255);
const command = fc.oneof(
  bytes,
  fc.record({ operation, key: bytes, value: bytes, expected: fc.constant(null) }).map((each) => encodeCommand(each)),
);
const proposal = fc.record({ core: u16, incarnation: u32, sequence: small, low: small, command });
const server = fc.record({ core: u16, incarnation: u32 });
const content = fc.oneof(
  fc.constant({ kind: "nothing" as const }),
  fc.record({ kind: fc.constant("proposal" as const), proposal }),
  fc.record({ kind: fc.constant("decision" as const), refusedBy: small }),
  fc.record({ kind: fc.constant("servers" as const), servers: fc.array(server, { maxLength: 3 }) }),
);
const entries = fc.array(fc.record({ term: small, content }), { maxLength: 3 });
const id = { core: u16, incarnation: u32, sequence: small };
const between = { from: u32, to: u32, term: small };
const kinds: { readonly [Kind in Message["kind"]]: fc.Arbitrary<object> } = {
  forward: fc.record({ epoch: small, proposal }),
  entries: fc.record({ epoch: small, first: small, stable: small, entries }),
  ack: fc.record({
    ...{ epoch: small, asks: fc.boolean(), have: small, all: small, stable: small, voted: small, refusedBy: small },
  }),
  report: fc.record({ epoch: small, lineage: small, last: small }),
  start: fc.record({ epoch: small, lineage: small, last: small }),
  fetch: fc.record({ epoch: small, after: small, snapshot: small, offset: small }),
  logPart: fc.record({ epoch: small, first: small, entries }),
  snapshotPart: fc.record({ epoch: small, index: small, term: small, total: small, offset: small, bytes }),
  askVote: fc.record({ ...between, isTrial: fc.boolean(), last: small, lastTerm: small }),
  vote: fc.record({ ...between, isTrial: fc.boolean(), isFor: fc.boolean() }),
  append: fc.record({ ...between, previous: small, previousTerm: small, commit: small, round: small, entries }),
  appended: fc.record({ ...between, match: small, last: small, round: small }),
  behind: fc.record({ ...between, base: small }),
  askRead: fc.record({ ...between, ticket: small }),
  readFrom: fc.record({ ...between, ticket: small, index: small }),
  invalidate: fc.record({ epoch: small, root: u16, proposal }),
  invalidated: fc.record({ epoch: small, root: u16, ...id }),
  bereft: fc.record({ epoch: small, isServer: fc.boolean(), isAnswer: fc.boolean() }),
  askLeave: fc.record({ ...between, core: small }),
  mayLeave: fc.record({ ...between, core: small }),
};
const message = fc.oneof(
  ...Object.entries(kinds).map(([kind, fields]) =>
    fields.map((values) => encode(messageField, { kind, ...values } as Message)),
  ),
);
const query = fc.record({ operation, key: bytes });
const ask = fc
  .oneof(
    fc.record({ kind: fc.constant("propose" as const), proposal: fc.record({ ...id, low: small, command }) }),
    fc.record({ kind: fc.constant("get" as const), ticket: small, isLatest: fc.boolean(), query }),
    fc.record({ kind: fc.constant("watch" as const), ticket: small, received: small, buffer: u16 }),
    fc.record({ kind: fc.constant("unwatch" as const), ticket: small }),
  )
  .map((each: Ask) => encode(askField, each));
const result = fc.record({ kind: fc.constant("done" as const), value: bytes });
const change = fc.oneof(
  fc.record({ kind: fc.constant("change" as const), index: small, operation, key: bytes, value: bytes }),
  fc.record({
    kind: fc.constant("missed" as const),
    index: small,
    entries: fc.array(fc.record({ key: bytes, value: bytes })),
  }),
);
const answer = fc
  .oneof(
    fc.record({ kind: fc.constant("settled" as const), incarnation: u32, sequence: small, index: small, result }),
    fc.record({ kind: fc.constant("value" as const), ticket: small, isThere: fc.boolean(), value: bytes }),
    fc.record({
      kind: fc.constant("changes" as const),
      ticket: small,
      number: small,
      changes: fc.array(change, { maxLength: 3 }),
    }),
  )
  .map((each: Answer) => encode(answerField, each));

const said = fc.record({
  index: fc.nat({ max: 5 }),
  what: fc.oneof(
    fc.tuple(
      fc.constant(frameKind.agree),
      fc.oneof({ weight: 9, arbitrary: message }, { weight: 1, arbitrary: bytes }),
    ),
    fc.tuple(fc.constant(frameKind.ask), fc.oneof({ weight: 9, arbitrary: ask }, { weight: 1, arbitrary: bytes })),
    fc.tuple(
      fc.constant(frameKind.answer),
      fc.oneof({ weight: 9, arbitrary: answer }, { weight: 1, arbitrary: bytes }),
    ),
  ),
  times: fc.constantFrom(1, 1, 2),
  cut: fc.constantFrom(0, 0, 0, 30, 60),
  wait: fc.constantFrom(0, 0, 60),
});

/** Objects that kernels 0, which is hostile, and 1 replicate, by each protocol; of the last only kernel 0 has a replica. */
const states: readonly StateFacts[] = [
  { name: "a", kind: "map", protocol: "broadcast", replicas: [0, 1], keyBytes: 40, valueBytes: 40, capacity: 4 },
  { name: "b", kind: "counter", protocol: "twoPhase", replicas: [0, 1] },
  { name: "c", kind: "log", protocol: "majority", replicas: [0, 1], valueBytes: 40, capacity: 4 },
  { name: "d", kind: "set", protocol: "shootdown", replicas: [0, 1], keyBytes: 40, capacity: 4 },
  { name: "e", kind: "lease", protocol: "majority", replicas: [0, 1, 2], leaseMilliseconds: 50 },
  { name: "f", kind: "register", protocol: "broadcast", replicas: [0], valueBytes: 40 },
];

test("whatever a replica's kernel says about an object, the others' kernels serve on", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(said, { maxLength: 60 }), async (all) => {
      const target = victim(states);
      const { run, wait, client, kernel } = target;
      const open = states.map(({ name }) => {
        const object = kernel.states.find(name);
        if (object === null) throw new Error(`no object ${name}`);
        object.get({ operation: operations.get, key: new Uint8Array(0) }).catch(() => {});
        const command = { operation: operations.set, key: new Uint8Array(0), value: new Uint8Array(0), expected: null };
        return object.propose(command, { timeout: 1 });
      });
      for (const { index, what, times, cut, wait: milliseconds } of all) {
        for (let time = 0; time < times; time++) say(target, what[0], index, what[1], cut);
        if (milliseconds > 0) wait(milliseconds);
      }
      run();
      const sum = client.add(20, 22);
      run();
      expect(await sum).toBe(42);
      for (const { name, capacity } of states) {
        const { replica } = kernel.states.find(name) ?? {};
        expect(replica?.size ?? 0).toBeLessThanOrEqual(capacity ?? 1);
      }
      kernel.states.shutdown();
      await Promise.all(open);
    }),
    { numRuns: 150 },
  );
});

test("what is said about an object by a core without a part in it is dropped, counted and reported", () => {
  const stranger = victim([{ name: "own", kind: "counter", protocol: "majority", replicas: [1, 2], users: [] }]);
  const bytes = encode(messageField, { kind: "fetch", epoch: 1, after: 0, snapshot: 0, offset: 0 });
  const question: Ask = {
    kind: "get",
    ticket: 1,
    isLatest: true,
    query: { operation: operations.get, key: new Uint8Array(0) },
  };
  say(stranger, frameKind.agree, 0, bytes);
  say(stranger, frameKind.ask, 0, encode(askField, question));
  say(
    stranger,
    frameKind.answer,
    0,
    encode(answerField, { kind: "value", ticket: 1, isThere: false, value: new Uint8Array(0) }),
  );
  say(stranger, frameKind.agree, 7, bytes);
  stranger.run();
  expect(stranger.kernel.statistics.dropped).toEqual({ endpoint: 4 });
  expect(stranger.events).toContain("frameDropped");
});

test("nobody proposes in another kernel's name, and what is longer than the plan allows is not even gathered", () => {
  const target = victim([{ name: "hits", kind: "counter", protocol: "broadcast", replicas: [1, 2] }]);
  const proposed: Ask = {
    kind: "propose",
    proposal: { core: 2, incarnation: 0, sequence: 0, low: 0, command: new Uint8Array(0) },
  };
  say(target, frameKind.ask, 0, encode(askField, proposed));
  say(target, frameKind.ask, 0, new Uint8Array(1 << 20), (1 << 20) - payload);
  target.run();
  expect(target.kernel.statistics.dropped).toEqual({ malformed: 1, length: 1 });
});
