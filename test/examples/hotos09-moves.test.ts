/** The disk of the paper's machine, with its replicated journal, goes where the plan says it may, and back. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ended, hotos09, skerry, start } from "../cli/skerry.ts";

/** Keeps the system running, and reads what the disk has written wherever that is. */
const keeper = `
import type { Keeper } from "~skerry/fileserver";

export const program: Keeper = async ({ services: { disk }, signal, sleep, log }) => {
  log("keeping");
  while (!signal.aborted) {
    // What is called while the disk moves waits until it has, however busy this computer is.
    await disk.capacity({ timeout: 200_000 });
    await sleep(1).catch(() => {});
  }
};
`;

/** Clients beside the keeper. */
const webs = 4;

function withKeeper(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "skerry-moves-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(hotos09, folder, { recursive: true });
  const system = path.join(folder, "system.skerry");
  const described = readFileSync(system, "utf8");
  writeFileSync(
    system,
    described.replace("  client web =", `  client keeper = "./keeper.ts" on p[7].cpu[3] uses disk\n  client web =`),
  );
  writeFileSync(path.join(folder, "keeper.ts"), keeper);
  return folder;
}

test("to a core with a replica and to one without, and nothing fails", { timeout: 240_000 }, async () => {
  const cwd = withKeeper();
  const env = { XDG_RUNTIME_DIR: cwd };
  const child = start(["boot", "--json"], { cwd, env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const out = ended(child);
  // Its other clients give a call five seconds, within which a busy computer need not have 32 kernels agree on a move.
  await new Promise<void>((resolve, reject) => {
    let told = "";
    child.stdout.on("data", (text: string) => {
      told += text;
      if (told.includes('"keeping"') && told.split('"clientDone"').length > webs) resolve();
    });
    void out.then(({ out: all, err }) => reject(new Error(all + err)));
  });
  for (const to of ["p[3].cpu[1]", "p[5].cpu[0]", "p[7].cpu[0]"]) {
    const moved = await skerry(["ctl", "move", "disk", to, "--within", "60s"], { cwd, env });
    expect(moved).toEqual({ code: 0, err: "", out: expect.stringContaining(` to ${to}`) });
  }
  child.kill("SIGTERM");
  const { code, out: told } = await out;
  expect(told).not.toContain('"clientFailed"');
  expect(code).toBe(0);
});
