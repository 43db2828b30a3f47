/** Calls that nobody means: what they are answered is short, names the thing, says what to do, and shows no code. */
import { execFileSync, spawn } from "node:child_process";
import { lstatSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { skerryHere } from "./in-process.ts";
import { ended, folderOf, smallFolder, stackTrace } from "./skerry.ts";

function oddFolder(): string {
  const noise = Uint8Array.from({ length: 1000 }, (_, at) => (at * 151 + 128) % 256);
  const cwd = smallFolder({
    ...{ "odd/noise.skerry": noise, "odd/noise.zip": noise, "odd/noise.bin": noise, "odd/none.skerry": "" },
    ...{
      "odd/open.skerry": "machine m {",
      "odd/deep.skerry": "{".repeat(2000),
      "odd/long.skerry": "x".repeat(50_000),
    },
  });
  mkdirSync(path.join(cwd, "folder.skerry"));
  return cwd;
}

const odd = ["noise.skerry", "none.skerry", "open.skerry", "deep.skerry", "long.skerry", "noise.zip", "missing"];
const places = [...odd.map((file) => `odd/${file}`), "folder.skerry", "/dev/null"];

/** With what stands for `@` in each of the places. */
const readers: readonly (readonly string[])[] = [
  ["check", "@"],
  ["build", "@", "--out", "out", "--force"],
  ["boot", "@", "--host", "simulation", "--for", "1ms", "--json"],
  ["boot", "@", "--host", "qemu", "--json"],
  ["simulate", ".", "--faults", "@"],
  ["explain", "latency", "@"],
  ["explain", "route", "@", "cpu[0]", "nothing"],
  ["explain", "failure", "@", "@"],
  ["dump", "plan", "@"],
  ["dump", "ast", "@"],
  ["dump", "tokens", "@"],
  ["dump", "blob", "@"],
  ["format", "@"],
  ["draw", "@"],
  ["diff", "@", "."],
  ["breaking", ".", "@"],
  ["import", "hwloc", "@"],
  ["doctor", "@", "--host", "simulation"],
  ["probe", "--root", "@"],
  ["ctl", "kill", "cpu[0]", "--socket", "@"],
];

test.each(readers.map((args) => [args.join(" "), args] as const))(
  "%s, whatever is read",
  async (_, args) => {
    const cwd = oddFolder();
    for (const place of places) {
      const { code, out, err } = await skerryHere(
        args.map((word) => (word === "@" ? place : word)),
        { cwd },
      );
      expect([0, 1, 2, 3, 4]).toContain(code);
      expect(`${out}${err}`).not.toMatch(stackTrace);
      expect(err.length).toBeLessThan(20_000);
      if (code === 2 || code === 3) expect(`${out}${err}`).toMatch(/^skerry: .+|"ok":(false|true)/m);
    }
  },
  120_000,
);

const writers: readonly (readonly string[])[] = [
  ["build", ".", "--out", "@"],
  ["build", ".", "--bundle", "@"],
  ["draw", "--out", "@"],
  ["init", "@"],
];

test.each(writers.map((args) => [args.join(" "), args] as const))(
  "%s, wherever it cannot be written",
  async (_, args) => {
    const cwd = oddFolder();
    // Folders cannot be made below /proc, where making them and all above them does not end by itself.
    const impossible = ["odd/none.skerry/inner", ...(process.platform === "linux" ? ["/proc/nothing/inner"] : [])];
    for (const place of impossible) {
      const { code, err } = await skerryHere(
        args.map((word) => (word === "@" ? place : word)),
        { cwd },
      );
      expect(code).toBe(3);
      expect(err).toMatch(/cannot be written: (?:something else is in its way|a part of its path is .+)\.\nName /);
      expect(readFileSync(path.join(cwd, "odd/none.skerry"), "utf8")).toBe("");
    }
  },
);

test.runIf(process.platform !== "win32")("what is no plain file is written into, and stays what it is", async () => {
  const cwd = smallFolder({ "target.svg": "old" });
  symlinkSync("target.svg", path.join(cwd, "link.svg"));
  expect((await skerryHere(["draw", "--out", "link.svg"], { cwd })).code).toBe(0);
  expect(lstatSync(path.join(cwd, "link.svg")).isSymbolicLink()).toBe(true);
  expect(readFileSync(path.join(cwd, "target.svg"), "utf8")).toMatch(/^<svg /);
  execFileSync("mkfifo", [path.join(cwd, "pipe.svg")]);
  const reader = ended(spawn("cat", ["pipe.svg"], { cwd }));
  expect((await skerryHere(["draw", "--out", "pipe.svg"], { cwd })).code).toBe(0);
  expect((await reader).out).toMatch(/^<svg /);
  expect(lstatSync(path.join(cwd, "pipe.svg")).isFIFO()).toBe(true);
});

test.each([
  [["boot", "--for", "99999999m"], "Say at most 35791m, which is 24 days."],
  [["boot", "--watch", "0s"], "Say at least 1ms."],
  [["ctl", "top", "--every", "0ms"], "Say at least 1ms."],
  [["nonsense"], "skerry: unknown command 'nonsense'\nskerry --help says how it is called.\n"],
  [["view", "--live", "odd/none.skerry"], "the description has no machine to view."],
  [["help", "nonsense"], "skerry: unknown command 'nonsense'\nskerry --help says how it is called.\n"],
  [["help", "drew"], "skerry: unknown command 'drew'\n(Did you mean draw?)\n"],
  [["explain", "route", "--nonsense"], "skerry explain route --help says how it is called.\n"],
  [["probe", "here"], "skerry probe --help says how it is called.\n"],
  [["dump", "ast", "odd"], "the ast of one file can be dumped at a time.\nName one of the files of the folder.\n"],
  [["dump", "ast", "odd/noise.skerry"], "odd/noise.skerry cannot be read: byte 0 is not UTF-8.\n"],
  [["dump", "blob", "/dev/zero"], "/dev/zero is no file that can be read.\nName the blob.bin of a build.\n"],
  [["check", "\u001b[31mred\u0007"], "there is no \\u{1b}[31mred\\u{7}."],
] as const)("%j", async (args, words) => {
  const { code, out, err } = await skerryHere(args, { cwd: oddFolder() });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(words);
});

test("an empty folder has nothing for any command, and each says so", async () => {
  const cwd = folderOf({});
  for (const args of [["check"], ["boot"], ["simulate"], ["draw"], ["dump", "plan"], ["explain", "traffic"]]) {
    expect(await skerryHere(args, { cwd })).toEqual({
      ...{ code: 2, out: "" },
      err: "skerry: no description is named, and none lies in the current folder.\nName a .skerry file or its folder.\n",
    });
  }
});
