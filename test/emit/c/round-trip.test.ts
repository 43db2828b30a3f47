import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { arbitraryUploadingInterface } from "../arbitrary-interface.ts";
import { block } from "../interface-plans.ts";
import { guarded, hasTarget, targets } from "./compilers.ts";
import { listMessages, type Message, makeVectors, readInterfaces, type Vector } from "./messages.ts";
import { buildReEncoder } from "./re-encoder.ts";

/** Another one each time, named in the failure; said here, it is the same again. */
const seed = Number(process.env["SKERRY_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

describe("random interfaces", () => {
  let plans: readonly PlanInterface[] = [];
  let messages: readonly Message[] = [];
  let vectors: readonly Vector[] = [];

  beforeAll(async () => {
    plans = [block, ...readInterfaces(), ...fc.sample(arbitraryUploadingInterface, { numRuns: 6, seed })];
    messages = listMessages(plans);
    vectors = await makeVectors(plans, messages, 50, seed);
  });

  describe.each([...targets, guarded])("$name", (target) => {
    test.skipIf(!hasTarget(target))("C writes the bytes that TypeScript wrote", { timeout: 300_000 }, () => {
      const reEncode = buildReEncoder(plans, messages, target);
      const judged = reEncode(vectors.map(({ message, bytes }) => ({ id: message.id, bytes })));
      expect(vectors.length).toBeGreaterThan(300);
      for (const [index, { message, bytes }] of vectors.entries()) {
        const { verdict, bytes: written } = judged[index] ?? { verdict: -1, bytes: new Uint8Array() };
        const named = { seed, name: message.name };
        expect({ ...named, verdict, bytes: hex(written) }).toEqual({ ...named, verdict: 0, bytes: hex(bytes) });
      }
    });
  });
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
