import type { BootEvent, SystemOutcome } from "../../runtime/kernel/events.ts";
import type { Call, Ending } from "../call.ts";
import type { CompileOptions } from "../compile-files.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { endOnInterruption, onInterruption } from "../interruption.ts";
import { type Refusal, refuseLacking } from "../refusal.ts";
import { type BootReport, jsonReport, textReport } from "./boot-report.ts";
import { type BootParts, withBootable } from "./bootable.ts";

export interface BootOptions extends CompileOptions {
  readonly host: "threads" | "simulation" | "qemu";
  /** Milliseconds. */
  readonly for?: number;
  readonly seed?: number;
}

/** What a host is given to start. */
export interface Bootable extends BootParts {
  readonly options: BootOptions;
  readonly onEvent: (event: BootEvent) => void;
}

/** A system under way, on whatever host. */
export interface Running {
  /** Never rejects. */
  readonly done: Promise<SystemOutcome>;
  readonly stop: (reason: string) => void;
}

/** Only the host that is asked for is loaded. */
const hosts: Readonly<Record<"threads" | "simulation", (bootable: Bootable) => Promise<Running>>> = {
  threads: async (bootable) => (await import("./threads-host.ts")).startThreads(bootable),
  simulation: async (bootable) => (await import("./simulation-host.ts")).startSimulation(bootable),
};

/** Builds in memory, boots, and stays until the system has ended. */
export async function boot(call: Call, names: readonly string[], options: BootOptions): Promise<Ending> {
  if (options.host === "qemu") return refuseQemu();
  const calm = endOnInterruption(call.terminal.say, "anything was booted");
  try {
    return await withBootable(call, names, options, (parts, remove) =>
      runToEnd(call, { ...parts, options }, remove, calm),
    );
  } finally {
    calm();
  }
}

function refuseQemu(): Refusal {
  return refuseLacking(
    "this release of Skerry has no kernel for QEMU yet",
    "Boot on this machine's threads (--host threads) or under virtual time (--host simulation).",
  );
}

/** `begins`: to be called when there is something to stop. */
async function runToEnd(
  call: Call,
  bootable: Omit<Bootable, "onEvent">,
  leave: () => void,
  begins: () => void,
): Promise<ExitCode> {
  const { configuration, options } = bootable;
  const report: BootReport = (options.json === true ? jsonReport : textReport)(
    call.terminal,
    configuration,
    options.host,
  );
  let running: Running | null = null;
  const stop = (reason: string) => running?.stop(reason);
  const onEvent = (event: BootEvent) => {
    report.event(event);
    if (!call.terminal.listening()) stop("nobody reads its log any more");
  };
  running = await hosts[options.host === "simulation" ? "simulation" : "threads"]({ ...bootable, onEvent });
  begins();
  const calm = onInterruption((signal) => stop(`asked to by ${signal}`), leave);
  const outcome = await running.done;
  calm();
  report.end(outcome);
  return outcome.kind === "failed" ? exitCode.failedRunning : exitCode.done;
}
