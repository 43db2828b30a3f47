import { describe, expect, test } from "vitest";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { readSafely, roundTrip, useAgain } from "../typescript/uses.ts";
import { descriptions } from "../typescript/versions.ts";
import { guarded, hasTarget } from "./compilers.ts";
import { listMessages, makeVectors, planInterfaces, type Vector } from "./messages.ts";
import { buildReEncoder, type Judged } from "./re-encoder.ts";

const [old, next] = [descriptions.old, descriptions.next].map((text) => planInterfaces(text)[0]);

/** Its operations that mean the same in both. */
const shared = ["classify", "locate"];

describe("what another version sends", () => {
  test.skipIf(!hasTarget(guarded)).each([
    ["an older one", old, next],
    ["a newer one", next, old],
  ])("is read as TypeScript reads it: %s", { timeout: 120_000 }, async (_, sender, receiver) => {
    if (sender === undefined || receiver === undefined) throw new Error("no interface");
    const plans = [sender, receiver];
    const messages = listMessages(plans);
    const vectors = (await makeVectors(plans, messages, 120, 7)).filter(isShared);
    const sent = vectors.filter(({ message }) => message.plan === sender);
    const own = sent.map((vector) => counterpart(vectors, vector, receiver));
    const reEncode = buildReEncoder(plans, messages, guarded);
    const judged = reEncode(sent.map(({ bytes }, index) => ({ id: own[index]?.message.id ?? -1, bytes })));
    expect(sent.length).toBeGreaterThan(20);
    for (const [index, { bytes }] of sent.entries()) {
      expect(await sendOn(own[index], bytes)).toEqual(outcomeOf(judged[index]));
    }
  });
});

function isShared({ message }: Vector): boolean {
  return message.kind === "request" && shared.includes(message.operation.name);
}

/** A message of the same kind, as the receiver knows it. */
function counterpart(vectors: readonly Vector[], { message }: Vector, receiver: PlanInterface): Vector {
  const found = vectors.find(
    (one) => one.message.plan === receiver && one.message.operation.opcode === message.operation.opcode,
  );
  if (found === undefined) throw new Error(`${message.name} is not there`);
  return found;
}

/** The bytes that TypeScript sends of what it has read. */
async function sendOn(own: Vector | undefined, bytes: Uint8Array): Promise<string> {
  if (own === undefined) throw new Error("no such message");
  const { loopback, passed, use, answer } = own;
  loopback.answer = answer;
  const read = readSafely(passed, loopback, bytes, 0xff);
  if (read === "refused") return read;
  loopback.passed.length = 0;
  await roundTrip(loopback, useAgain(use, { value: undefined, received: read.received }));
  return Buffer.from(loopback.passed[0]?.bytes ?? []).toString("hex");
}

function outcomeOf(judged: Judged | undefined): string {
  return judged?.verdict === 0 ? Buffer.from(judged.bytes).toString("hex") : "refused";
}
