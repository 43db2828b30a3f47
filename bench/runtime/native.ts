import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Contender } from "./contender.ts";

/** The ping-pong of C; rejects where there is no C compiler. */
export async function startNative(source: string, folder: string): Promise<Contender> {
  const program = path.join(folder, "ping-pong");
  const { error, status, stderr } = spawnSync("cc", ["-O2", "-o", program, source, "-lpthread"], { encoding: "utf8" });
  if (error !== undefined) throw new Error("the limit is written in C: install a compiler, Debian's package gcc");
  if (status !== 0) throw new Error(`cc: ${stderr}`);
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async measure(_order, times) {
      child.stdin.write(`${times}\n`);
      const { value } = await lines.next();
      return Number(value);
    },
    async end() {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
