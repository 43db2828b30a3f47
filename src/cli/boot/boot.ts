import type { BootEvent } from "../../runtime/kernel/events.ts";
import { isBundle } from "../bundle/is-bundle.ts";
import type { Call, Ending } from "../call.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { endOnInterruption, onInterruption } from "../interruption.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import type { BootOptions } from "./boot-options.ts";
import { type BootReport, jsonReport, textReport } from "./boot-report.ts";
import { withBootable } from "./bootable.ts";
import type { Bootable, Running } from "./host.ts";
import { placeOfControl } from "./place-of-control.ts";

/** Only the host that is asked for is loaded. */
const hosts: Readonly<Record<"threads" | "simulation", (bootable: Bootable) => Promise<Running>>> = {
  threads: async (bootable) => (await import("./threads-host.ts")).startThreads(bootable),
  simulation: async (bootable) => (await import("./simulation-host.ts")).startSimulation(bootable),
};

/** Builds in memory, or takes a bundle, boots, and stays until the system has ended. */
export async function boot(call: Call, names: readonly string[], options: BootOptions): Promise<Ending> {
  const unfit = refuseUnfit(options);
  if (unfit !== null) return unfit;
  const [bundle, ...others] = names;
  if (bundle !== undefined && isBundle(bundle)) {
    if (others.length > 0) return refuseCall("a bundle is booted by itself", `Name ${bundle} alone.`);
    return (await import("../bundle/unpack-bundle.ts")).withUnpacked(call, bundle, options, bootDescription);
  }
  return bootDescription(call, names, options);
}

/** Flags that only some hosts have a use for. */
function refuseUnfit({ host, seed, watch, hostLink }: BootOptions): Refusal | null {
  if (seed !== undefined && host !== "simulation")
    return refuseCall("only a simulation has a seed", "Say --host simulation as well, or leave out --seed.");
  if (watch !== undefined && host !== "threads")
    return refuseCall("only worker threads are told how long to watch each other", "Leave out --watch or --host.");
  if (hostLink !== undefined && host !== "qemu")
    return refuseCall(
      "only a board in QEMU has a link to the host",
      "Say --host qemu as well, or leave out --host-link.",
    );
  return null;
}

async function bootDescription(call: Call, names: readonly string[], options: BootOptions): Promise<Ending> {
  if (options.host === "qemu") return (await import("./qemu/boot-qemu.ts")).bootQemu(call, names, options);
  const calm = endOnInterruption(call.terminal.say, "anything was booted");
  try {
    return await withBootable(call, names, options, (parts, remove) =>
      runToEnd(call, { ...parts, options }, remove, calm),
    );
  } finally {
    calm();
  }
}

/** `begins`: to be called when there is something to stop. */
async function runToEnd(
  call: Call,
  bootable: Omit<Bootable, "onEvent" | "control">,
  leave: () => void,
  begins: () => void,
): Promise<ExitCode> {
  const { configuration, options } = bootable;
  const control = await placeOfControl(call, configuration.name, options);
  const report: BootReport = (options.json === true ? jsonReport : textReport)(
    call.terminal,
    configuration,
    options.host,
    control,
  );
  let running: Running | null = null;
  const stop = (reason: string) => running?.stop(reason);
  const onEvent = (event: BootEvent) => {
    report.event(event);
    if (!call.terminal.listening()) stop("nobody reads its log any more");
  };
  running = await hosts[options.host === "simulation" ? "simulation" : "threads"]({ ...bootable, control, onEvent });
  begins();
  const calm = onInterruption((signal) => stop(`asked to by ${signal}`), leave);
  const outcome = await running.done;
  calm();
  report.end(outcome);
  return outcome.kind === "failed" ? exitCode.failedRunning : exitCode.done;
}
