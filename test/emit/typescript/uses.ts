/** Uses of generated interfaces: values for every operation, sent all the way through the generated code and back. */
import { inspect, isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect } from "vitest";
import { nameInterface } from "../../../src/emit/typescript/interface/interface-names.ts";
import type { LayoutField, PlanInterface, PlanOperation } from "../../../src/plan/plan.ts";
import { arbitraryObject, arbitraryValue } from "../arbitrary-interface.ts";
import { loadGenerated } from "./load-generated.ts";
import { type AnyDescriptor, Loopback, type Passed, storeOf } from "./loopback.ts";

export async function connect(
  plan: PlanInterface,
): Promise<{ loopback: Loopback; exported: Readonly<Record<string, unknown>> }> {
  const exported = await loadGenerated(plan);
  const descriptor = exported[nameInterface(plan).descriptor];
  if (!isDescriptor(descriptor)) throw new Error("no descriptor");
  return { loopback: new Loopback(descriptor), exported };
}

export function isDescriptor(value: unknown): value is AnyDescriptor {
  return typeof value === "object" && value !== null && "connect" in value && "serve" in value;
}

export function invoke(target: object | null, method: string, values: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(target ?? {}, method), target, [...values]);
}

/** One use of an operation: what goes in and what comes back. */
export interface Use {
  readonly operation: PlanOperation;
  readonly method: string;
  readonly tryMethod: string;
  readonly request: readonly unknown[];
  /** What its client streams up; null when it takes nothing. */
  readonly uploads: readonly unknown[] | null;
  readonly reply: unknown;
}

export function arbitraryUse(plan: PlanInterface): fc.Arbitrary<Use> {
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
      ...{ request, uploads: arbitraryUploads(plan, operation), reply },
    });
  });
}

function arbitraryUploads(plan: PlanInterface, { upload }: PlanOperation): fc.Arbitrary<readonly unknown[] | null> {
  return upload === null ? fc.constant(null) : fc.array(arbitraryObject(plan, upload.fields), { maxLength: 3 });
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
export function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new Error(`expected ${inspect(expected)} and got ${inspect(actual)}`);
}

/** Sends a value all the way and holds it against what arrives. */
export async function roundTrip(
  loopback: Loopback,
  { operation, method, tryMethod, request, uploads, reply }: Use,
): Promise<void> {
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
  const answer = invoke(loopback.client, method, uploads === null ? request : [...request, uploads]);
  if (operation.verb === "stream") expectSame(await collect(answer), [reply, reply]);
  else expectSame(await answer, operation.verb === "message" ? undefined : reply);
  expectSame(loopback.received?.slice(0, request.length), request);
  if (uploads !== null) expectSame(await collect(loopback.received?.at(-1)), uploads);
  if (operation.verb !== "message") return;
  loopback.received = null;
  expect(invoke(loopback.client, tryMethod, request)).toBe(true);
  expectSame(loopback.received, request);
}

/** What came of a message: the arguments of a request, or the value of an answer or event. */
export interface Read {
  readonly value: unknown;
  readonly received: readonly unknown[] | null;
  /** Whether the value is an item that a client streamed up; else absent. */
  readonly isUpload?: boolean;
}

/** The same use with what was read in place of what was sent. */
export function useAgain(use: Use, { value, received, isUpload }: Read): Use {
  if (isUpload) return { ...use, uploads: [value] };
  if (received !== null) return { ...use, request: received.slice(0, use.request.length) };
  if (use.operation.verb !== "event") return { ...use, reply: value };
  return { ...use, request: use.operation.request.fields.map(({ name }) => Reflect.get(Object(value), name)) };
}

/** What reading does: an error of ours, or a value. Anything else fails the test. */
export function readSafely(
  { read, isUpload = false }: Passed,
  loopback: Loopback,
  message: Uint8Array,
  around: number,
): Read | "refused" {
  loopback.received = null;
  try {
    const value = read(storeOf(message, around), 8, message.length);
    return { value, received: loopback.received, isUpload };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DecodeError") throw error;
    return "refused";
  }
}
