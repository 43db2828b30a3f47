import { viewThreads } from "../../emit/boot/threads/threads-view.ts";
import { emit } from "../../emit/emit.ts";
import { encodeRoutes } from "../../emit/tables/routes-binary.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";
import type { BootEvent, SystemOutcome } from "../../runtime/kernel/events.ts";
import type { Call, Ending } from "../call.ts";
import { type Compiled, type CompileOptions, compileFiles } from "../compile-files.ts";
import { type ExitCode, exitCode } from "../exit-code.ts";
import { endOnInterruption, onInterruption } from "../interruption.ts";
import { type Refusal, refuseCall, refuseLacking } from "../refusal.ts";
import { reportWrong } from "../report-diagnostics.ts";
import { type BootReport, jsonReport, textReport } from "./boot-report.ts";
import { preparePrograms } from "./programs.ts";

export interface BootOptions extends CompileOptions {
  readonly host: "threads" | "simulation" | "qemu";
  /** Milliseconds. */
  readonly for?: number;
  readonly seed?: number;
}

/** What a host is given to start. */
export interface Bootable {
  readonly configuration: BootConfiguration;
  /** Bytes of `routes.bin`. */
  readonly routes: Uint8Array;
  /** A module that exports `programs`; null boots bare kernels. */
  readonly programs: URL | null;
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
    return await compileAndBoot(call, names, options, calm);
  } finally {
    calm();
  }
}

/** `begins`: to be called when there is something to stop. */
async function compileAndBoot(
  call: Call,
  names: readonly string[],
  options: BootOptions,
  begins: () => void,
): Promise<Ending> {
  const compiled = await compileFiles(call, names, options);
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const configuration = viewThreads(compiled.plan);
  const { routes } = compiled.plan;
  if (configuration === null || routes === null) return refuseCall("the description has no machine to boot");
  const modules = await preparedModules(call, compiled, options);
  if (modules === null) return exitCode.wrongDescription;
  try {
    const bootable = { configuration, routes: encodeRoutes(routes), programs: modules.module, options };
    return await runToEnd(call, bootable, modules.remove, begins);
  } finally {
    modules.remove();
  }
}

function refuseQemu(): Refusal {
  return refuseLacking(
    "this release of Skerry has no kernel for QEMU yet",
    "Boot on this machine's threads (--host threads) or under virtual time (--host simulation).",
  );
}

interface Modules {
  readonly module: URL | null;
  readonly remove: () => void;
}

/** Null when they are wrong, and that has been said. */
async function preparedModules(call: Call, compiled: Compiled, options: BootOptions): Promise<Modules | null> {
  if (compiled.plan.system === null) return { module: null, remove: () => {} };
  const files = await emit(compiled.plan, { modulesFolder: compiled.files.folder, inPlace: true });
  const prepared = await preparePrograms(compiled, files);
  if (prepared.kind === "ready") return prepared;
  reportWrong(call.terminal, prepared.diagnostics, compiled.files, options.json === true);
  return null;
}

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
