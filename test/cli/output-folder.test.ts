import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeOutput } from "../../src/cli/output-folder.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "skerry-output-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const files = [
  { path: "one.ts", content: "one\n" },
  { path: "deep/two.ts", content: "two\n" },
];

/** The files that were written anew. */
function write(all = files): readonly string[] {
  const written = writeOutput(path.join(root, "out"), all, false);
  if (written.kind === "refused") throw new Error(written.message);
  return written.changed;
}

test("what nobody has touched is left alone", () => {
  expect(write()).toEqual(["deep/two.ts", "one.ts"]);
  expect(write()).toEqual([]);
  expect(write(files.map((file) => ({ ...file })))).toEqual([]);
});

test("what comes out otherwise is written, and only that", () => {
  write();
  expect(write([{ path: "one.ts", content: "ONE\n" }, files[1] ?? { path: "", content: "" }])).toEqual(["one.ts"]);
  expect(write()).toEqual(["one.ts"]);
  expect(readFileSync(path.join(root, "out", "one.ts"), "utf8")).toBe("one\n");
});

test("what somebody has changed is made good, though it is as long as before", () => {
  write();
  const file = path.join(root, "out", "one.ts");
  writeFileSync(file, "ono\n");
  utimesSync(file, 1, 1);
  expect(write()).toEqual(["one.ts"]);
  expect(readFileSync(file, "utf8")).toBe("one\n");
  rmSync(file);
  expect(write()).toEqual(["one.ts"]);
});
