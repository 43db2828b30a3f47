import { ShutdownError } from "../../runtime/errors.ts";
import { Simulation } from "../../runtime/hosts/simulation/simulation.ts";
import { eventLoop } from "../../runtime/hosts/simulation/turns.ts";
import { locatedTextOf } from "../../runtime/kernel/error-text.ts";
import type { SystemOutcome } from "../../runtime/kernel/events.ts";
import type { Bootable, Running } from "./host.ts";
import { catchFaults, loadPrograms } from "./simulated-programs.ts";

/** All kernels in this thread under virtual time; `--for` is virtual too. */
export async function startSimulation(bootable: Bootable): Promise<Running> {
  const { configuration, routes, options, onEvent } = bootable;
  const simulation = new Simulation(configuration, routes, {
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.for === undefined ? {} : { stopAt: options.for }),
    onEvent,
  });
  const faults: string[] = [];
  let ended = false;
  // For good: what programs have left running in this thread may still throw when their system has ended.
  catchFaults((error) => {
    // Nobody need be there any more for what is rejected because the system stops.
    if (ended || (simulation.stopped && error instanceof ShutdownError)) return;
    faults.push(`a program failed outside of any call: ${locatedTextOf(error)}`);
    simulation.stop("a program failed");
  });
  const run = async (): Promise<SystemOutcome> => {
    const programs = bootable.programs === null ? {} : await loadPrograms(bootable.programs);
    await simulation.start(programs);
    const { outcome } = await simulation.run();
    // What was rejected last, and by nobody looked after, is told now.
    await eventLoop();
    if (faults.length === 0) return outcome;
    return { ...outcome, kind: "failed", failures: [...outcome.failures, ...faults] };
  };
  const done = run().finally(() => {
    ended = true;
  });
  return { done, stop: (reason) => simulation.stop(reason) };
}
