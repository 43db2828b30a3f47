/** A board in QEMU that goes on until it is stopped. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import { until } from "../../until.ts";
import { skerryHere } from "../in-process.ts";
import { type Ended, ended, folderOf, start } from "../skerry.ts";

/** A board in QEMU, asked over its control socket. */
export interface BootedBoard {
  readonly ctl: (...args: readonly string[]) => Promise<Ended>;
  readonly status: () => Promise<{ readonly epoch: number; readonly states: Readonly<Record<string, string>> }>;
  /** Resolves once it has said so. */
  readonly said: (text: string) => Promise<void>;
  /** What has become of it in the end. */
  readonly ended: Promise<Ended>;
  readonly stop: () => Promise<Ended>;
  /** Kills the process, which can end nothing itself then; resolves when the machine has ended too. */
  readonly kill: () => Promise<void>;
}

/** Boots a description once one of its programs has logged `sign`. */
export async function bootBoard(files: Readonly<Record<string, string>>, sign: string): Promise<BootedBoard> {
  const runtime = mkdtempSync(path.join(tmpdir(), "skerry-ctl-"));
  onTestFinished(() => rmSync(runtime, { recursive: true, force: true }));
  const cwd = folderOf(files);
  const env = { XDG_RUNTIME_DIR: runtime };
  const child = start(["boot", "--host", "qemu", "--json"], { cwd, env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const out = ended(child);
  let all = "";
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => (all.includes(text) ? resolve() : undefined);
      child.stdout.on("data", look);
      void out.then(({ err }) => reject(new Error(err)));
      look();
    });
  child.stdout.on("data", (text: string) => {
    all += text;
  });
  await said(`"${sign}"`);
  // In this process, which has to know where the socket is.
  const { XDG_RUNTIME_DIR: before } = process.env;
  process.env["XDG_RUNTIME_DIR"] = runtime;
  onTestFinished(() => {
    if (before === undefined) delete process.env["XDG_RUNTIME_DIR"];
    else process.env["XDG_RUNTIME_DIR"] = before;
  });
  const ctl = (...args: readonly string[]) => skerryHere(["ctl", ...args]);
  // Programs begin before anybody listens to orders.
  await until(async () => (await ctl("status")).code === 0);
  return {
    ctl,
    status: async () => {
      const answered = await ctl("status", "--json");
      const { epoch, kernels } = JSON.parse(answered.out);
      const states = kernels.map(({ core, state }: { core: string; state: string }) => [core, state]);
      return { epoch, states: Object.fromEntries(states) };
    },
    said,
    ended: out,
    stop: () => {
      child.kill("SIGTERM");
      return out;
    },
    kill: async () => {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ");
      const machine = children.find((id) => readFileSync(`/proc/${id}/comm`, "utf8").startsWith("qemu-system")) ?? "";
      expect(machine).not.toBe("");
      child.kill("SIGKILL");
      await until(() => hasEnded(machine));
    },
  };
}

/** Who is its parent then need not have asked what it ended with. */
function hasEnded(id: string): boolean {
  return !existsSync(`/proc/${id}/stat`) || / Z /.test(readFileSync(`/proc/${id}/stat`, "utf8"));
}
