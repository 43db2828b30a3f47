/** The kernel itself, compiled: it is the same whatever it runs, so it is kept for the next time. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { packageFolder } from "../../../files/installation.ts";

const run = promisify(execFile);

export interface KernelSources {
  /** The portable part and those of its boards, absolute. */
  readonly folders: readonly string[];
  /** An executable, and what it is told before the sources. */
  readonly compiler: string;
  readonly options: readonly string[];
}

/** The object files; compiled into `work` where nothing can be kept. Rejects with what the compiler says. */
export async function kernelObjects(sources: KernelSources, work: string): Promise<readonly string[]> {
  const kept = path.join(packageFolder(), ".skerry", "kernels");
  const folder = path.join(kept, keyOf(sources));
  if (!existsSync(folder)) {
    const draft = mkdtempSync(path.join(canHold(kept) ? kept : work, "draft-"));
    await compile(sources, draft);
    if (!settle(draft, folder)) return objectsIn(draft);
  }
  return objectsIn(folder);
}

/** Of everything that the objects come of. */
function keyOf({ folders, compiler, options }: KernelSources): string {
  const hash = createHash("sha256").update(JSON.stringify([compiler, options]));
  for (const file of folders.flatMap(filesIn)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex").slice(0, 32);
}

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => /\.[chS]$/.test(name));
  return names.sort().map((name) => path.join(folder, name));
}

function canHold(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** Files of one name lie in several folders: each goes into a room of its own. */
async function compile({ folders, compiler, options }: KernelSources, into: string): Promise<void> {
  const all = folders.flatMap(filesIn).filter((file) => !file.endsWith(".h"));
  const waiting = all.map((file, at) => ({ file, room: path.join(into, String(at)) }));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      mkdirSync(next.room);
      await run(compiler, [...options, "-c", next.file], { cwd: next.room });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

/** Whether the objects lie where they are kept; somebody else may have been quicker. */
function settle(draft: string, folder: string): boolean {
  if (path.dirname(draft) !== path.dirname(folder)) return false;
  try {
    renameSync(draft, folder);
    return true;
  } catch {
    return existsSync(folder);
  }
}

function objectsIn(folder: string): readonly string[] {
  const rooms = readdirSync(folder).sort((a, b) => Number(a) - Number(b));
  return rooms.flatMap((room) => readdirSync(path.join(folder, room)).map((name) => path.join(folder, room, name)));
}
