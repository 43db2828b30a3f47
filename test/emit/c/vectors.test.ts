import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { arbitraryUploadingInterface } from "../arbitrary-interface.ts";
import { block } from "../interface-plans.ts";
import { guarded, hasTarget, targets } from "./compilers.ts";
import { listMessages, makeVectors, readInterfaces, type Vector } from "./messages.ts";
import { tryVectors } from "./vectors.ts";

describe("values that both languages know", () => {
  let plans: readonly PlanInterface[] = [];
  let vectors: readonly Vector[] = [];

  beforeAll(async () => {
    plans = [block, ...readInterfaces(), ...fc.sample(arbitraryUploadingInterface, { numRuns: 1, seed: 6 })];
    vectors = await makeVectors(plans, listMessages(plans), 14, 6);
  });

  describe.each([...targets, guarded])("$name", (target) => {
    test.skipIf(!hasTarget(target))("are written alike, and read as they were", { timeout: 300_000 }, () => {
      expect(vectors.length).toBeGreaterThan(60);
      expect(tryVectors(plans, vectors, target)).toBe("");
    });
  });

  test.skipIf(!hasTarget(guarded))("are missed where others stand", { timeout: 300_000 }, () => {
    const [one, other] = vectors.filter(({ message }) => message.name === "Nested.draw request");
    expect(one !== undefined && other !== undefined).toBe(true);
    if (one === undefined || other === undefined) return;
    expect(tryVectors(plans, [{ ...one, values: other.values }], guarded)).toMatch(/^vector 0, .*: line \d+\n$/);
  });
});
