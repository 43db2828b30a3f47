import type { Check } from "../../../src/checks/check.ts";
import { runChecks } from "../../../src/checks/run-checks.ts";
import { describeText, printAll } from "../../resolve/described.ts";

/** What one rule finds in a text that resolves without fault; rules it requires run before it, unheard. */
export function faultsOf(check: Check, text: string): readonly string[] {
  const { product, diagnostics } = describeText(`use "prelude/amd64"; use "prelude/devices"\n${text}`);
  if (diagnostics.length > 0) throw new Error(printAll(diagnostics).join("\n"));
  const alone = { ...check, requires: [] };
  const found = runChecks(product, [alone]);
  return printAll(found).map((line) => line.replace(/^a\.skerry:/, ""));
}

/** Packages `p[n]` of a core and four ports each, and further items of the machine. */
export function packages(count: number, items: string): string {
  return `package Chip { core cpu: amd64 @ 1 GHz; port x[4] }\nmachine m { package p[${count}]: Chip\n${items} }`;
}

/** A machine of one line. */
export function machine(items: string): string {
  return `machine m { ${items} }`;
}
