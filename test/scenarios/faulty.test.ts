/**
 * Wrong descriptions, each named for its element and fault, and beside each exactly what is found wrong with it and
 * where. `SKERRY_RECORD=1` writes the expectations anew: read every one of them before you commit it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readText } from "../../src/files/read-text.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { compile } from "../../src/pipeline.ts";
import { placeOf } from "../../src/source/source-file.ts";
import type { SourceHost } from "../../src/source/source-host.ts";

const folder = fileURLToPath(new URL("./faulty/", import.meta.url));
const prelude = fileURLToPath(new URL("../../dsl/prelude/", import.meta.url));
const scenarios = readdirSync(folder).filter((name) => name.endsWith(".skerry")).sort();

const host: SourceHost = {
  read: (path) => readText(path.startsWith("prelude/") ? prelude + path.slice("prelude/".length) : folder + path),
};

function printDiagnostic({ span, code, severity, message, related, fixes }: Diagnostic): string {
  const lines = [
    `${placeOf(span)} ${severity} ${code}: ${message}`,
    ...related.map((other) => `  ${placeOf(other.span)}: ${other.message}`),
    ...fixes.map((fix) => `  fix: ${fix.title}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

describe("faulty descriptions", () => {
  test("there are at least sixty", () => {
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
  });

  test.each(scenarios)("%s", (name) => {
    const expectation = `${folder}${name.replace(/\.skerry$/, ".expected")}`;
    const { product, diagnostics } = compile([name], host);
    const found = diagnostics.map(printDiagnostic).join("");
    if (process.env["SKERRY_RECORD"] === "1") writeFileSync(expectation, found);
    expect(found).not.toBe("");
    expect(found).toBe(existsSync(expectation) ? readFileSync(expectation, "utf8") : "");
    expect(product.plan === null).toBe(diagnostics.some(({ severity }) => severity === "error"));
  });

  test("every expectation has its description", () => {
    const expectations = readdirSync(folder).filter((name) => name.endsWith(".expected"));
    expect(expectations.filter((name) => !existsSync(folder + name.replace(/\.expected$/, ".skerry")))).toEqual([]);
  });
});
