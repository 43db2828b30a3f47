import { expect } from "vitest";
import type { Check } from "../../src/checks/check.ts";
import { runChecks } from "../../src/checks/run-checks.ts";
import { hasErrors } from "../../src/diagnostics/report.ts";
import { positionAt } from "../../src/source/source-file.ts";
import { resolveText } from "../resolve/resolve-text.ts";

/** What one rule, with those it requires before it, finds in a text that resolves: `line:column message`. */
export function foundBy(check: Check, text: string): readonly string[] {
  const { product, diagnostics } = resolveText(text);
  expect(hasErrors(diagnostics)).toBe(false);
  return runChecks(product, [...check.requires, check]).map(({ span, message }) => {
    const { line, column } = positionAt(span.source, span.start);
    return `${line}:${column} ${message}`;
  });
}

/** Two packages of two cores, the last of them offline, and an interface: six lines. */
export const small = `isa tiny { word 32 bits, little endian, line 64 bytes, page 4 KiB }
package Pair { core cpu[2]: tiny @ 1 GHz; memory ram: 1 GiB }
machine small { package p[2]: Pair; core spare: tiny @ 1 GHz { offline } }
interface Echo { call echo(text: string<64>) -> (text: string<64>) }
`;
