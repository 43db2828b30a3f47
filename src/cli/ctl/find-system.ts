import { lstatSync } from "node:fs";
import path from "node:path";
import { closestName } from "../../algorithms/closest-name.ts";
import { errorCode } from "../../files/read-text.ts";
import { ControlClient } from "../control/control-client.ts";
import { type ControlSocket, listSockets, openControlFolder } from "../control/control-folder.ts";
import { type Refusal, refuseCall, refuseLacking } from "../refusal.ts";

export interface SystemChoice {
  /** Its name, its process, or both: `fileserver`, `4711`, `fileserver-4711`. */
  readonly system?: string;
  readonly socket?: string;
}

/** A connection to the system that is meant; else why there is none. `option` is the one that says which. */
export async function findSystem(
  choice: SystemChoice,
  workingFolder: string,
  option = "--system",
): Promise<ControlClient | Refusal> {
  const { system, socket: given } = choice;
  const socket = given === undefined ? chooseSocket(system, option) : givenSocket(given, workingFolder);
  if (typeof socket !== "string") return socket;
  try {
    return await ControlClient.connect(socket);
  } catch (error) {
    if (isDenied(error)) return refuseDenied(socket);
    return refuseLacking(
      `nothing answers at ${socket}${error instanceof Error ? ` (${error.message})` : ""}`,
      "Boot the system again: skerry boot FILE.",
    );
  }
}

function givenSocket(given: string, workingFolder: string): string | Refusal {
  const socket = path.resolve(workingFolder, given);
  try {
    return lstatSync(socket).isSocket() ? socket : refuseCall(`${socket} is no socket`);
  } catch (error) {
    if (isDenied(error)) return refuseDenied(socket);
    return refuseLacking(`there is no ${socket}`, "skerry boot says where its control socket is.");
  }
}

function isDenied(error: unknown): boolean {
  return errorCode(error) === "EACCES" || errorCode(error) === "EPERM";
}

function refuseDenied(socket: string): Refusal {
  return refuseLacking(`you may not open ${socket}`, "Only the user who booted a system may ask it anything.");
}

function chooseSocket(system: string | undefined, option: string): string | Refusal {
  const folder = openControlFolder();
  if (folder.kind === "unsafe") {
    return refuseLacking(
      `control sockets cannot be looked for: ${folder.text}`,
      "Say which one is meant: --socket PATH.",
    );
  }
  const sockets = listSockets(folder.path);
  const found = system === undefined ? sockets : sockets.filter((socket) => isMeant(socket, system));
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only.path;
  if (sockets.length === 0) {
    return refuseLacking(
      `no system of yours runs here (there is no socket in ${folder.path})`,
      "Boot one: skerry boot FILE.",
    );
  }
  return found.length === 0 ? refuseUnknown(system ?? "", sockets) : refuseSeveral(found, option);
}

/** Whether a name, a process or both (`fileserver-4711`) say this one. */
export function isMeant({ system, pid }: ControlSocket, said: string): boolean {
  return said === system || said === `${pid}` || said === `${system}-${pid}`;
}

function refuseUnknown(said: string, sockets: readonly ControlSocket[]): Refusal {
  const near = closestName(said, [...new Set(sockets.map(({ system }) => system))]);
  const running = sockets.map(({ system, pid }) => `${system}-${pid}`).join(", ");
  return refuseCall(`no system ${said} runs here`, near === null ? `There is ${running}.` : `Did you mean ${near}?`);
}

function refuseSeveral(sockets: readonly ControlSocket[], option: string): Refusal {
  const names = sockets.map(({ system, pid }) => `${option} ${system}-${pid}`).join(" or ");
  return refuseCall(`${sockets.length} systems run here`, `Say which is meant: ${names}.`);
}
