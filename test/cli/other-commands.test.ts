import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { SysfsTree } from "../../src/import/sysfs/tree.ts";
import { treeFromText } from "../import/sysfs/tree-from-text.ts";
import { skerryHere as skerry } from "./in-process.ts";
import {
  ended,
  folderOf,
  hotos09,
  root,
  skerry as skerryProcess,
  smallFolder,
  smallMachine,
  stackTrace,
  start,
} from "./skerry.ts";

test("dumps the plan as build writes it", async () => {
  const cwd = smallFolder();
  const [dumped] = await Promise.all([
    skerryProcess(["dump", "plan"], { cwd }),
    skerry(["build", ".", "--out", "out"], { cwd }),
  ]);
  expect(dumped).toMatchObject({ code: 0, err: "" });
  expect(dumped.out).toBe(readFileSync(path.join(cwd, "out/plan.json"), "utf8"));
});

test("dumps the tokens and the tree of one file", async () => {
  const cwd = folderOf({ "a.skerry": "machine m {\n  port a // first\n}\n" });
  const tokens = JSON.parse((await skerry(["dump", "tokens", "a.skerry"], { cwd })).out);
  expect(tokens.map(({ text }: { text: string }) => text)).toEqual(["machine", "m", "{", "port", "a", "// first", "}"]);
  const tree = JSON.parse((await skerry(["dump", "ast", "a.skerry"], { cwd })).out);
  expect(tree.declarations[0]).toMatchObject({ kind: "machine", name: { text: "m", span: { start: 8, end: 9 } } });
  const wrong = await skerry(["dump", "ast", "a.skerry", "--json"], { cwd: folderOf({ "a.skerry": "machine {" }) });
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.out)).toMatchObject({ ok: false, diagnostics: [{ file: "a.skerry" }] });
});

test("a reader that has seen enough is no error", async () => {
  const child = start(["dump", "plan", hotos09]);
  child.stdout.once("data", () => child.stdout.destroy());
  const { code, err } = await ended(child);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("draws to standard output or a file", async () => {
  const cwd = folderOf({ "machine.skerry": smallMachine });
  const shown = await skerryProcess(["draw"], { cwd });
  expect(shown).toMatchObject({ code: 0, err: "" });
  expect(shown.out).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect(await skerry(["draw", "machine", "-o", "pictures/m.svg"], { cwd })).toMatchObject({
    code: 0,
    out: "pictures/m.svg\n",
  });
  expect(readFileSync(path.join(cwd, "pictures/m.svg"), "utf8")).toBe(shown.out);
  expect((await skerry(["draw", "machine", "-o", "machine.skerry/m.svg"], { cwd })).code).toBe(3);
});

/** Every file of a tree, by path. */
function filesOf(tree: SysfsTree, folder: string): Readonly<Record<string, string>> {
  const names = tree.list(folder).filter((name) => name !== "");
  const inside = names.map((name) => {
    const file = `${folder}/${name}`;
    const text = tree.read(file);
    return text === null || tree.list(file).length > 0 ? filesOf(tree, file) : { [file]: text };
  });
  return Object.assign({}, ...inside);
}

const recorded = path.join(root, "test", "import", "sysfs", "fixtures");

test.each(["no-cpufreq", "hybrid", "offline"])("probes a recorded machine: %s", async (name) => {
  const tree = treeFromText(readFileSync(path.join(recorded, name, "tree.txt"), "utf8"));
  const cwd = folderOf({ ...filesOf(tree, "sys"), ...filesOf(tree, "proc") });
  const probed = await skerryProcess(["probe", "--root", "."], { cwd });
  expect(probed).toMatchObject({ code: 0, out: readFileSync(path.join(recorded, name, "expected.skerry"), "utf8") });
  expect(probed.err).not.toMatch(stackTrace);
  expect(await skerryProcess(["check", "-"], { input: probed.out })).toMatchObject({ code: 0 });
});

test.runIf(process.platform === "linux")(
  "probes this machine; what it says is canonical, compiles and boots",
  async () => {
    const { code, out } = await skerry(["probe"]);
    expect(code).toBe(0);
    const cwd = folderOf({ "m.skerry": out });
    expect(await skerry(["format", "--check", "m.skerry"], { cwd })).toMatchObject({ code: 0 });
    expect(await skerryProcess(["boot", "m.skerry", "--for", "200ms"], { cwd })).toMatchObject({ code: 0 });
  },
);

test("a folder without a machine in it cannot be probed", async () => {
  const { code, err } = await skerry(["probe", "--root", "."], { cwd: folderOf({}) });
  expect(code).toBe(2);
  expect(err).toContain("has no folder sys");
  expect((await skerry(["probe", "--root", ".", "--measure"], { cwd: folderOf({ "sys/x": "" }) })).code).toBe(2);
});
