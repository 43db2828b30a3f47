import { Simulation } from "../../runtime/hosts/simulation/simulation.ts";
import { locatedTextOf } from "../../runtime/kernel/error-text.ts";
import type { SystemOutcome } from "../../runtime/kernel/events.ts";
import type { Programs } from "../../runtime/program.ts";
import type { Bootable, Running } from "./boot.ts";

/** All kernels in this thread under virtual time; `--for` is virtual too. */
export async function startSimulation(bootable: Bootable): Promise<Running> {
  const { configuration, routes, options, onEvent } = bootable;
  const simulation = new Simulation(configuration, routes, {
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.for === undefined ? {} : { stopAt: options.for }),
    onEvent,
  });
  const faults: string[] = [];
  const release = catchFaults((text) => {
    faults.push(`a program failed outside of any call: ${text}`);
    simulation.stop("a program failed");
  });
  const run = async (): Promise<SystemOutcome> => {
    const programs = bootable.programs === null ? {} : await loadPrograms(bootable.programs);
    await simulation.start(programs);
    const { outcome } = await simulation.run();
    if (faults.length === 0) return outcome;
    return { ...outcome, kind: "failed", failures: [...outcome.failures, ...faults] };
  };
  return { done: run().finally(release), stop: (reason) => simulation.stop(reason) };
}

async function loadPrograms(module: URL): Promise<Programs> {
  process.setSourceMapsEnabled(true);
  const loaded: { readonly programs: Programs } = await import(module.href);
  return loaded.programs;
}

/**
 * Programs run in this very thread: what they throw from a timer or leave unhandled is theirs, not a bug of Skerry's, as
 * long as they run. Returns what ends that.
 */
function catchFaults(onFault: (text: string) => void): () => void {
  const usual = process.listeners("uncaughtException");
  const listener = (error: unknown) => onFault(locatedTextOf(error));
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", listener);
  return () => {
    process.off("uncaughtException", listener);
    for (const each of usual) process.on("uncaughtException", each);
  };
}
