/** What can be fuzzed: every message of the interfaces in `interfaces.skerry`, with what reads it. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { nameInterface } from "../../src/emit/typescript/interface/interface-names.ts";
import { compile } from "../../src/pipeline.ts";
import type { PlanInterface, PlanOperation } from "../../src/plan/plan.ts";
import { arbitraryValue } from "../emit/arbitrary-interface.ts";
import { type Loopback, type Passed, storeOf } from "../emit/typescript/loopback.ts";
import { arbitraryUse, connect, invoke, type Read, roundTrip, type Use, useAgain } from "../emit/typescript/uses.ts";
import { textHost } from "../plan/example-host.ts";

/** One message of one operation. */
export interface Target {
  /** `Nested.draw answer` */
  readonly name: string;
  /** Valid messages. */
  readonly valid: readonly Uint8Array[];
  /** Bytes of the longest valid message and some more. */
  readonly most: number;
  /** A DecodeError is returned as its text; any other error is a fault and goes through. */
  read(message: Uint8Array, around: Surroundings): Read | string;
  /** Sends what was read all the way and holds what arrives against it. */
  sendAgain(read: Read): Promise<void>;
}

/** Memory that holds one message after the other, with the same bytes around each. */
export class Surroundings {
  readonly #pattern: number;
  readonly #store: ReturnType<typeof storeOf>;
  #used = 0;

  constructor(pattern: number) {
    this.#pattern = pattern;
    this.#store = storeOf(new Uint8Array(4096), pattern);
    this.#store.bytes.fill(pattern);
  }

  read({ read }: Passed, message: Uint8Array): unknown {
    const { bytes } = this.#store;
    bytes.fill(this.#pattern, 8, 8 + this.#used);
    bytes.set(message, 8);
    this.#used = message.length;
    return read(this.#store, 8, message.length);
  }
}

const samples = 12;

export async function loadTargets(seed: number): Promise<readonly Target[]> {
  const text = readFileSync(new URL("interfaces.skerry", import.meta.url), "utf8");
  const { product, diagnostics } = compile(["interfaces.skerry"], textHost({ "interfaces.skerry": text }), {});
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const targets = await Promise.all(product.plan.interfaces.map((plan) => targetsOf(plan, seed)));
  return targets.flat();
}

async function targetsOf(plan: PlanInterface, seed: number): Promise<readonly Target[]> {
  const { loopback, exported } = await connect(plan);
  const uses = fc.sample(arbitraryUse(plan), { numRuns: samples * plan.operations.length, seed });
  const targets: Target[] = [];
  for (const operation of plan.operations) {
    const own = uses.filter((use) => use.operation === operation);
    const rounds = [];
    for (const use of own) rounds.push(await passedBy(loopback, use));
    for (const kind of ["request", "answer"] as const)
      targets.push(...makeTarget(plan, operation, kind, rounds, loopback));
    targets.push(...(await failureTarget(plan, operation, own[0], loopback, exported, seed)));
  }
  return targets;
}

interface Round {
  readonly use: Use;
  readonly passed: readonly Passed[];
}

async function passedBy(loopback: Loopback, use: Use): Promise<Round> {
  loopback.passed.length = 0;
  await roundTrip(loopback, use);
  return { use, passed: [...loopback.passed] };
}

function makeTarget(
  { name }: PlanInterface,
  operation: PlanOperation,
  kind: "request" | "answer",
  rounds: readonly Round[],
  loopback: Loopback,
): Target[] {
  const index = kind === "request" ? 0 : 1;
  if (kind === "answer" && operation.reply === null) return [];
  const valid = rounds.flatMap(({ passed }) => passed[index]?.bytes ?? []);
  const [round] = rounds;
  const reader = round?.passed[index];
  if (round === undefined || reader === undefined)
    throw new Error(`no use of ${name}.${operation.name} among the samples`);
  return [
    {
      ...{ name: `${name}.${operation.name} ${kind}`, valid, most: mostOf(valid) },
      read: (message, around) => {
        loopback.answer = operation.verb === "stream" ? [round.use.reply] : round.use.reply;
        return readOrRefuse(reader, message, around, loopback);
      },
      sendAgain: (read) => roundTrip(loopback, useAgain(round.use, read)),
    },
  ];
}

/** The details of a declared failure. */
async function failureTarget(
  plan: PlanInterface,
  { name, fails }: PlanOperation,
  use: Use | undefined,
  loopback: Loopback,
  exported: Readonly<Record<string, unknown>>,
  seed: number,
): Promise<readonly Target[]> {
  if (fails === null || use === undefined) return [];
  const names = nameInterface(plan);
  const { failure } = (fails.kind === "enum" ? names.enums[fails.enum] : names.structs[fails.struct]) ?? {
    failure: "",
  };
  const send = async (detail: unknown): Promise<Passed> => {
    loopback.passed.length = 0;
    loopback.answer = Reflect.construct(Object(exported[failure]), [detail]);
    await sendAndDrain(loopback, use).catch(() => null);
    const passed = loopback.passed.at(-1);
    if (passed === undefined) throw new Error(`no failure of ${name} was passed on`);
    return passed;
  };
  const details = fc.sample(arbitraryValue(plan, fails), { numRuns: samples, seed });
  const sent: Passed[] = [];
  for (const detail of details) sent.push(await send(detail));
  const [reader] = sent;
  if (reader === undefined) return [];
  const valid = sent.map(({ bytes }) => bytes);
  return [
    {
      ...{ name: `${plan.name}.${name} failure`, valid, most: mostOf(valid) },
      read: (message, around) => readOrRefuse(reader, message, around, loopback),
      sendAgain: async ({ value }) => void (await send(Reflect.get(Object(value), "detail"))),
    },
  ];
}

async function sendAndDrain(loopback: Loopback, { method, request }: Use): Promise<void> {
  const answer = await invoke(loopback.client, method, request);
  if (typeof answer !== "object" || answer === null || !(Symbol.asyncIterator in answer)) return;
  for await (const _ of answer as AsyncIterable<unknown>);
}

function mostOf(messages: readonly Uint8Array[]): number {
  return Math.max(...messages.map(({ length }) => length)) + 64;
}

function readOrRefuse(reader: Passed, message: Uint8Array, around: Surroundings, loopback: Loopback): Read | string {
  loopback.received = null;
  try {
    const value = around.read(reader, message);
    return { value, received: loopback.received };
  } catch (error) {
    if (error instanceof Error && error.name === "DecodeError") return error.message;
    throw error;
  }
}
