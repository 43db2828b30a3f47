/** Where control sockets lie: in a folder that nobody but their owner can enter. */
import { lstatSync, mkdirSync, readdirSync, rmSync, type Stats } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export type ControlFolder =
  | { readonly kind: "folder"; readonly path: string }
  /** A sentence without its end. */
  | { readonly kind: "unsafe"; readonly text: string };

/** A system that listens, or did. */
export interface ControlSocket {
  readonly path: string;
  readonly system: string;
  readonly pid: number;
}

/** What the system takes for the path of a socket; 104 on some, with the zero that ends it. */
const longestPath = 103;
const longestName = 40;

/** The folder, made if need be. Others may know its name beforehand: what is there already has to be a folder of ours. */
export function openControlFolder(environment: NodeJS.ProcessEnv = process.env): ControlFolder {
  const { getuid } = process;
  if (getuid === undefined) {
    const text = "on Windows other users could open it: named pipes have no folder that only their owner may enter";
    return { kind: "unsafe", text };
  }
  const uid = getuid();
  const folder = folderFor(uid, environment["XDG_RUNTIME_DIR"]);
  try {
    makeFolder(folder);
    return judge(folder, lstatSync(folder), uid);
  } catch (error) {
    return { kind: "unsafe", text: `${folder} cannot be made: ${error instanceof Error ? error.message : error}` };
  }
}

/** `<system>-<pid>.sock`; null where the system does not take so long a path. */
export function socketPath(folder: string, system: string, pid: number): string | null {
  const name = system.replace(/[^A-Za-z0-9_]/g, "_").slice(0, longestName);
  const full = path.join(folder, `${name}-${pid}.sock`);
  return Buffer.byteLength(full) > longestPath ? null : full;
}

/** The sockets in the folder; those of processes that are no more are taken away. */
export function listSockets(folder: string): readonly ControlSocket[] {
  const found: ControlSocket[] = [];
  for (const name of readdirSync(folder).sort()) {
    const [, system, digits] = /^(\w+)-(\d+)\.sock$/.exec(name) ?? [];
    if (system === undefined) continue;
    const socket = { path: path.join(folder, name), system, pid: Number(digits) };
    if (runs(socket.pid)) found.push(socket);
    else rmSync(socket.path, { force: true });
  }
  return found;
}

/** After the XDG Base Directory Specification, which wants it owned by the user and closed to all others. */
function folderFor(uid: number, runtime: string | undefined): string {
  if (runtime !== undefined && path.isAbsolute(runtime)) {
    const stats = lstatSync(runtime, { throwIfNoEntry: false });
    if (stats !== undefined && faultOf(stats, uid) === null) return path.join(runtime, "skerry");
  }
  return path.join(tmpdir(), `skerry-${uid}`);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}

function judge(folder: string, stats: Stats, uid: number): ControlFolder {
  const fault = faultOf(stats, uid);
  return fault === null ? { kind: "folder", path: folder } : { kind: "unsafe", text: `${folder} ${fault}` };
}

/** What keeps a folder from being ours alone; a link is none, wherever it leads. */
function faultOf(stats: Stats, uid: number): string | null {
  if (!stats.isDirectory()) return stats.isSymbolicLink() ? "is a symbolic link" : "is no folder";
  if (stats.uid !== uid) return "belongs to another user";
  return (stats.mode & 0o077) === 0 ? null : "is open to other users";
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // One that is not ours to signal has the number of one that was.
    return false;
  }
}
