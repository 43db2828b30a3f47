import { execFileSync } from "node:child_process";
import { constants, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { skerryHere } from "./in-process.ts";
import {
  ended,
  hotos09,
  parrot,
  skerry,
  smallFolder,
  smallMachine,
  smallSystem,
  stackTrace,
  start,
  talker,
} from "./skerry.ts";

const hosts = ["threads", "simulation"] as const;

/** A client that waits until it is told to stop. */
const patient = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ signal, log }) => {
  log("waiting");
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
};
`;

function lines(out: string): readonly { readonly kind: string; readonly [key: string]: unknown }[] {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

test.each(hosts)("%s: boots, lets the programs talk, ends with its clients", async (host) => {
  const { code, out, err } = await skerry(["boot", "--host", host], { cwd: smallFolder() });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Booting chat: 4 kernels, /);
  expect(out).toMatch(/ ms {2}parrot +ready on cpu\[3\], serves Echo @ 1\n/);
  expect(out).toMatch(/ ms {2}parrot +talker said hello\n/);
  expect(out).toMatch(/ ms {2}talker +heard hello\n/);
  expect(out).toMatch(
    /\n4 kernels stopped, \d+ frames delivered, .* none dropped\.\nCompleted: all clients are done\.\n$/,
  );
});

test.each(hosts)("%s: tells the same in JSON, one object a line", async (host) => {
  const { code, out, err } = await skerry(["boot", "--host", host, "--json"], { cwd: smallFolder() });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const told = lines(out);
  expect(told[0]).toMatchObject({
    kind: "boot",
    name: "chat",
    host,
    kernels: ["cpu[0]", "cpu[1]", "cpu[2]", "cpu[3]"],
  });
  expect(told.filter(({ kind }) => kind === "kernelUp")).toHaveLength(4);
  expect(told).toContainEqual(expect.objectContaining({ kind: "log", program: "talker", text: "heard hello" }));
  expect(told.at(-1)).toMatchObject({ kind: "end", ok: true, outcome: { kind: "completed", failures: [] } });
});

test.each(hosts)("%s: a client that throws is named, and the end is 4", async (host) => {
  const cwd = smallFolder({ "talker.ts": talker.replace("log(`heard", "throw new Error(`lost") });
  const { code, out, err } = await skerry(["boot", "--host", host], { cwd });
  expect({ code, err }).toEqual({ code: 4, err: "" });
  expect(out).toMatch(/talker +failed on cpu\[1\]: lost hello \(\.\/talker\.ts:5:\d+\)\n/);
  expect(out).toMatch(/\nfailed: client talker on cpu\[1\] failed: .*lost hello/);
  expect(out).not.toMatch(stackTrace);
});

test.each(hosts)("%s: a service that does not start refuses its clients", async (host) => {
  const broken = parrot
    .replace("({ log }) => ({", '({ log }) => { throw new Error("no voice"); return ({')
    .replace(/\}\);\n$/, "}); };\n");
  const { code, out } = await skerry(["boot", "--host", host], { cwd: smallFolder({ "parrot.ts": broken }) });
  expect(code).toBe(4);
  expect(out).toMatch(/parrot +did not start on cpu\[3\]: no voice \(\.\/parrot\.ts:3:\d+\)\n/);
});

test.each(hosts)("%s: what fails a request is named where it lies, seen from the caller's folder", async (host) => {
  const broken = parrot.replace("return { text }", 'return { text: (undefined as unknown as Error)["message"] }');
  const cwd = smallFolder({ "parrot.ts": broken });
  const { out } = await skerry(["boot", path.basename(cwd), "--host", host], { cwd: path.dirname(cwd) });
  expect(out).toMatch(/parrot +failed a request of talker on cpu\[1\]: TypeError: .* \(\.\/.+\/parrot\.ts:6:\d+\)\n/);
});

test.each(hosts)("%s: what a program throws outside of any call is its own fault", async (host) => {
  const late = patient.replace('log("waiting");', 'setTimeout(() => { throw new Error("too late"); }, 1);');
  const { code, out, err } = await skerry(["boot", "--host", host], { cwd: smallFolder({ "talker.ts": late }) });
  expect({ code, err }).toEqual({ code: 4, err: "" });
  expect(out).toMatch(/: too late \(\.\/talker\.ts:4:\d+\)\n/);
  expect(out).toMatch(/\nFailed: /);
});

test("stops after the time it was given, in order", async () => {
  const cwd = smallFolder({ "talker.ts": patient });
  for (const host of hosts) {
    const { code, out } = await skerry(["boot", "--for", "300ms", "--host", host, "--json"], { cwd });
    const told = lines(out);
    expect(code).toBe(0);
    expect(told.filter(({ kind }) => kind === "kernelStopped")).toHaveLength(4);
    expect(told.at(-1)).toMatchObject({ kind: "end", ok: true });
  }
});

test.each(["SIGINT", "SIGTERM"] as const)("%s shuts down in order", async (signal) => {
  const child = start(["boot", "--json"], { cwd: smallFolder({ "talker.ts": patient }) });
  child.stdout.on("data", (text: Buffer) => {
    if (text.includes('"waiting"')) child.kill(signal);
  });
  const { code, out, err } = await ended(child);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const told = lines(out);
  expect(told.filter(({ kind }) => kind === "kernelStopped")).toHaveLength(4);
  expect(told).toContainEqual(expect.objectContaining({ kind: "shutdown", reason: `asked to by ${signal}` }));
  expect(told.at(-1)).toMatchObject({ kind: "end", ok: true, outcome: { kind: "stopped" } });
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s that comes when all is over does not change the exit code",
  async (signal) => {
    const cwd = smallFolder();
    // Sent by the process itself, when it has nothing more to do.
    const late = path.join(cwd, "late.mjs");
    writeFileSync(
      late,
      `if (process.argv.includes("boot")) process.once("beforeExit", () => process.kill(process.pid, "${signal}"));`,
    );
    const { code, out } = await skerry(["boot"], { cwd, env: { NODE_OPTIONS: `--import=${pathToFileURL(late)}` } });
    expect(code).toBe(0);
    expect(out).toMatch(/\nCompleted: all clients are done\.\n$/);
  },
);

test("a reader that leaves ends the system, not with an error", async () => {
  const child = start(["boot", "--json"], { cwd: smallFolder({ "talker.ts": chatty }) });
  child.stdout.once("data", () => child.stdout.destroy());
  const { code, err } = await ended(child);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

const chatty = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ signal, log, sleep }) => {
  while (!signal.aborted) {
    log("still here");
    await sleep(1).catch(() => {});
  }
};
`;

test("leaves nothing behind", async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("skerry-boot-"));
  await skerry(["boot", "--host", "simulation"], { cwd: smallFolder() });
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith("skerry-boot-"));
  expect(after.filter((name) => !before.includes(name))).toEqual([]);
});

test("modules that are missing are said where the description names them", async () => {
  const cwd = smallFolder({ "system.skerry": smallSystem.replace("./parrot.ts", "./parot.ts") });
  const { code, out, err } = await skerryHere(["boot"], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^system\.skerry:8:26: error SK8002: the module \.\/parot\.ts of parrot does not exist\n/);
});

test("modules that do not compile are said at their own place, and where the description names them", async () => {
  const cwd = smallFolder({ "parrot.ts": `${parrot}const x = ;\n` });
  const { code, out, err } = await skerryHere(["boot"], { cwd });
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^parrot\.ts:9:11: error SK8003: .*Unexpected ";"\n/);
  expect(err).toContain("  9 | const x = ;\n    |           ^\n  system.skerry:8:26: note: named here\n");
});

test("an import of what is not generated says what is", async () => {
  const cwd = smallFolder({ "parrot.ts": `import "~skerry/ecco";\n${parrot}` });
  const { code, err } = await skerryHere(["boot"], { cwd });
  expect(code).toBe(1);
  expect(err).toContain("Nothing called ~skerry/ecco is generated; there are ~skerry/");
});

test("programs may use files and packages of their own", async () => {
  const cwd = smallFolder({
    "voice.ts": 'import { shout } from "loud";\nexport const say = (text: string): string => shout(text);\n',
    "node_modules/loud/package.json": '{ "name": "loud", "type": "module", "exports": "./index.js" }',
    "node_modules/loud/index.js": "export const shout = (text) => text.toUpperCase();\n",
    "talker.ts": talker
      .replace("echo(", "echo(say(")
      .replace('"hello")', '"hello"))')
      .replace("\n", '\nimport { say } from "./voice.ts";\n'),
  });
  const { code, out } = await skerry(["boot", "--host", "simulation"], { cwd });
  expect(out).toContain("heard HELLO");
  expect(code).toBe(0);
});

test("programs import descriptions as in a bundler, and get what boots; those that the system does not use too", async () => {
  const cwd = smallFolder({
    "system.skerry": smallSystem
      .replace("  call echo", "  enum Refusal: u8 { hoarse }\n  call echo")
      .replace("-> (text: string<64>)", "-> (text: string<64>) fails Refusal"),
    "parrot.ts": `import { type Parrot, Refusal, RefusalFailure } from "./system.skerry";
export const program: Parrot = () => ({
  echo: () => {
    throw new RefusalFailure(Refusal.hoarse);
  },
});
`,
    "talker.ts": `import { RefusalFailure } from "~skerry/echo";
import { limit } from "./other/extra.skerry";
import { EchoInPlace, RefusalFailure as Same, type Talker } from "./system.skerry";
export const program: Talker = async ({ services, log }) => {
  const error = await services.parrot.echo("hello").catch((reason: unknown) => reason);
  log([error instanceof RefusalFailure, Same === RefusalFailure, typeof EchoInPlace, limit].join(" "));
};
`,
    "other/extra.skerry": 'use "./base"\ninterface Extra {\n  const limit = Base.least\n  message ping()\n}\n',
    "other/base.skerry": "interface Base {\n  const least = 3\n  message ping()\n}\n",
  });
  const { code, out, err } = await skerry(["boot", "--host", "simulation"], { cwd });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("true true function 3");
  // All of it goes into a bundle.
  expect(await skerry(["build", "--bundle", "chat.zip"], { cwd })).toMatchObject({ code: 0 });
  const bundled = await skerry(["boot", "chat.zip", "--host", "simulation"], { cwd });
  expect(bundled.out).toContain("true true function 3");
  const typed = await skerry(["build", "--types", ".skerry/types", "--in-place"], { cwd });
  expect(typed).toMatchObject({ code: 0, out: "Types of 1 description written.\n" });
  expect(readFileSync(path.join(cwd, ".skerry/types/system.d.skerry.ts"), "utf8")).toContain("EchoInPlace");
  writeFileSync(path.join(cwd, "other", "extra.skerry"), "interface Extra {\n  message ping(a: u46)\n}\n");
  const wrong = await skerry(["boot", "--host", "simulation"], { cwd });
  expect({ code: wrong.code, out: wrong.out }).toEqual({ code: 1, out: "" });
  expect(wrong.err).toMatch(/^other\/extra\.skerry:2:19: error SK8003: .*SK\d+: .*`u46`/);
  expect(wrong.err).toContain("  message ping(a: u46)\n");
});

test("a machine without a system boots bare kernels", async () => {
  const cwd = smallFolder({ "alone.skerry": smallMachine });
  const { code, out } = await skerry(["boot", "alone.skerry", "--for", "100ms"], { cwd });
  expect(code).toBe(0);
  expect(out).toContain("4 kernels up; all are up");
});

test("interfaces alone cannot be booted, and programs in TypeScript not on bare metal", async () => {
  const cwd = smallFolder({ "alone.skerry": "interface A @ 1 {\n}\n" });
  expect(await skerryHere(["boot", "alone.skerry"], { cwd })).toMatchObject({ code: 2, out: "" });
  const qemu = await skerryHere(["boot", hotos09, "--host", "qemu"]);
  expect(qemu).toMatchObject({ code: 1, out: "" });
  expect(qemu.err).toMatch(/SK9828.*`disk` is \.\/disk\.ts on `.*`: on bare metal run programs in C/);
});

/** A client on two cores that leaves sleeps behind which nobody awaits; with `fault` the first of them fails. */
function sleepers(fault: string): Readonly<Record<string, string>> {
  return {
    "system.skerry": smallSystem.replace('"./talker.ts" on cpu[1]', '"./talker.ts" every core'),
    "talker.ts": `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ services, sleep, instance }) => {
  void sleep(Infinity);
  await services.parrot.echo("hello");
  ${fault}
};
`,
  };
}

test.each(hosts)("%s: what nobody awaits when the system stops is no failure", async (host) => {
  const { code, out } = await skerry(["boot", "--host", host], { cwd: smallFolder(sleepers("")) });
  expect(out).toMatch(/Completed: all clients are done\.\n$/);
  expect(code).toBe(0);
});

test.each(hosts)(
  "%s: of a program that fails outside of a call the cause is told, and nothing of those that stop",
  async (host) => {
    const fault = `if (instance === 1) {
    void sleep(1).then(() => { throw new Error("out of paper"); });
  }
  await sleep(50);`;
    const { code, out, err } = await skerry(["boot", "--host", host], { cwd: smallFolder(sleepers(fault)) });
    expect(code).toBe(4);
    expect(out + err).not.toContain("ShutdownError");
    expect((out + err).match(/out of paper/g)?.length).toBeLessThanOrEqual(2);
    expect(out + err).toContain("out of paper");
  },
);

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s before anything is booted says so in one line", async (signal, expected) => {
  const cwd = smallFolder();
  // A module that is not there yet whenever it is read: a pipe that nobody writes to.
  const pipe = path.join(cwd, "talker.ts");
  rmSync(pipe);
  execFileSync("mkfifo", [pipe]);
  const child = start(["boot"], { cwd });
  const end = ended(child);
  const writer = await openOnceRead(pipe, child);
  child.kill(signal);
  const { code, out, err } = await end;
  await writer?.close();
  expect({ code, out, err }).toEqual({
    code: expected,
    out: "",
    err: `skerry: ${signal} came before anything was booted\n`,
  });
});

/** Opens a pipe to write to it, once somebody reads it: its module is compiled then. */
async function openOnceRead(pipe: string, child: { readonly exitCode: number | null }): Promise<FileHandle | null> {
  for (;;) {
    if (child.exitCode !== null) return null;
    const writer = await open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).catch(() => null);
    if (writer !== null) return writer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
