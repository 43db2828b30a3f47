/** Messages of generated interfaces: what TypeScript makes of values, and which C functions are for them. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { HeaderContext, type Neighbours } from "../../../src/emit/c/header-context.ts";
import { layoutOfFailure } from "../../../src/emit/c/layout-facts.ts";
import { nameInterfaces, type RecordNames } from "../../../src/emit/c/names.ts";
import { nameInterface } from "../../../src/emit/typescript/interface/interface-names.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Layout, PlanInterface, PlanOperation } from "../../../src/plan/plan.ts";
import { textHost } from "../../plan/example-host.ts";
import { arbitraryValue } from "../arbitrary-interface.ts";
import type { Loopback, Passed } from "../typescript/loopback.ts";
import { arbitraryUse, connect, invoke, roundTrip, type Use } from "../typescript/uses.ts";

export type Kind = "request" | "upload" | "reply" | "failure";

/** A kind of message that has something in it. */
export interface Message {
  readonly id: number;
  /** `Nested.draw reply` */
  readonly name: string;
  readonly plan: PlanInterface;
  readonly operation: PlanOperation;
  readonly kind: Kind;
  readonly layout: Layout;
  readonly names: RecordNames;
  readonly context: HeaderContext;
}

/** A value, by field, and the bytes that TypeScript makes of it. */
export interface Vector {
  readonly message: Message;
  readonly values: readonly unknown[];
  readonly bytes: Uint8Array;
  readonly passed: Passed;
  readonly loopback: Loopback;
  /** What it was a part of, and what the server answers when TypeScript reads it. */
  readonly use: Use;
  readonly answer: unknown;
}

export function listMessages(plans: readonly PlanInterface[]): readonly Message[] {
  const neighbours: Neighbours = { plans, names: nameInterfaces(plans) };
  const found: Omit<Message, "id">[] = [];
  plans.forEach((plan, index) => {
    const context = new HeaderContext(index, neighbours);
    plan.operations.forEach((operation, at) => {
      const { request, upload, reply, fails } = operation;
      const failure = fails === null ? null : layoutOfFailure(context, fails);
      const layouts = { request, upload, reply, failure };
      for (const kind of ["request", "upload", "reply", "failure"] as const) {
        const [layout, names] = [layouts[kind], context.names.operations[at]?.[kind] ?? null];
        const name = `${plan.name}.${operation.name} ${kind}`;
        if (layout !== null && names !== null) found.push({ name, plan, operation, kind, layout, names, context });
      }
    });
  });
  return found.map((message, id) => ({ ...message, id }));
}

/** So many uses of each interface, sent all the way through TypeScript. */
export async function makeVectors(
  plans: readonly PlanInterface[],
  messages: readonly Message[],
  uses: number,
  seed: number,
): Promise<readonly Vector[]> {
  const vectors: Vector[] = [];
  for (const plan of plans) {
    const own = messages.filter((message) => message.plan === plan);
    const { loopback, exported } = await connect(plan);
    for (const use of fc.sample(arbitraryUse(plan), { numRuns: uses, seed })) {
      loopback.passed.length = 0;
      await roundTrip(loopback, use);
      vectors.push(...vectorsOf(use, [...loopback.passed], own, loopback));
    }
    for (const message of own.filter(({ kind }) => kind === "failure")) {
      vectors.push(...(await failuresOf(message, loopback, exported, Math.ceil(uses / 10), seed)));
    }
  }
  return vectors;
}

function vectorsOf(use: Use, all: readonly Passed[], own: readonly Message[], loopback: Loopback): Vector[] {
  const { verb } = use.operation;
  let uploads = 0;
  return all.flatMap((passed, index) => {
    const isRequest = verb === "event" || verb === "message" || index === 0;
    const kind: Kind = passed.isUpload === true ? "upload" : isRequest ? "request" : "reply";
    const value = kind === "upload" ? use.uploads?.[uploads++] : use.reply;
    const message = own.find((one) => one.operation === use.operation && one.kind === kind);
    if (message === undefined) return [];
    const values = kind === "request" ? use.request : message.layout.fields.map(({ name }) => propertyOf(value, name));
    return [{ message, values, bytes: passed.bytes, passed, loopback, use, answer: loopback.answer }];
  });
}

function propertyOf(value: unknown, name: string): unknown {
  return Object.hasOwn(Object(value), name) ? Reflect.get(Object(value), name) : undefined;
}

async function failuresOf(
  message: Message,
  loopback: Loopback,
  exported: Readonly<Record<string, unknown>>,
  count: number,
  seed: number,
): Promise<Vector[]> {
  const { plan, operation } = message;
  const { fails } = operation;
  if (fails === null) return [];
  const names = nameInterface(plan);
  const failure = (fails.kind === "enum" ? names.enums[fails.enum] : names.structs[fails.struct])?.failure ?? "";
  const [use] = fc.sample(
    arbitraryUse(plan).filter((one) => one.operation === operation),
    { numRuns: 1, seed },
  );
  if (use === undefined) throw new Error("no use of an operation that fails");
  const vectors: Vector[] = [];
  for (const detail of fc.sample(arbitraryValue(plan, fails), { numRuns: count, seed })) {
    loopback.passed.length = 0;
    loopback.answer = Reflect.construct(Object(exported[failure]), [detail]);
    await drain(loopback, use).catch(() => null);
    const passed = loopback.passed.at(-1);
    if (passed === undefined) continue;
    vectors.push({ message, values: [detail], bytes: passed.bytes, passed, loopback, use, answer: loopback.answer });
  }
  return vectors;
}

async function drain(loopback: Loopback, use: Use): Promise<void> {
  const values = use.uploads === null ? use.request : [...use.request, use.uploads];
  const answer = await invoke(loopback.client, use.method, values);
  if (typeof answer !== "object" || answer === null || !(Symbol.asyncIterator in answer)) return;
  for await (const _ of answer as AsyncIterable<unknown>);
}

/** Between them every kind of type, at every place a type can stand. */
export function readInterfaces(): readonly PlanInterface[] {
  return planInterfaces(readFileSync(new URL("../../fuzz/interfaces.skerry", import.meta.url), "utf8"));
}

export function planInterfaces(text: string): readonly PlanInterface[] {
  const { product, diagnostics } = compile(["interfaces.skerry"], textHost({ "interfaces.skerry": text }), {});
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan.interfaces;
}
