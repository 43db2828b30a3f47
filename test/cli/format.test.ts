import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import { folderOf, skerry as skerryProcess, smallMachine } from "./skerry.ts";

const untidy = "machine   m{port a ;port b}\n";

test("prints canonical text, from a file or standard input", async () => {
  const cwd = folderOf({ "a.skerry": untidy });
  const file = await skerryProcess(["format", "a.skerry"], { cwd });
  expect(file).toEqual({ code: 0, out: "machine m { port a; port b }\n", err: "" });
  expect(await skerryProcess(["format", "-"], { input: untidy })).toEqual(file);
  expect(readFileSync(path.join(cwd, "a.skerry"), "utf8")).toBe(untidy);
});

test("rewrites files, and then there is nothing left to do", async () => {
  const cwd = folderOf({ "a.skerry": untidy, "b.skerry": smallMachine });
  const check = await skerry(["format", "--check", "."], { cwd });
  expect(check).toEqual({ code: 1, out: "a.skerry is not canonical\n", err: "" });
  expect(await skerry(["format", "--write", "."], { cwd })).toEqual({ code: 0, out: "1 file rewritten.\n", err: "" });
  expect(readFileSync(path.join(cwd, "b.skerry"), "utf8")).toBe(smallMachine);
  expect(await skerry(["format", "--check", "."], { cwd })).toEqual({ code: 0, out: "", err: "" });
});

test("a file with errors is left as it is", async () => {
  const cwd = folderOf({ "a.skerry": "machine {", "b.skerry": untidy });
  const { code, err } = await skerry(["format", "--write", "."], { cwd });
  expect(code).toBe(1);
  expect(err).toMatch(/^a\.skerry:1:9: error SK1/);
  expect(readFileSync(path.join(cwd, "a.skerry"), "utf8")).toBe("machine {");
});

test("answers in JSON", async () => {
  const cwd = folderOf({ "a.skerry": untidy });
  const { code, out } = await skerry(["format", "--check", "--json", "a.skerry"], { cwd });
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, changed: ["a.skerry"], diagnostics: [] });
});

test("several files need to be told where to", async () => {
  const cwd = folderOf({ "a.skerry": untidy, "b.skerry": untidy });
  expect((await skerry(["format", "."], { cwd })).code).toBe(2);
});

test("what is not text is said with its place", async () => {
  const { code, err } = await skerry(["format", "a.skerry"], { cwd: folderOf({ "a.skerry": new Uint8Array([255]) }) });
  expect(code).toBe(1);
  expect(err).toMatch(/^a\.skerry:1:1: error SK8001: a\.skerry cannot be read: byte 0 is not UTF-8/);
});
