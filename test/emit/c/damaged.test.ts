import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mutate, Random } from "../../fuzz/mutate.ts";
import { arbitraryUploadingInterface } from "../arbitrary-interface.ts";
import { block } from "../interface-plans.ts";
import { readSafely } from "../typescript/uses.ts";
import { guarded, hasTarget } from "./compilers.ts";
import { listMessages, makeVectors, readInterfaces, type Vector } from "./messages.ts";
import { buildReEncoder, contradiction, noArm, unwritable } from "./re-encoder.ts";

const seed = Number(process.env["SKERRY_FUZZ_SEED"] ?? 1);
/** Set by who wants more. */
const count = Number(process.env["SKERRY_FUZZ_MESSAGES"] ?? 20_000);

describe("damaged messages", () => {
  test.skipIf(!hasTarget(guarded))("are taken by C when TypeScript takes them", { timeout: 1_800_000 }, async () => {
    const plans = [block, ...readInterfaces(), ...fc.sample(arbitraryUploadingInterface, { numRuns: 2, seed: 6 })];
    const messages = listMessages(plans);
    const vectors = await makeVectors(plans, messages, 60, seed);
    const damaged = damageAll(vectors, count, new Random(seed));
    const judged = buildReEncoder(
      plans,
      messages,
      guarded,
    )(damaged.map(({ vector, bytes }) => ({ id: vector.message.id, bytes })));
    const reasons = new Set<number>();
    const faults: string[] = [];
    for (const [index, { vector, bytes }] of damaged.entries()) {
      const { verdict } = judged[index] ?? { verdict: -1 };
      reasons.add(verdict);
      vector.loopback.answer = vector.answer;
      const isTaken = readSafely(vector.passed, vector.loopback, bytes, 0) !== "refused";
      // An arm that this version does not know is read, and cannot be sent on.
      const isTakenByC = verdict === 0 || verdict === unwritable + noArm;
      if (isTaken === isTakenByC && (isTakenByC || verdict < contradiction)) continue;
      faults.push(`${vector.message.name} ${Buffer.from(bytes).toString("hex")}: ${isTaken}, C ${verdict}`);
    }
    expect(faults.slice(0, 5)).toEqual([]);
    // Every reason to refuse has been seen, and messages that were taken.
    expect([...reasons].sort((a, b) => a - b)).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
  });
});

interface Damaged {
  readonly vector: Vector;
  readonly bytes: Uint8Array;
}

/** As many as that, from every kind of message the same number. */
function damageAll(vectors: readonly Vector[], count: number, random: Random): readonly Damaged[] {
  const messages = [...new Set(vectors.map(({ message }) => message))];
  const byMessage = messages.map((message) => vectors.filter((vector) => vector.message === message));
  return Array.from({ length: count }, (_, index) => {
    const own = byMessage[index % byMessage.length] ?? [];
    const [vector, other] = [random.pick(own), random.pick(own)];
    const most = Math.max(vector.bytes.length, other.bytes.length) + 64;
    return { vector, bytes: mutate(vector.bytes.slice(), other.bytes, most, random) };
  });
}
