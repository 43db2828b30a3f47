import { truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere as skerry } from "./in-process.ts";
import {
  folderOf,
  hotos09,
  skerry as skerryProcess,
  smallFolder,
  smallMachine,
  smallSystem,
  stackTrace,
} from "./skerry.ts";

test("says what is in a description that is right", async () => {
  const { code, out, err } = await skerryProcess(["check", hotos09]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(
    "No errors: machine hotos09 (32 cores, 11 links), interface Block @ 2, interface Registry @ 1, " +
      "system fileserver (2 services, 1 client).\n",
  );
});

test("shows what is wrong on standard error, as the caller names the file, and ends with 1", async () => {
  const cwd = smallFolder({ "machine.skerry": smallMachine.replace("amd64 @", "amd46 @") });
  const { code, out, err } = await skerry(["check", "machine.skerry"], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^machine\.skerry:4:16: error SK\d{4}: .*amd46.*amd64/);
  expect(err).toContain("  4 |   core cpu[4]: amd46 @ 2 GHz {\n    |                ^^^^^\n");
});

test("names files relative to where it is called", async () => {
  const cwd = smallFolder({ "machine.skerry": "machine {" });
  const { err } = await skerry(["check", path.join(cwd, "machine.skerry")], { cwd: path.dirname(cwd) });
  expect(err).toMatch(new RegExp(`^${path.basename(cwd)}/machine\\.skerry:1:9: error SK1`));
});

test("answers in JSON, right or wrong, and prints nothing else", async () => {
  const right = await skerry(["check", hotos09, "--json"]);
  expect({ code: right.code, err: right.err }).toEqual({ code: 0, err: "" });
  expect(JSON.parse(right.out)).toEqual({
    ok: true,
    diagnostics: [],
    contents: {
      machines: [{ name: "hotos09", cores: 32, links: 11 }],
      interfaces: [
        { name: "Block", version: 2 },
        { name: "Registry", version: 1 },
      ],
      systems: [{ name: "fileserver", services: ["disk", "registry"], clients: ["web"] }],
    },
  });
  const cwd = folderOf({ "a.skerry": 'use "./missing"\n' });
  const wrong = await skerry(["check", "a.skerry", "--json"], { cwd });
  expect({ code: wrong.code, err: wrong.err }).toEqual({ code: 1, err: "" });
  expect(JSON.parse(wrong.out)).toMatchObject({
    ok: false,
    diagnostics: [
      { severity: "error", file: "a.skerry", start: { line: 1, column: 5, offset: 4 }, related: [], fixes: [] },
    ],
  });
});

test("reads standard input", async () => {
  const right = await skerryProcess(["check", "-"], { input: smallMachine });
  expect(right).toMatchObject({ code: 0, out: "No errors: machine small (4 cores, 0 links).\n" });
  const wrong = await skerryProcess(["check", "-"], { input: "machine m {" });
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/^<stdin>:1:\d+: error SK1/);
});

test("takes a file without its extension, a folder, and the current folder", async () => {
  const cwd = smallFolder();
  for (const args of [["machine"], ["."], [], ["system.skerry", "machine.skerry"]]) {
    expect(await skerry(["check", ...args], { cwd })).toMatchObject({ code: 0, err: "" });
  }
});

test("the order of files changes nothing", async () => {
  const cwd = smallFolder({ "system.skerry": "nonsense", "machine.skerry": "more nonsense" });
  const [one, other] = await Promise.all([
    skerry(["check", "system.skerry", "machine.skerry"], { cwd }),
    skerry(["check", "machine.skerry", "system.skerry"], { cwd }),
  ]);
  expect(one.code).toBe(1);
  expect(one).toEqual(other);
});

test.each([
  [["check", "machne.skerry"], "skerry: there is no machne.skerry.\nDid you mean machine.skerry?\n"],
  [["check", "nowhere/else"], "skerry: there is no nowhere/else.\nName a .skerry file or its folder.\n"],
  [
    ["check", "empty"],
    "skerry: the folder empty holds no .skerry files.\nName a .skerry file, or a folder with some in it.\n",
  ],
  [["chek"], "skerry: unknown command 'chek'\n(Did you mean check?)\n"],
  [["check", "--jsn"], "skerry: unknown option '--jsn'\n(Did you mean --json?)\n"],
  [
    ["build", "machine.skerry"],
    "skerry: required option '-o, --out <folder>' not specified.\nOr say --bundle FILE for a single file.\n",
  ],
  [
    ["boot", "--for", "5"],
    /^skerry: option '--for <time>' argument '5' is invalid\. Say a number and ms, s or m: 5s\./,
  ],
  [["boot", "--host", "moon"], /^skerry: option '--host <host>' argument 'moon' is invalid\. Allowed choices/],
  [["dump", "plans"], /^skerry: command-argument value 'plans' is invalid/],
])("%j is a wrong call", async (args, message) => {
  const cwd = folderOf({ "machine.skerry": smallMachine, "empty/note.txt": "" });
  const { code, out, err } = await skerry(args, { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  if (typeof message === "string") expect(err).toBe(message);
  else expect(err).toMatch(message);
});

test("a wrong call answers in JSON too", async () => {
  const { code, out, err } = await skerryProcess(["check", "nowhere", "--json"], { cwd: folderOf({}) });
  expect({ code, err }).toEqual({ code: 2, err: "" });
  expect(JSON.parse(out)).toEqual({
    ok: false,
    error: { message: "there is no nowhere", advice: "Name a .skerry file or its folder." },
  });
});

test("without a description and none around, says so", async () => {
  const { code, err } = await skerry(["check"], { cwd: folderOf({}) });
  expect(code).toBe(2);
  expect(err).toContain("none lies in the current folder");
});

test.each([
  ["not UTF-8", new Uint8Array([0x6d, 0x61, 0xff, 0xfe]), "byte 2 is not UTF-8"],
  ["a cut character at its end", new Uint8Array([0x6d, 0xe2, 0x82]), "is not UTF-8"],
])("a file that is %s is wrong at its first place", async (_, content, reason) => {
  const { code, err } = await skerry(["check", "a.skerry"], { cwd: folderOf({ "a.skerry": content }) });
  expect(code).toBe(1);
  expect(err).toMatch(/^a\.skerry:1:1: error SK\d{4}: /);
  expect(err).toContain(reason);
});

test("a folder called like a file is a folder; one that is used is no text", async () => {
  const cwd = folderOf({ "a.skerry": 'use "./b"\n', "b.skerry/note.txt": "" });
  const { code, err } = await skerry(["check", "a.skerry"], { cwd });
  expect(code).toBe(1);
  expect(err).toContain("it is a folder");
});

test("a file that is too long is not read", async () => {
  const cwd = folderOf({});
  writeFileSync(path.join(cwd, "a.skerry"), "");
  truncateSync(path.join(cwd, "a.skerry"), 65 * 1024 * 1024);
  const { code, err } = await skerry(["check", "a.skerry"], { cwd });
  expect(code).toBe(1);
  expect(err).toContain("it is larger than 64 MiB");
});

test("ten megabytes of noise end in diagnostics, shown as far as anybody would read", async () => {
  let state = 1;
  const noise = Uint8Array.from({ length: 10 * 1024 * 1024 }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return 32 + ((state >>> 16) % 95);
  });
  const { code, out, err } = await skerryProcess(["check", "a.skerry"], { cwd: folderOf({ "a.skerry": noise }) });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).not.toMatch(stackTrace);
  expect(err.length).toBeLessThan(100_000);
});

test("an empty file is a description of nothing", async () => {
  const { code, out } = await skerry(["check", "a.skerry"], { cwd: folderOf({ "a.skerry": "" }) });
  expect({ code, out }).toEqual({ code: 0, out: "No errors; nothing is declared.\n" });
});

test("colours come only when they are asked for or a terminal is there", async () => {
  const cwd = folderOf({ "a.skerry": "nonsense\n" });
  const coloured = await skerryProcess(["check", "a.skerry"], { cwd, env: { FORCE_COLOR: "1" } });
  expect(coloured.err).toContain("\u001b[");
  for (const env of [{}, { NO_COLOR: "1", FORCE_COLOR: "1" }]) {
    expect((await skerryProcess(["check", "a.skerry"], { cwd, env })).err).not.toContain("\u001b");
  }
});

test("help and version go to standard output and end with 0", async () => {
  const help = await skerryProcess(["--help"]);
  expect(help).toMatchObject({ code: 0, err: "" });
  for (const command of ["check", "build", "boot", "explain", "probe", "format", "draw", "dump"]) {
    expect(help.out).toMatch(new RegExp(`^  ${command} `, "m"));
    const own = await skerry([command, "--help"]);
    expect(own).toMatchObject({ code: 0, err: "" });
    expect(own.out).toContain("Examples:\n  skerry ");
  }
  expect((await skerry(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("warns of modules that are not there, in every file that names some, and tells which may be meant", async () => {
  const cwd = smallFolder({
    "system.skerry": smallSystem.replace("./parrot.ts", "./parot.ts").replace("./talker.ts", "./lost/talker.ts"),
  });
  const { code, out, err } = await skerry(["check"], { cwd });
  expect(code).toBe(0);
  expect(out).toMatch(/^No errors: /);
  expect(err).toContain(
    "system.skerry:8:26: warning SK8004: the module `./parot.ts` of `parrot` does not exist; did you mean `./parrot.ts`?\n",
  );
  expect(err).toContain(
    "system.skerry:9:19: warning SK8004: the module `./lost/talker.ts` of `talker` does not exist\n",
  );
  const json = JSON.parse((await skerry(["check", "--json"], { cwd })).out);
  expect(json).toMatchObject({ ok: true, diagnostics: [{ code: "SK8004" }, { code: "SK8004" }] });
});

test("says of a module's name that is wrong in itself nothing more", async () => {
  const cwd = smallFolder({ "system.skerry": smallSystem.replace("./parrot.ts", "parrots.ts") });
  const { code, err } = await skerry(["check"], { cwd });
  expect(code).toBe(1);
  expect(err).not.toContain("SK8004");
});
