/** Two versions of a description, compiled, and what is found between them. */
import { findChanges } from "../../src/breaking/find-changes.ts";
import type { Finding } from "../../src/breaking/finding.ts";
import { hasErrors } from "../../src/diagnostics/report.ts";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { textHost } from "../plan/example-host.ts";

/** The plan of one file, `a.skerry`; throws what is wrong with it. */
export function planOf(text: string): Plan {
  const { product, diagnostics } = compile(["a.skerry"], textHost({ "a.skerry": text }));
  const faults = diagnostics.map(({ code, message }) => `${code} ${message}`);
  if (product.plan === null || hasErrors(diagnostics)) throw new Error(`${faults.join("\n")}\n${text}`);
  return product.plan;
}

/** Between version 1 and 2 of an interface `Block` with these items. */
export function changes(old: string, now: string): readonly string[] {
  return changesOf(`interface Block @ 1 {\n${old}\n}\n`, `interface Block @ 2 {\n${now}\n}\n`);
}

export function changesOf(old: string, now: string): readonly string[] {
  return changesBetween(planOf(old), planOf(now));
}

export function changesBetween(old: Plan, now: Plan): readonly string[] {
  return findChanges(old, now).map(print);
}

const initials = { oldClients: "old", newClients: "new", code: "code" } as const;

/** `2:3 < 2:5 wire SK9301 (old, new; Block.read) …`: the places in the new and the old text, who is affected, what is reached. */
function print({ code, category, message, affects, operations, old, new: now }: Finding): string {
  const parties = affects.map((party) => initials[party]).join(", ");
  const reached = operations.map((operation) => operation.replace("Block.", "")).join(", ");
  return `${place(now)} < ${place(old)} ${category} ${code} (${parties}; ${reached}) ${message}`;
}

function place(at: string | null): string {
  return at === null ? "–" : at.replace("a.skerry:", "");
}
