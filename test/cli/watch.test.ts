/** `--watch` as people use it: a process that is started, edits on the disk, what it prints, Ctrl-C. */
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { skerryHere } from "./in-process.ts";
import { ended, folderOf, skerry, stackTrace, start } from "./skerry.ts";

const echo = "interface Echo @ 1 { call echo(text: string<64>) -> (text: string<64>) }\n";
const clock = "interface Clock @ 1 { call now() -> (ticks: u64) }\n";

/** A watch that is under way. */
interface Watching {
  /** Resolves with what was printed until this came; each text is waited for once. */
  readonly printed: (text: string) => Promise<string>;
  readonly said: (text: string) => Promise<string>;
  readonly interrupt: () => Promise<number | null>;
}

function startWatch(cwd: string, ...args: readonly string[]): Watching {
  const child = start([...args, "--watch"], { cwd });
  onTestFinished(() => void child.kill("SIGKILL"));
  const end = ended(child);
  return {
    printed: reader(child.stdout),
    said: reader(child.stderr),
    interrupt: async () => {
      child.kill("SIGINT");
      return (await end).code;
    },
  };
}

function reader(stream: ChildProcessWithoutNullStreams["stdout"]): (text: string) => Promise<string> {
  let unread = "";
  let hear: () => void = () => {};
  stream.on("data", (text: string) => {
    unread += text;
    hear();
  });
  stream.on("close", () => hear());
  return async (text) => {
    while (!unread.includes(text)) {
      if (stream.closed) throw new Error(`it ended before it said ${text}: ${unread}`);
      await new Promise<void>((resolve) => (hear = resolve));
    }
    const end = unread.indexOf(text) + text.length;
    const found = unread.slice(0, end);
    unread = unread.slice(end);
    return found;
  };
}

test("build --watch writes what an edit has changed, and nothing else", async () => {
  const cwd = folderOf({ "in/echo.skerry": echo, "in/clock.skerry": clock });
  const watching = startWatch(cwd, "build", "in", "--out", "out");
  await watching.printed("6 files written, 0 unchanged.\n");
  await watching.said("skerry: watching 2 files; Ctrl-C ends.\n");
  const before = statSync(path.join(cwd, "out/clock.ts")).mtimeMs;

  writeFileSync(path.join(cwd, "in/echo.skerry"), echo.replaceAll("text", "words"));
  await watching.said("skerry: in/echo.skerry has changed.\n");
  expect(await watching.printed("unchanged.\n")).toMatch(/out\/echo\.ts\n(.*\n)*.*, 1 unchanged\.\n$/);
  expect(readFileSync(path.join(cwd, "out/echo.ts"), "utf8")).toContain("words");
  expect(statSync(path.join(cwd, "out/clock.ts")).mtimeMs).toBe(before);

  expect(await watching.interrupt()).toBe(0);
  expect(readdirSync(cwd).sort()).toEqual(["in", "out"]);
});

test("a fault is said and leaves the output as it is; a later round that is refused is said too", async () => {
  const cwd = folderOf({ "in/echo.skerry": echo });
  const watching = startWatch(cwd, "build", "in", "--out", "out");
  await watching.printed("written, 0 unchanged.\n");
  await watching.said("Ctrl-C ends.\n");
  const before = readFileSync(path.join(cwd, "out/echo.ts"), "utf8");

  writeFileSync(path.join(cwd, "in/echo.skerry"), echo.replace("string<64>)", "strong<64>)"));
  expect(await watching.said("1 error")).toContain("in/echo.skerry:1:");
  expect(readFileSync(path.join(cwd, "out/echo.ts"), "utf8")).toBe(before);

  rmSync(path.join(cwd, "in/echo.skerry"));
  expect(await watching.said("holds no .skerry files")).not.toMatch(stackTrace);
  writeFileSync(path.join(cwd, "in/echo.skerry"), echo);
  await watching.printed("0 files written, 5 unchanged.\n");
  expect(await watching.interrupt()).toBe(0);
});

test("files that come, go, are put in another's place or lie elsewhere are watched", async () => {
  const cwd = folderOf({ "in/echo.skerry": `use "../shared/deep/clock"\n${echo}`, "in/other.skerry": clock });
  const watching = startWatch(cwd, "check", "in");
  await watching.said("Ctrl-C ends.\n");

  // The folder of what is used is not there yet.
  mkdirSync(path.join(cwd, "shared/deep"), { recursive: true });
  writeFileSync(path.join(cwd, "shared/deep/clock.skerry"), clock.replace("Clock", "Watch"));
  await watching.said("skerry: shared/deep/clock.skerry has changed.\n");
  await watching.printed("interface Watch @ 1");

  writeFileSync(path.join(cwd, "in/draft"), clock.replace("Clock", "Dial"));
  renameSync(path.join(cwd, "in/draft"), path.join(cwd, "in/other.skerry"));
  await watching.printed("interface Dial @ 1");

  writeFileSync(path.join(cwd, "in/more.skerry"), clock.replace("Clock", "Bell"));
  await watching.printed("interface Bell @ 1");

  rmSync(path.join(cwd, "in/more.skerry"));
  await watching.said("skerry: in/more.skerry has changed.\n");
  expect(await watching.printed(".\n")).toContain("interface Dial @ 1");

  writeFileSync(path.join(cwd, "shared/deep/clock.skerry"), clock.replace("Clock", "Sundial"));
  await watching.printed("interface Sundial @ 1");
  expect(await watching.interrupt()).toBe(0);
});

test("with --json every round is one line, and nothing is said beside", async () => {
  const cwd = folderOf({ "echo.skerry": echo });
  const watching = startWatch(cwd, "build", "--out", "out", "--json");
  expect(JSON.parse(await watching.printed("\n"))).toMatchObject({ ok: true, removed: [] });
  writeFileSync(path.join(cwd, "echo.skerry"), "interface Echo { call echo(text: strong<4>) -> () }\n");
  const wrong = JSON.parse(await watching.printed("\n"));
  expect(wrong).toMatchObject({ ok: false, diagnostics: [{ severity: "error", file: "echo.skerry" }] });
  writeFileSync(path.join(cwd, "echo.skerry"), clock);
  expect(JSON.parse(await watching.printed("\n"))).toMatchObject({
    ok: true,
    removed: ["echo.ts"],
  });
  expect(await watching.interrupt()).toBe(0);
});

test("what lies in the folder of the output wakes nobody for long", async () => {
  const cwd = folderOf({ "echo.skerry": echo });
  const watching = startWatch(cwd, "build", "--out", ".", "--force");
  await watching.printed("written, 0 unchanged.\n");
  writeFileSync(path.join(cwd, "echo.skerry"), `${echo}${clock}`);
  await watching.printed("./clock.ts\n".replace("./", ""));
  await watching.printed("unchanged.\n");
  expect(await watching.interrupt()).toBe(0);
  expect(existsSync(path.join(cwd, "clock.ts"))).toBe(true);
});

test("standard input, and what is not there at the start, is refused", async () => {
  const cwd = folderOf({ "echo.skerry": echo });
  expect(await skerry(["check", "-", "--watch"], { cwd })).toEqual({
    code: 2,
    out: "",
    err: "skerry: standard input cannot be watched.\nName a file or a folder.\n",
  });
  expect(await skerry(["build", "nothing", "--out", "out", "--watch"], { cwd })).toMatchObject({ code: 2 });
});

test("draw --watch draws anew what an edit has changed, and says what it needs for it", async () => {
  const machine = (cores: number) =>
    `use "prelude/amd64"\nmachine m {\n  core cpu[${cores}]: amd64 @ 1 GHz\n  coherence between cpu[*]\n}\n`;
  const cwd = folderOf({ "m.skerry": machine(2) });
  const watching = startWatch(cwd, "draw", "m.skerry", "--out", "m.svg");
  await watching.printed("m.svg\n");
  await watching.said("Ctrl-C ends.\n");
  writeFileSync(path.join(cwd, "m.skerry"), machine(3));
  await watching.said("skerry: m.skerry has changed.\n");
  await watching.printed("m.svg\n");
  expect(readFileSync(path.join(cwd, "m.svg"), "utf8")).toContain("cpu[2]");
  expect(await watching.interrupt()).toBe(0);
  for (const [args, words] of [
    [[], "--watch needs a file to draw to"],
    [["--sequence", "-o", "call.svg"], "--watch follows descriptions"],
  ] as const) {
    const { code, err } = await skerryHere(["draw", "m.skerry", "--watch", ...args], { cwd });
    expect(code).toBe(2);
    expect(err).toContain(words);
  }
});
