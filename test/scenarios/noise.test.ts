/** Files that are no descriptions at all. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readText } from "../../src/files/read-text.ts";
import { compile } from "../../src/pipeline.ts";

const folder = mkdtempSync(path.join(tmpdir(), "skerry-noise-"));
const size = 10 * 1024 * 1024;

/** The same bytes every time: xorshift32. */
function noise(length: number, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0x2545f491;
  for (let index = 0; index < length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = from + ((state >>> 0) % (to - from + 1));
  }
  return bytes;
}

function compileBytes(name: string, bytes: Uint8Array | string) {
  writeFileSync(path.join(folder, name), bytes);
  return compile([name], { read: (file) => readText(path.join(folder, file)) });
}

describe("ten megabytes of noise", () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  test("bytes that are no UTF-8 are named", () => {
    const { product, diagnostics } = compileBytes("bytes.skerry", noise(size, 0, 255));
    expect(diagnostics.map(({ code }) => code)).toEqual(["SK2002"]);
    expect(product.plan).toBeNull();
  });

  test("printable noise ends after a hundred faults", () => {
    const { product, diagnostics } = compileBytes("text.skerry", noise(size, 32, 126));
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(200);
    expect(diagnostics.every(({ code }) => code.startsWith("SK1"))).toBe(true);
    expect(product.plan).toBeNull();
  });

  test.each([
    ["braces", "{"],
    ["parentheses", "machine m { core c[("],
    ["one line of a word", "a"],
    ["a description over and over", "machine m { core cpu: amd64 }\n"],
  ])("%s", (name, repeated) => {
    const text = repeated.repeat(Math.floor(size / repeated.length / 10));
    const { product, diagnostics } = compileBytes(`${name}.skerry`, text);
    expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
    expect(product.plan).toBeNull();
  });
});
