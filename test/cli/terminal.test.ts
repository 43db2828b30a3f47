import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { processTerminal } from "../../src/cli/terminal.ts";
import { bin, smallFolder } from "./skerry.ts";

/** Streams that keep what is written to them, in order. */
function streams(isTTY: boolean) {
  const written: string[] = [];
  const listeners: ((error: NodeJS.ErrnoException) => void)[] = [];
  const stream = (name: string) => ({
    isTTY,
    write: (text: string) => written.push(`${name} ${text}`),
    on: (_: "error", listener: (error: NodeJS.ErrnoException) => void) => listeners.push(listener),
  });
  return { written, listeners, stdout: stream("out"), stderr: stream("err") };
}

function unexpected(error: unknown): never {
  throw error;
}

const clear = "err \r\u001b[K";

test("progress is shown over itself and is gone before anything else is written", () => {
  const { written, ...both } = streams(true);
  const terminal = processTerminal(both, { TERM: "xterm" }, unexpected);
  terminal.progress("one");
  terminal.progress("two");
  terminal.print("result\n");
  terminal.say("said\n");
  terminal.progress("three");
  terminal.progress("");
  terminal.progress("");
  expect(written).toEqual([`${clear}one`, `${clear}two`, clear, "out result\n", "err said\n", `${clear}three`, clear]);
});

test.each([
  ["a pipe", false, { TERM: "xterm" }],
  ["a terminal that cannot clear a line", true, { TERM: "dumb" }],
  ["CI, which keeps all", true, { TERM: "xterm", CI: "true" }],
])("no progress in %s", (_, isTTY, environment) => {
  const { written, ...both } = streams(isTTY);
  const terminal = processTerminal(both, environment, unexpected);
  terminal.progress("one");
  terminal.print("result\n");
  expect(written).toEqual(["out result\n"]);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [true, { NO_COLOR: "1", FORCE_COLOR: "1" }, false],
  [false, { FORCE_COLOR: "1" }, true],
  [true, { FORCE_COLOR: "0" }, false],
  [true, { TERM: "dumb" }, false],
])("terminal %j with %j: colours %j", (isTTY, environment, expected) => {
  expect(processTerminal(streams(isTTY), environment, unexpected).colours).toEqual({ print: expected, say: expected });
});

test("a reader that leaves is no error, and nothing more is written for it", () => {
  const { written, listeners, ...both } = streams(false);
  const terminal = processTerminal(both, {}, unexpected);
  terminal.print("one");
  listeners[0]?.(Object.assign(new Error("gone"), { code: "EPIPE" }));
  terminal.print("two");
  expect([written, terminal.listening()]).toEqual([["out one"], false]);
});

test("results that cannot be written are told once", () => {
  const { written, listeners, ...both } = streams(false);
  const told: unknown[] = [];
  const terminal = processTerminal(both, {}, (error) => told.push(error.code));
  const full = Object.assign(new Error("full"), { code: "ENOSPC" });
  terminal.print("one");
  listeners[0]?.(full);
  listeners[0]?.(full);
  terminal.print("two");
  expect([written, told, terminal.listening()]).toEqual([["out one"], ["ENOSPC"], false]);
});

test.runIf(existsSync("/dev/full"))("a full disk is no bug of Skerry's", () => {
  for (const args of ["check", "dump plan", "--help"]) {
    const command = `"${process.execPath}" "${bin}" ${args} >/dev/full`;
    const { status, stderr } = spawnSync("sh", ["-c", command], { cwd: smallFolder(), encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      ...{
        status: 3,
        stderr: "skerry: standard output cannot be written: the disk is full.\nSend it somewhere else.\n",
      },
    });
  }
});

test("on a real terminal a build says how far it is, and leaves nothing of that behind", () => {
  const cwd = smallFolder();
  const { CI: _, NO_COLOR: __, ...env } = process.env;
  const command = `"${process.execPath}" "${bin}" build --out out`;
  const { stdout, status } = spawnSync("script", ["-qfec", command, "/dev/null"], {
    ...{ cwd, env: { ...env, TERM: "xterm" }, encoding: "utf8" },
  });
  expect(status).toBe(0);
  expect(stdout).toContain("\r\u001b[Kcompiling the description …");
  expect(stdout).toContain("\r\u001b[Kmaking the files …\r\u001b[K  out/");
});
