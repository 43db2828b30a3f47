/** What the name service of the kernel in C tells those who wait for a service. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { blobOfQuad } from "../emit/boot/qemu/quad.ts";
import { leaving, run, sanitizers } from "./run.ts";
import { kernelFolder } from "./sources.ts";

const harness = fileURLToPath(new URL("fixtures/look-up.c", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "skerry-names-"));
  const options = ["-std=gnu11", "-O1", "-Wall", ...sanitizers, "-I", kernelFolder];
  run("cc", [...options, path.join(kernelFolder, "programs", "names.c"), harness, "-o", path.join(folder, "look-up")]);
  writeFileSync(path.join(folder, "blob.bin"), blobOfQuad({}));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whom the service is told of, and by which of their numbers: those that look it up in turn, 3, 4, and so on. */
function toldOf(...cores: readonly string[]): readonly string[] {
  const args = [path.join(folder, "blob.bin"), "summer", ...cores];
  return run(path.join(folder, "look-up"), args, leaving).split("\n").slice(0, -1).sort();
}

test("all who wait for a service are told of it", () => {
  expect(toldOf("1", "2", "1")).toEqual(["1: 3", "1: 5", "2: 4"]);
});

test.each([
  { waiting: ["-1", "2", "3"], told: ["2: 4", "3: 5"] },
  { waiting: ["1", "-2", "3"], told: ["1: 3", "3: 5"] },
  { waiting: ["1", "2", "-3"], told: ["1: 3", "2: 4"] },
  { waiting: ["-1", "-2", "-3"], told: [] },
])("a kernel that starts anew is not told what its predecessor asked: $waiting", ({ waiting, told }) => {
  expect(toldOf(...waiting)).toEqual(told);
});
