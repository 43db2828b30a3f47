/** Names of the systems that run here, and of what is in them: for completion, so nothing is said and nobody waits long. */
import { ControlClient } from "../control/control-client.ts";
import { listSockets, openControlFolder } from "../control/control-folder.ts";
import type { StatusView } from "../control/view-status.ts";
import { isMeant } from "../ctl/find-system.ts";

/** Milliseconds that a system has to answer. */
const patience = 400;

export type RunningKind = "core" | "link" | "service" | "system";

/** `system`: the one that is meant, by name, process or both; null: the only one. None where it does not answer. */
export async function listRunning(kind: RunningKind, system: string | null): Promise<readonly string[]> {
  const folder = openControlFolder();
  const sockets = folder.kind === "folder" ? listSockets(folder.path) : [];
  if (kind === "system") return sockets.map(({ system: name, pid }) => `${name}-${pid}`);
  const meant = sockets.filter((socket) => system === null || isMeant(socket, system));
  const [only, ...others] = meant;
  if (only === undefined || others.length > 0) return [];
  const view = await askStatus(only.path);
  if (view === null) return [];
  if (kind === "core") return view.kernels.map(({ core }) => core);
  if (kind === "link") return view.links.map(({ name }) => name);
  return view.kernels.flatMap(({ services }) => services);
}

async function askStatus(path: string): Promise<StatusView | null> {
  const client = await ControlClient.connect(path).catch(() => null);
  if (client === null) return null;
  const timer = setTimeout(() => client.close(), patience);
  try {
    const answer = await client.ask({ command: "status" });
    // The answer is the system's own, of the version that was checked.
    return "ok" in answer && answer.ok ? (answer.result as StatusView) : null;
  } finally {
    clearTimeout(timer);
    client.close();
  }
}
