/** `skerry init` for real: in an empty folder, checked, built, understood by tsc, booted. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { templateNames } from "../../src/cli/init/template-names.ts";
import { skerryHere } from "./in-process.ts";
import { folderOf, root, skerry } from "./skerry.ts";

/** As `npm install` would in a project that a clone has made. */
function install(project: string): void {
  mkdirSync(path.join(project, "node_modules"));
  symlinkSync(root, path.join(project, "node_modules", "skerry"), "junction");
}

function scriptsOf(project: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(path.join(project, "package.json"), "utf8")).scripts;
}

test("a project in TypeScript checks, builds, has sound types and boots", async () => {
  const cwd = folderOf({});
  const made = await skerryHere(["init", "my hello"], { cwd });
  expect(made).toMatchObject({ code: 0, err: "" });
  expect(made.out).toMatch(/^ {2}my hello\/\.gitignore\n/);
  expect(made.out).toContain("\n9 files written. The machine is ");
  expect(made.out).toContain("skerry boot 'my hello'   boots it\n");
  const project = path.join(cwd, "my hello");
  expect(await skerryHere(["check"], { cwd: project })).toMatchObject({ code: 0, err: "" });
  expect(await skerryHere(["format", "--check", "."], { cwd: project })).toMatchObject({ code: 0 });
  expect(await skerryHere(["build", "--out", "generated"], { cwd: project })).toMatchObject({ code: 0, err: "" });
  install(project);
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const checked = spawnSync(process.execPath, [compiler, "--project", project], { encoding: "utf8" });
  expect({ status: checked.status, stdout: checked.stdout }).toEqual({ status: 0, stdout: "" });
  const booted = await skerry(["boot", "my hello"], { cwd });
  expect(booted).toMatchObject({ code: 0, err: "" });
  expect(booted.out).toMatch(/ visitor +Hello (\S+), this is (\S+)\.\n/);
  const simulated = await skerry(["simulate", "--seeds", "1..5"], { cwd: project });
  expect(simulated).toMatchObject({ code: 0 });
}, 120_000);

const hasQemu = spawnSync("qemu-system-riscv64", ["--version"]).status === 0;

test.runIf(hasQemu)(
  "a project on bare metal boots in QEMU",
  async () => {
    const cwd = folderOf({});
    expect(await skerryHere(["init", "--template", "bare-metal"], { cwd })).toMatchObject({ code: 0, err: "" });
    expect(await skerryHere(["format", "--check", "."], { cwd })).toMatchObject({ code: 0 });
    expect(await skerryHere(["doctor", ".", "--host", "qemu"], { cwd })).toMatchObject({ code: 0 });
    const booted = await skerry(["boot", "--host", "qemu"], { cwd });
    expect(booted).toMatchObject({ code: 0, err: "" });
    expect(booted.out).toContain("1 + 2 + … + 10 = 55, three hops away\n");
  },
  120_000,
);

test.each(templateNames)("every script of %s is a call that there is", async (template) => {
  const cwd = folderOf({});
  await skerryHere(["init", "--template", template], { cwd });
  const calls = Object.values(scriptsOf(cwd)).flatMap((script) => script.split(" && "));
  for (const call of calls.filter((each) => each.startsWith("skerry "))) {
    expect((await skerryHere([...call.split(" ").slice(1), "--help"], { cwd })).code).toBe(0);
  }
  expect(calls.length).toBeGreaterThan(3);
  expect(readFileSync(path.join(cwd, "README.md"), "utf8")).not.toContain("{{");
});

test("nothing is replaced, and then nothing is written either, but by force", async () => {
  const cwd = folderOf({ "hello/greeter.ts": "mine", "hello/notes.txt": "mine too" });
  const refused = await skerryHere(["init", "hello"], { cwd });
  expect(refused).toMatchObject({
    ...{ code: 2, out: "" },
    err: "skerry: there is a hello/greeter.ts already.\nName another folder, or say --force to replace what is there.\n",
  });
  expect(readdirSync(path.join(cwd, "hello")).sort()).toEqual(["greeter.ts", "notes.txt"]);
  const forced = await skerryHere(["init", "hello", "--force", "--json"], { cwd });
  expect(forced.code).toBe(0);
  const answer = JSON.parse(forced.out);
  expect(answer).toMatchObject({ ok: true, folder: path.join(cwd, "hello"), template: "threads" });
  for (const file of answer.files) expect(existsSync(path.join(cwd, "hello", file))).toBe(true);
  expect(readFileSync(path.join(cwd, "hello/greeter.ts"), "utf8")).toContain("RefusalFailure");
  expect(readFileSync(path.join(cwd, "hello/notes.txt"), "utf8")).toBe("mine too");
  expect((await skerryHere(["init", "hello"], { cwd })).err).toContain("and 8 other files of a new project");
});

test("a folder that cannot be is refused", async () => {
  const cwd = folderOf({ file: "" });
  expect(await skerryHere(["init", "file"], { cwd })).toMatchObject({
    code: 2,
    err: "skerry: file is no folder.\nName another.\n",
  });
  expect((await skerryHere(["init", "file/inner"], { cwd })).code).toBe(3);
  expect((await skerryHere(["init", ""], { cwd })).code).toBe(2);
  expect((await skerryHere(["init", "a", "b"], { cwd })).code).toBe(2);
  expect((await skerryHere(["init", "--template", "thread"], { cwd })).code).toBe(2);
});

test("packages are named as npm wants them", async () => {
  const cwd = folderOf({});
  const nameOf = async (folder: string) => {
    await skerryHere(["init", folder], { cwd });
    return JSON.parse(readFileSync(path.join(cwd, folder, "package.json"), "utf8")).name;
  };
  expect(await nameOf("My Project!")).toBe("my-project");
  expect(await nameOf("...ü")).toBe("skerry-project");
  expect(await nameOf("skerry")).toBe("skerry-project");
});
