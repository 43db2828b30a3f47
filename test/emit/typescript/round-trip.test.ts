import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameInterface } from "../../../src/emit/typescript/interface/interface-names.ts";
import type { LayoutField, PlanInterface, PlanOperation } from "../../../src/plan/plan.ts";
import { arbitraryInterface, arbitraryObject, arbitraryValue } from "../arbitrary-interface.ts";
import { array, block, planInterface, scalar, unionType } from "../interface-plans.ts";
import { loadGenerated } from "./load-generated.ts";
import { type AnyDescriptor, Loopback, type Passed, storeOf, untouched } from "./loopback.ts";

async function connect(
  plan: PlanInterface,
): Promise<{ loopback: Loopback; exported: Readonly<Record<string, unknown>> }> {
  const exported = await loadGenerated(plan);
  const descriptor = exported[nameInterface(plan).descriptor];
  if (!isDescriptor(descriptor)) throw new Error("no descriptor");
  return { loopback: new Loopback(descriptor), exported };
}

function isDescriptor(value: unknown): value is AnyDescriptor {
  return typeof value === "object" && value !== null && "connect" in value && "serve" in value;
}

function invoke(target: object | null, method: string, values: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(target ?? {}, method), target, [...values]);
}

/** One use of an operation: what goes in and what comes back. */
interface Use {
  readonly operation: PlanOperation;
  readonly method: string;
  readonly tryMethod: string;
  readonly request: readonly unknown[];
  readonly reply: unknown;
}

function arbitraryUse(plan: PlanInterface): fc.Arbitrary<Use> {
  const { operations } = nameInterface(plan);
  return fc.nat(plan.operations.length - 1).chain((index) => {
    const operation = plan.operations[index];
    const names = operations[index];
    if (operation === undefined || names === undefined) throw new Error("no such operation");
    const { fields } = operation.reply ?? { fields: [] };
    const reply = fields.length === 0 ? fc.constant(undefined) : arbitraryObject(plan, fields);
    const request = fc.tuple(...operation.request.fields.map((field) => arbitraryArgument(plan, field)));
    return fc.record({
      ...{
        operation: fc.constant(operation),
        method: fc.constant(names.method),
        tryMethod: fc.constant(names.tryMethod),
      },
      ...{ request, reply },
    });
  });
}

/** A value for a parameter; undefined for one that may be left out. */
function arbitraryArgument(plan: PlanInterface, { type, presence }: LayoutField): fc.Arbitrary<unknown> {
  const value = arbitraryValue(plan, type);
  return presence === null ? value : fc.option(value, { nil: undefined });
}

async function collect(items: unknown): Promise<unknown[]> {
  const found: unknown[] = [];
  if (isAsyncIterable(items)) for await (const item of items) found.push(item);
  return found;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** Strictly equal in depth. (`toStrictEqual` takes a field called `constructor` for a type.) */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`expected ${inspect(expected)} and got ${inspect(actual)}`);
}

/** Sends a value all the way and holds it against what arrives. */
async function roundTrip(loopback: Loopback, { operation, method, tryMethod, request, reply }: Use): Promise<void> {
  if (operation.verb === "event") {
    for (const name of [method, tryMethod]) {
      await invoke(loopback.events, name, request);
      const fields = operation.request.fields.map(({ name }, index) => [name, request[index]]);
      const given = fields.filter(([, value]) => value !== undefined);
      const payload = fields.length === 0 ? undefined : Object.fromEntries(given);
      expectSame(await collect(invoke(loopback.client, method, [])), [payload]);
    }
    return;
  }
  loopback.answer = operation.verb === "stream" ? [reply, reply] : reply;
  const answer = invoke(loopback.client, method, request);
  if (operation.verb === "stream") expectSame(await collect(answer), [reply, reply]);
  else expectSame(await answer, operation.verb === "message" ? undefined : reply);
  expectSame(loopback.received, request);
  if (operation.verb !== "message") return;
  loopback.received = null;
  expect(invoke(loopback.client, tryMethod, request)).toBe(true);
  expectSame(loopback.received, request);
}

function damage({ bytes }: Passed, seed: number): Uint8Array[] {
  const cut = Array.from({ length: Math.min(bytes.length, 20) }, (_, index) =>
    bytes.subarray(0, Math.floor((index * bytes.length) / 20)),
  );
  const flips = Math.min(bytes.length * 8, 64);
  const flipped = Array.from({ length: flips }, (_, index) => {
    const copy = bytes.slice();
    const bit = flips === bytes.length * 8 ? index : (index * 7919 + seed) % (bytes.length * 8);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  });
  return [...cut, ...flipped, new Uint8Array([...bytes, 1, 2, 3])];
}

/** What came of a message: the arguments of a request, or the value of an answer or event. */
interface Read {
  readonly value: unknown;
  readonly received: readonly unknown[] | null;
}

/** The same use with what was read in place of what was sent. */
function useAgain(use: Use, { value, received }: Read): Use {
  if (received !== null) return { ...use, request: received };
  if (use.operation.verb !== "event") return { ...use, reply: value };
  return { ...use, request: use.operation.request.fields.map(({ name }) => Reflect.get(Object(value), name)) };
}

/** What reading does: an error of ours, or a value. Anything else fails the test. */
function readSafely({ read }: Passed, loopback: Loopback, message: Uint8Array, around: number): Read | "refused" {
  loopback.received = null;
  try {
    const value = read(storeOf(message, around), 8, message.length);
    return { value, received: loopback.received };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DecodeError") throw error;
    return "refused";
  }
}

describe("generated codecs", () => {
  test("bring every value across unchanged", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryInterface, async (plan) => {
        const { loopback } = await connect(plan);
        await fc.assert(
          fc.asyncProperty(arbitraryUse(plan), (use) => roundTrip(loopback, use)),
          { numRuns: 40 },
        );
      }),
      { numRuns: 25 },
    );
  });

  test("read damaged messages as valid ones or refuse them, and never look outside", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryInterface, fc.nat(), async (plan, seed) => {
        const { loopback } = await connect(plan);
        const uses = fc.sample(arbitraryUse(plan), { numRuns: 6, seed });
        for (const use of uses) {
          loopback.passed.length = 0;
          await roundTrip(loopback, use);
          for (const passed of [...loopback.passed]) {
            for (const message of damage(passed, seed)) {
              const inside = readSafely(passed, loopback, message, 0);
              expectSame(readSafely(passed, loopback, message, 0xff), inside);
              // What was read can be sent again, so it is valid.
              if (inside !== "refused") await roundTrip(loopback, useAgain(use, inside));
            }
          }
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe("open unions", () => {
  const shape = unionType("Shape", { dot: null, side: scalar("u32") }, true);
  const plan = planInterface({
    ...{ name: "Shapes", unions: [shape] },
    operations: [{ verb: "message", name: "draw", parameters: { shape } }],
  });

  test("take an arm they do not know, and say so", async () => {
    const { loopback } = await connect(plan);
    await invoke(loopback.client, "draw", [{ kind: "side", value: 7 }]);
    const [passed] = loopback.passed;
    const message = passed?.bytes.slice() ?? new Uint8Array();
    message[0] = 2;
    passed?.read(storeOf(message), 8, message.length);
    expect(loopback.received).toEqual([{ kind: "unknown", tag: 2 }]);
  });

  test("refuse to send what they do not know", async () => {
    const { loopback } = await connect(plan);
    expect(() => invoke(loopback.client, "draw", [{ kind: "unknown", tag: 2 }])).toThrow(
      expect.objectContaining({ name: "EncodeError", field: "Shapes.draw shape" }),
    );
  });
});

describe("declared failures", () => {
  test("arrive as the class of their type", async () => {
    const { loopback, exported } = await connect(block);
    const Failure = exported["StatusFailure"];
    if (typeof Failure !== "function") throw new Error("no failure class");
    loopback.answer = Reflect.construct(Failure, [2]);
    const answer = invoke(loopback.client, "read", [{ lba: 1n, count: 1 }]);
    await expect(answer).rejects.toMatchObject({ name: "StatusFailure", detail: 2, message: "outOfRange" });
  });

  test("are passed on when the operation declares none", async () => {
    const { loopback, exported } = await connect(block);
    const Failure = exported["StatusFailure"];
    if (typeof Failure !== "function") throw new Error("no failure class");
    loopback.answer = Reflect.construct(Failure, [1]);
    await expect(async () => invoke(loopback.client, "capacity", [])).rejects.toMatchObject({ name: "StatusFailure" });
  });
});

describe("an array that yields more than its length says", () => {
  const plan = planInterface({
    name: "Lists",
    operations: [
      { verb: "message", name: "fixed", parameters: { values: array(scalar("u32"), 2, false) } },
      { verb: "message", name: "bounded", parameters: { values: array(scalar("u32"), 2, true) } },
    ],
  });

  test.each(["fixed", "bounded"])("writes nothing behind its room: %s", async (method) => {
    const { loopback } = await connect(plan);
    const values = Object.assign([1, 2], { [Symbol.iterator]: () => [1, 2, 0xffffffff, 0xffffffff].values() });
    await invoke(loopback.client, method, [values]);
    expect(loopback.behind).toEqual(new Uint8Array(24).fill(untouched));
    await invoke(loopback.client, method, [[1, 2]]);
    expect(loopback.passed[0]?.bytes).toEqual(loopback.passed[1]?.bytes);
  });

  test("cannot grow the message while it is written", async () => {
    const { loopback } = await connect(plan);
    const values: number[] = [1];
    Object.defineProperty(values, 0, { get: () => values.push(7) && 1 });
    await invoke(loopback.client, "bounded", [values]);
    expect(loopback.passed[0]?.bytes.length).toBe(8);
  });
});

describe("arguments that do not fit", () => {
  test.each([
    ["a negative u64", "Block.read at.lba", { lba: -1n, count: 1 }],
    ["65 bits", "Block.read at.lba", { lba: 1n << 64n, count: 1 }],
    ["33 bits", "Block.read at.count", { lba: 1n, count: 2 ** 32 }],
    ["a fraction", "Block.read at.count", { lba: 1n, count: 0.5 }],
    ["a number for a u64", "Block.read at.lba", { lba: 1, count: 1 }],
  ])("%s is refused as %s before anything is sent", async (_, field, at) => {
    const { loopback } = await connect(block);
    expect(() => invoke(loopback.client, "read", [at])).toThrow(
      expect.objectContaining({ name: "EncodeError", field }),
    );
    expect(loopback.passed).toEqual([]);
  });
});
