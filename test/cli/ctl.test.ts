import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { until } from "../until.ts";
import { bin, type Ended, ended, parrot, skerry, smallFolder, start } from "./skerry.ts";

/** Where sockets lie in these tests: whatever else runs here is not asked. */
let runtime = "";

const nobody = 65534;

beforeAll(() => {
  runtime = mkdtempSync(path.join(tmpdir(), "skerry-ctl-"));
});

afterAll(() => rmSync(runtime, { recursive: true, force: true }));

const system = `use "./machine"

interface Echo @ 1 {
  call echo(text: string<64>) -> (text: string<64>)
}

system chat on small {
  service parrot: Echo = "./parrot.ts"
  service pinned: Echo = "./parrot.ts" on cpu[0]
  client talker = "./talker.ts" on cpu[1] uses parrot, pinned
}
`;

/** Says each time how often it was asked, wherever it was by then. */
const counting = parrot
  .replace(
    "({ log }) => ({",
    "({ onSuspend, resumed, log }) => {\n  let count = resumed?.[0] ?? 0;\n  onSuspend(() => Uint8Array.of(count));\n  return {",
  )
  .replace("return { text };", "count = (count + 1) & 255;\n      return { text: String(count) };")
  .replace(/\}\);\n$/, "};\n};\n")
  .replace(/log\(`[^`]*said [^`]*`\);/, "void call;\n      void log;");

const talking = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ services, log, signal, sleep }) => {
  log("talking");
  for (let turn = 1; !signal.aborted; turn = (turn + 1) & 255) {
    const { text } = await services.parrot.echo("hello");
    if (text !== String(turn)) throw new Error(\`heard \${text} instead of \${turn}\`);
    await sleep(2).catch(() => {});
  }
};
`;

interface Booted {
  readonly child: ChildProcessWithoutNullStreams;
  readonly cwd: string;
  readonly out: Promise<Ended>;
  readonly ctl: (...args: readonly string[]) => Promise<Ended>;
}

async function boot(
  files: Readonly<Record<string, string>> = { "system.skerry": system, "parrot.ts": counting, "talker.ts": talking },
): Promise<Booted> {
  const env = { XDG_RUNTIME_DIR: runtime };
  const cwd = smallFolder(files);
  const child = start(["boot", "--json"], { cwd, env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const out = ended(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (text: string) => text.includes('"talking"') && resolve());
    void out.then(({ out: told, err }) => reject(new Error(told + err)));
  });
  return { child, cwd, out, ctl: (...args) => skerry(["ctl", ...args], { cwd, env }) };
}

test("a system is asked, changed and left while it runs", { timeout: 120_000 }, async () => {
  const { child, out, ctl } = await boot();
  const status = await ctl("status");
  expect(status).toMatchObject({ code: 0, err: "" });
  expect(status.out).toMatch(/^chat \(process \d+\): 4 kernels, view 1\.\n/);
  expect(status.out).toMatch(/^cpu\[1\] +running +1 +talker$/m);

  expect(await ctl("move", "parrot", "cpu[3]")).toEqual({
    ...{ code: 0, err: "" },
    out: expect.stringMatching(/^parrot has moved from cpu\[\d\] to cpu\[3\], with 1 byte of state\.\n$/),
  });
  const offline = await ctl("offline", "cpu[3]", "--json", "--within", "20s");
  expect(offline.code).toBe(0);
  expect(JSON.parse(offline.out)).toMatchObject({
    ok: true,
    moved: [{ service: "parrot", from: "cpu[3]", stateBytes: 1 }],
  });
  expect(await ctl("online", "cpu[3]")).toEqual({ code: 0, err: "", out: "The kernel on cpu[3] is running.\n" });
  expect((await ctl("cut", "cpu[0] -- cpu[2]")).out).toBe("cpu[0] -- cpu[2] is cut.\n");
  expect((await ctl("heal", "cpu[2] -- cpu[0]")).out).toBe("cpu[2] -- cpu[0] is whole again.\n");

  const top = await ctl("top", "--once");
  expect(top.out).toMatch(/^cpu\[1\] +running +1( +[\d,]+){3} +\d+\/\d+ +\d+ +\d+/m);
  const measured = JSON.parse((await ctl("top", "--once", "--json")).out);
  expect(measured).toMatchObject({ ok: true, system: "chat" });
  expect(measured.rates.map(({ core }: { readonly core: string }) => core)).toEqual([
    "cpu[0]",
    "cpu[1]",
    "cpu[2]",
    "cpu[3]",
  ]);

  child.kill("SIGTERM");
  const { code, out: told } = await out;
  expect(told).not.toContain('"clientFailed"');
  expect(told).not.toContain('"frameDropped"');
  expect(code).toBe(0);
  expect(existsSync(path.join(runtime, "skerry", `chat-${child.pid}.sock`))).toBe(false);
});

test("what cannot be done is refused, with what may have been meant", { timeout: 120_000 }, async () => {
  const { child, out, ctl } = await boot();
  const refused = async (code: number, text: string, ...args: readonly string[]) => {
    expect(await ctl(...args)).toEqual({ code, out: "", err: expect.stringContaining(text) });
  };
  await refused(2, "no kernel runs on cpu[4].\nDid you mean cpu[0]?", "kill", "cpu[4]");
  await refused(2, "there is no service parot.\nDid you mean parrot?", "move", "parot");
  await refused(2, "talker is a client", "move", "talker");
  await refused(2, "pinned has to run on cpu[0]: the description leaves it no other core", "move", "pinned");
  await refused(2, "kernels talk over no link cpu[0] -- cpu[9]", "cut", "cpu[0] -- cpu[9]");
  await refused(2, "the client talker runs on cpu[1], and a client cannot be moved", "offline", "cpu[1]");
  await refused(2, "the kernel on cpu[2] runs already", "online", "cpu[2]");
  await refused(2, "no system chit runs here.\nDid you mean chat?", "status", "--system", "chit");
  await refused(2, "cpu[0] -- cpu[1] is not cut", "heal", "cpu[0] -- cpu[1]");
  await refused(3, "there is no ", "status", "--socket", "nowhere.sock");
  await refused(3, "there is no ", "status", "--socket", "system.skerry/nowhere.sock");
  const json = await ctl("kill", "cpu[4]", "--json");
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, error: { message: "no kernel runs on cpu[4]" } });

  // The parrot is lost, so that its only client fails, and the system ends.
  expect((await ctl("kill", "cpu[2]", "--system", `chat-${child.pid}`)).code).toBe(0);
  expect((await out).code).toBe(4);
  await refused(3, "no system of yours runs here", "status");
});

function asNobody(command: string, ...args: readonly string[]) {
  return spawnSync(command, args, { uid: nobody, gid: nobody, encoding: "utf8", cwd: "/" });
}

function nobodyCan(command: string, ...args: readonly string[]): boolean {
  return process.getuid?.() === 0 && asNobody(command, ...args).status === 0;
}

const quote = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(" ");

/** `ctl top` on a terminal of its own, as `script` of util-linux opens one; resolves when it has shown what is waited for. */
function onTerminal(cwd: string, env: Readonly<Record<string, string>>) {
  const command = quote([process.execPath, bin, "ctl", "top", "--every", "100ms"]);
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd,
    env: { ...rest, XDG_RUNTIME_DIR: runtime, TERM: "xterm", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let shown = "";
  const looks: (() => void)[] = [];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    for (const look of looks) look();
  });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  const shows = (isEnough: (text: string) => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = () => isEnough(shown) && resolve(shown);
      looks.push(look);
      void closed.then(() => reject(new Error(`It ended, having shown ${JSON.stringify(shown)}`)));
      look();
    });
  return { press: (key: string) => void child.stdin.write(key), closed, shows, shown: () => shown };
}

const pictures = (text: string): readonly string[] => text.split("\u001b[H\u001b[J").slice(1);

test("top redraws a terminal until q is pressed, without colours if so wished", { timeout: 120_000 }, async () => {
  const { child, cwd, out } = await boot();
  const terminal = onTerminal(cwd, {});
  const text = await terminal.shows((all) => pictures(all).length >= 3);
  expect(text.startsWith("\u001b[?1049h\u001b[?25l")).toBe(true);
  const [first = "", second = ""] = pictures(text);
  for (const picture of [first, second]) {
    expect(picture).toMatch(/^\u001b\[1mchat \(process \d+\): 4 of 4 kernels run, view 1\u001b\[22m\r\n/);
    expect(picture).toMatch(/^cpu\[1\] +running +1( +[\d,]+){3} +\d+\/\d+ +\d+ +\d+/m);
    expect(picture).toContain("q quits");
  }
  terminal.press("q");
  expect(await terminal.closed).toBe(0);
  expect(terminal.shown().trimEnd().endsWith("\u001b[?25h\u001b[?1049l")).toBe(true);

  const colourless = onTerminal(cwd, { NO_COLOR: "1" });
  expect(await colourless.shows((all) => pictures(all).length >= 2)).not.toContain("\u001b[1m");
  colourless.press("\u0003");
  expect(await colourless.closed).toBe(0);
  child.kill("SIGTERM");
  await out;
});

test.runIf(nobodyCan("cat", bin))("another user is refused", async () => {
  const { child, out } = await boot();
  const socket = path.join(runtime, "skerry", `chat-${child.pid}.sock`);
  const asked = asNobody(process.execPath, bin, "ctl", "status", "--socket", socket);
  expect(asked).toMatchObject({ status: 3, stdout: "" });
  expect(asked.stderr).toBe(
    `skerry: you may not open ${socket}.\nOnly the user who booted a system may ask it anything.\n`,
  );
  child.kill("SIGTERM");
  await out;
});

test("top can be left though the system does not answer, and says when it has ended", {
  timeout: 120_000,
}, async () => {
  const { child, cwd, out } = await boot();
  const stopped = onTerminal(cwd, {});
  await stopped.shows((all) => pictures(all).length >= 1);
  child.kill("SIGSTOP");
  stopped.press("q");
  expect(await stopped.closed).toBe(0);
  child.kill("SIGCONT");

  const left = onTerminal(cwd, {});
  await left.shows((all) => pictures(all).length >= 1);
  child.kill("SIGTERM");
  expect(await left.closed).toBe(0);
  expect(left.shown().trimEnd().endsWith("\u001b[?25h\u001b[?1049lThe system has ended.")).toBe(true);
  await out;
});

test("in a pipe top says again and again how it is, line by line", { timeout: 120_000 }, async () => {
  const { child, cwd, out } = await boot();
  const top = start(["ctl", "top", "--every", "100ms"], { cwd, env: { XDG_RUNTIME_DIR: runtime } });
  const told = ended(top);
  await new Promise<void>((resolve) => {
    let times = 0;
    top.stdout.on("data", (text: string) => {
      times += text.split("cpu[1] running").length - 1;
      if (times >= 3) resolve();
    });
  });
  child.kill("SIGTERM");
  const { code, out: lines } = await told;
  expect(code).toBe(0);
  expect(lines).not.toContain("\u001b");
  for (const line of lines.trimEnd().split("\n")) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z cpu\[\d\] \w+/);
  expect(lines).toMatch(
    / cpu\[1\] running, in \d+\/s, out \d+\/s, forwarded \d+\/s, deepest ring \d+\/\d+, calling \d+/,
  );
  await out;
});

test("what nobody has any more is named, to people and to programs", { timeout: 120_000 }, async () => {
  const { child, out, ctl } = await boot({
    "system.skerry": `use "./machine"

system chat on small {
  state hits: counter replicas on cpu[3] agree broadcast
  client talker = "./talker.ts" on cpu[1] uses hits
}
`,
    "talker.ts": `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ state, log, signal, sleep }) => {
  await state.hits.add(1);
  log("talking");
  while (!signal.aborted) await sleep(10).catch(() => {});
};
`,
  });
  const lost = async (): Promise<unknown> => JSON.parse((await ctl("status", "--json")).out).lostObjects;
  expect(await lost()).toEqual([]);
  expect((await ctl("kill", "cpu[3]")).code).toBe(0);
  await until(async () => JSON.stringify(await lost()) === '["hits"]');
  expect((await ctl("status")).out).toMatch(/\nLost for good: the state of hits\.\n$/);
  child.kill("SIGTERM");
  await out;
});
