import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leaving, run, sanitizers } from "../run.ts";
import { kinds, protocols, type TraceOptions, traceReplicas } from "./traces.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const kernel = path.join(root, "src", "kernel");
const recorded = fileURLToPath(new URL("./vectors.txt", import.meta.url));
const all = protocols.flatMap((protocol) => kinds.map((kind) => ({ protocol, kind })));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-agreement-"));
  const room = readdirSync(path.join(kernel, "agreement")).filter((name) => name.endsWith(".c"));
  const sources = [...room.map((name) => `agreement/${name}`), "membership/view.c"];
  const files = sources.map((name) => path.join(kernel, name));
  const harness = path.join(root, "test", "kernel", "fixtures", "replay-agreement.c");
  const options = ["-std=gnu11", "-O1", "-Wall", "-fno-builtin", ...sanitizers, "-I", kernel];
  run("cc", [...options, ...files, harness, "-o", path.join(folder, "replay")]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function replay(lines: readonly string[]): string {
  const file = path.join(folder, "traces.txt");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return run(path.join(folder, "replay"), [file], leaving);
}

function trace(options: Omit<TraceOptions, "kind" | "protocol">): readonly string[] {
  return all.flatMap((each) => traceReplicas({ ...each, ...options }));
}

test("the vectors say what the protocols in TypeScript do", () => {
  const text = `${trace({ seed: 7, steps: 90 }).join("\n")}\n`;
  if (process.env["SKERRY_RECORD"] === "1") writeFileSync(recorded, text);
  expect(text).toBe(readFileSync(recorded, "utf8"));
});

test("the protocols in C reproduce the vectors", () => {
  expect(replay(readFileSync(recorded, "utf8").trimEnd().split("\n"))).toMatch(/^replayed \d+ replicas\n$/);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])("the protocols in C do as those in TypeScript: seed %i", (seed) => {
  expect(replay(trace({ seed, steps: 600 }))).toMatch(/^replayed \d+ replicas\n$/);
});
