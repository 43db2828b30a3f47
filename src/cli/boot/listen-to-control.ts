import type { RunningSystem } from "../../runtime/hosts/threads/options.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";

/** Listens to `skerry ctl` until the system has ended. */
export async function listenTo(path: string, configuration: BootConfiguration, system: RunningSystem): Promise<void> {
  const opened = await (await import("../control/open-control.ts")).openControl(path, configuration, system);
  if (opened.kind === "open") void system.done.then(opened.close);
  else process.stderr.write(`skerry: there is no control socket: ${opened.text}.\n`);
}
