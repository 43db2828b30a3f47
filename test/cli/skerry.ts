/** The program as people run it: the bundled bin, in a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const bin = path.join(root, "bin", "skerry.js");
export const hotos09 = path.join(root, "examples", "hotos09");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  readonly cwd?: string;
  /** Standard input; empty when left out. */
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts it; colours are asked for by nobody. */
export function start(args: readonly string[], options: CallOptions = {}): ChildProcessWithoutNullStreams {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...args], { cwd: options.cwd ?? root, env: { ...env, ...options.env } });
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  return child;
}

/** Runs it to its end. */
export function skerry(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  return ended(start(args, options));
}

/** What set-up says when the sources were changed while tests run. */
const rebuilt = /^skerry: building …\n/gm;

/** What a process printed and how it ended. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.err += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out: texts.out, err: texts.err.replace(rebuilt, "") }));
  });
}

/** A folder with these files, gone when the test is over. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** What no mistake of a user may ever bring about. */
export const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

/** A machine of four cores, small enough to boot often. */
export const smallMachine = `use "prelude/amd64"

machine small {
  core cpu[4]: amd64 @ 2 GHz {
    cache l1: 32 KiB, latency 2 cycles
  }
  coherence between cpu[*]: latency 100 cycles
  memory dram: 1 GiB
}
`;

/** An echo service on it and one client. */
export const smallSystem = `use "./machine"

interface Echo @ 1 {
  call echo(text: string<64>) -> (text: string<64>)
}

system chat on small {
  service parrot: Echo = "./parrot.ts" on cpu[3]
  client talker = "./talker.ts" on cpu[1] uses parrot
}
`;

export const parrot = `import type { Parrot } from "~skerry/chat";

export const program: Parrot = ({ log }) => ({
  echo: (text, call) => {
    log(\`\${call.caller.program} said \${text}\`);
    return { text };
  },
});
`;

export const talker = `import type { Talker } from "~skerry/chat";

export const program: Talker = async ({ services, log }) => {
  const { text } = await services.parrot.echo("hello");
  log(\`heard \${text}\`);
};
`;

/** A folder with the small system; `changes` replace or add files. */
export function smallFolder(changes: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return folderOf({
    "machine.skerry": smallMachine,
    "system.skerry": smallSystem,
    "parrot.ts": parrot,
    "talker.ts": talker,
    ...changes,
  });
}
