import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run, sanitizers } from "../run.ts";
import { kernelFolder } from "../sources.ts";
import { traceLine } from "./arq-traces.ts";

const recorded = fileURLToPath(new URL("./arq-vectors.txt", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-arq-"));
  const sources = ["control/arq.c", "boards/line.c"].map((name) => path.join(kernelFolder, name));
  const harness = fileURLToPath(new URL("../fixtures/replay-arq.c", import.meta.url));
  const options = ["-std=gnu11", "-O1", "-Wall", "-fno-builtin", ...sanitizers, "-I", kernelFolder];
  expect(run("cc", [...options, ...sources, harness, "-o", path.join(folder, "replay")])).toBe("");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function replay(lines: readonly string[]): string {
  const file = path.join(folder, "traces.txt");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return run(path.join(folder, "replay"), [file]);
}

test("the vectors say what the end in TypeScript does", () => {
  const text = `${[...traceLine(7, 60, 1e9), ...traceLine(8, 120, 60)].join("\n")}\n`;
  if (process.env["SKERRY_RECORD"] === "1") writeFileSync(recorded, text);
  expect(text).toBe(readFileSync(recorded, "utf8"));
});

test("the end in C reproduces the vectors", () => {
  expect(replay(readFileSync(recorded, "utf8").trimEnd().split("\n"))).toBe("replayed 4 ends\n");
});

test.each([1e9, 2000, 300, 40])("the end in C does as that in TypeScript, of one byte in %d damaged", (oneOf) => {
  const lines = [1, 2, 3, 4, 5].flatMap((seed) => traceLine(seed, 600, oneOf));
  expect(replay(lines)).toBe("replayed 10 ends\n");
});
