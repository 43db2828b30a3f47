/** What holds between any two versions, whatever changed. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { findChanges } from "../../src/breaking/find-changes.ts";
import type { Finding } from "../../src/breaking/finding.ts";
import { judgeChanges } from "../../src/breaking/verdict.ts";
import type { Plan, PlanInterface } from "../../src/plan/plan.ts";
import { arbitraryInterface } from "../emit/arbitrary-interface.ts";
import * as described from "./changes.ts";

function planOf(only: PlanInterface, version: number): Plan {
  return {
    ...{ format: "skerry-plan", version: 1, name: "x", provenance: [] },
    ...{ machine: null, fabric: null, routes: null, system: null, boot: null, traffic: null },
    interfaces: [{ ...only, name: "Fuzz", version, fingerprint: `${only.fingerprint}${version}` }],
  };
}

const plans = fc.tuple(arbitraryInterface, arbitraryInterface).map(([old, now]) => {
  return { old: planOf(old, 1), new: planOf(now, 2) };
});

/** By the names of the old version. */
function named(findings: readonly Finding[], category: string): ReadonlySet<string> {
  const about = findings.filter((finding) => finding.category === category);
  return new Set(about.flatMap(({ operations }) => operations.map((name) => name.replace("Fuzz.", ""))));
}

function countOf(findings: readonly Finding[], wanted: string): number {
  return findings.filter(({ code }) => code === wanted).length;
}

function expectMirrored(old: Plan, now: Plan): void {
  const [there, back] = [findChanges(old, now), findChanges(now, old)];
  // A struct that is open in one version only has its fields judged as one that may grow, and as one that may not.
  const isStrictOrOpen = countOf(there, "SK9408") === 0;
  for (const [gone, come] of [
    ["SK9501", "SK9551"],
    ...(isStrictOrOpen ? ([["SK9301", "SK9302"]] as const) : []),
    ["SK9502", "SK9502"],
  ] as const) {
    expect(countOf(there, gone)).toBe(countOf(back, come));
  }
}

describe("between two versions", () => {
  test.prop([arbitraryInterface])("nothing changed when they are one", (only) => {
    const plan = planOf(only, 1);
    expect(findChanges(plan, plan)).toEqual([]);
    expect(judgeChanges(plan, plan, [])).toEqual([]);
  });

  test.prop([plans], { numRuns: 200 })("every operation that does not bind is in a finding of the wire", (pair) => {
    const findings = findChanges(pair.old, pair.new);
    const [verdict] = judgeChanges(pair.old, pair.new, findings);
    const refused = verdict?.binding?.kind === "partly" ? verdict.binding.refused : [];
    expect(refused.filter((name) => !named(findings, "wire").has(name))).toEqual([]);
  });

  test.prop([plans], { numRuns: 200 })(
    "an operation that binds and is in a finding of the wire is said to be misread",
    (pair) => {
      const findings = findChanges(pair.old, pair.new);
      const [verdict] = judgeChanges(pair.old, pair.new, findings);
      const agreed = verdict?.binding?.kind === "partly" ? verdict.binding.agreed : [];
      const misread = agreed.filter((name) => named(findings, "wire").has(name));
      expect(verdict?.misread).toEqual(misread);
    },
  );

  test.prop([plans])("what one direction finds new, the other finds gone", (pair) => {
    expectMirrored(pair.old, pair.new);
  });

  /** Seed 476132578 of the property above: what was gone from it was taken for optional. */
  test("required fields at the end of an open struct that no operation carries: new one way, gone the other", () => {
    const few = described.planOf("interface Block @ 1 {\n  open struct Reply<24> { a: u8 }\n  message ping()\n}\n");
    const more = described.planOf(
      "interface Block @ 2 {\n  open struct Reply<24> { a: u8; b: u8; c: u16 }\n  message ping()\n}\n",
    );
    expectMirrored(few, more);
    expectMirrored(more, few);
    expect(countOf(findChanges(few, more), "SK9301")).toBe(2);
  });

  test.prop([plans])("no message has a hole", (pair) => {
    for (const { message } of findChanges(pair.old, pair.new))
      expect(message).not.toMatch(/undefined|null|NaN|\[object/);
  });
});
