import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { blobOfQuad } from "../emit/boot/qemu/quad.ts";
import { skerryHere } from "./in-process.ts";

function blobFile(bytes: Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-dump-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "blob.bin");
  writeFileSync(file, bytes);
  return file;
}

test("prints a blob as text", async () => {
  const { code, out } = await skerryHere(["dump", "blob", blobFile(blobOfQuad())]);
  expect(code).toBe(0);
  expect(out).toMatch(/^adding: version 6, \d+ bytes at 0x80400000, checksum 0x[1-9a-f][0-9a-f]*\.$/m);
  expect(out).toMatch(/^east\.hart\[1\] +3 +1 +0x2010004 +0x[0-9a-f]+ +2048 +\d+$/m);
  expect(out).toMatch(/^east\.dram +1 +0x88000000 +128$/m);
  expect(out).toMatch(/^from 1 +43 +10$/m);
  expect(out).toMatch(/^west\.hart\[1\] +east\.hart\[0\] +0 +64 +64 +0x8[0-9a-f]+$/m);
  expect(out).toMatch(/^asker\[1\] +client +east\.hart\[0\] +summer$/m);
});

test("prints it as JSON", async () => {
  const { code, out } = await skerryHere(["dump", "blob", blobFile(blobOfQuad()), "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    format: "skerry-blob",
    version: 6,
    name: "adding",
    distances: [
      [10, 43],
      [43, 10],
    ],
  });
});

test("says what is wrong with a file that is none", async () => {
  const damaged = blobOfQuad();
  damaged[200] = (damaged[200] ?? 0) ^ 1;
  const wrong = await skerryHere(["dump", "blob", blobFile(damaged)]);
  expect(wrong).toMatchObject({ code: 2, out: "" });
  expect(wrong.err).toContain("it has the checksum 0x");
  const other = await skerryHere(["dump", "blob", "README.md"]);
  expect(other.err).toContain("README.md is no boot blob: it does not begin with SKRYBOOT");
  expect((await skerryHere(["dump", "blob"])).code).toBe(2);
});
