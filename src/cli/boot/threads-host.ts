import path from "node:path";
import { pathToFileURL } from "node:url";
import { packageFolder } from "../../files/installation.ts";
import type { WatchTiming } from "../../runtime/kernel/host.ts";
import type { Bootable, Running } from "./host.ts";
import { listenTo } from "./listen-to-control.ts";

/** One worker thread for each kernel, pinned where the description says which CPU is meant. */
export async function startThreads(bootable: Bootable): Promise<Running> {
  const { configuration, routes, programs, options, onEvent } = bootable;
  const { bootThreads } = await import("../../runtime/hosts/threads/boot.ts");
  const worker = pathToFileURL(path.join(packageFolder(), "dist", "worker.js"));
  const membership = { watch: options.watch === undefined ? null : watchFor(options.watch) };
  const system = bootThreads({ configuration, routes, programs, worker, pin: true, membership, onEvent });
  const stop = (reason: string) => void system.stop(reason);
  if (bootable.control !== null) await listenTo(bootable.control, configuration, system);
  const { for: limit } = options;
  if (limit === undefined) return { done: system.done, stop };
  const timer = setTimeout(() => stop(`its ${limit / 1000} s are over`), limit);
  return { done: system.done.finally(() => clearTimeout(timer)), stop };
}

/** So many looks until who says nothing is suspected. */
const looks = 4;

function watchFor(patience: number): WatchTiming {
  return { every: Math.max(1, patience / looks), patience };
}
