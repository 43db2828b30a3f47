/** The control socket of a system that is booted here. */
import type { RunningSystem } from "../../runtime/hosts/threads/options.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import { listSockets, openControlFolder, socketPath } from "./control-folder.ts";
import { type ControlServer, serveControl } from "./control-server.ts";
import { SystemControl } from "./system-control.ts";

export type OpenedControl =
  | { readonly kind: "open"; readonly path: string; readonly close: () => void }
  /** There is none; why, a sentence without its end. */
  | { readonly kind: "none"; readonly text: string };

/** A place for the socket, before there is anything to control. */
export function placeControl(system: string): { readonly path: string } | { readonly text: string } {
  const folder = openControlFolder();
  if (folder.kind === "unsafe") return { text: folder.text };
  listSockets(folder.path);
  const path = socketPath(folder.path, system, process.pid);
  return path === null ? { text: `${folder.path} is too long for the path of a socket` } : { path };
}

/** Never rejects. */
export async function openControl(
  path: string,
  configuration: BootConfiguration,
  system: RunningSystem,
): Promise<OpenedControl> {
  const control = new SystemControl(configuration, system);
  try {
    const server = await serveControl(path, (request) => control.handle(request));
    return { kind: "open", path, close: closeOnce(server) };
  } catch (error) {
    return { kind: "none", text: error instanceof Error ? error.message : String(error) };
  }
}

/** Also when the process ends in a hurry. */
function closeOnce(server: ControlServer): () => void {
  const atExit = (): void => server.close();
  process.once("exit", atExit);
  return () => {
    process.off("exit", atExit);
    server.close();
  };
}
