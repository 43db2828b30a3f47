import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, describe as suite, test } from "vitest";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { describe } from "../../../src/import/sysfs/describe.ts";
import { placeOf } from "../../../src/source/source-file.ts";
import { treeFromText } from "./tree-from-text.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** With SKERRY_RECORD=1 the expectation is written instead of compared. */
function expectRecorded(file: string, text: string): void {
  const { SKERRY_RECORD } = process.env;
  if (SKERRY_RECORD === "1") writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(text);
}

function printDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ span, code, severity, message }) => `${placeOf(span)} ${severity} ${code} ${message}\n`)
    .join("");
}

suite("recorded trees", () => {
  for (const name of readdirSync(fixtures).sort())
    test(name, () => {
      const folder = join(fixtures, name);
      const { product, diagnostics } = describe(treeFromText(readFileSync(join(folder, "tree.txt"), "utf8")));
      expectRecorded(join(folder, "expected.skerry"), product ?? "");
      expectRecorded(join(folder, "diagnostics.txt"), printDiagnostics(diagnostics));
    });
});
