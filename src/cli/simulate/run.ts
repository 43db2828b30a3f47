import { ShutdownError } from "../../runtime/errors.ts";
import type { FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import { History } from "../../runtime/hosts/simulation/history.ts";
import { Simulation } from "../../runtime/hosts/simulation/simulation.ts";
import type { Trace } from "../../runtime/hosts/simulation/trace.ts";
import { eventLoop } from "../../runtime/hosts/simulation/turns.ts";
import { locatedTextOf } from "../../runtime/kernel/error-text.ts";
import type { BootParts } from "../boot/bootable.ts";
import { catchFaults, loadPrograms } from "../boot/simulated-programs.ts";
import { judgeHistory } from "./judge-history.ts";
import type { Observed } from "./verdict.ts";

export interface RunOptions {
  readonly seed: number;
  readonly schedule: FaultSchedule;
  /** Virtual milliseconds after which it is stopped. */
  readonly limit: number;
  readonly trace?: Trace;
}

/** Real milliseconds for what programs do outside of the simulation. */
const patience = 200;
/** Virtual milliseconds until a binding that is not made has failed. */
const bindingTimeout = 30_000;

let runs = 0;

/** One run, of programs that have not run before: what a module keeps is no part of the next run. */
export async function runOnce({ configuration, routes, programs }: BootParts, options: RunOptions): Promise<Observed> {
  const { seed, schedule, limit, trace } = options;
  const uncaught: string[] = [];
  const history = new History();
  const protocols = new Map(configuration.states?.map(({ name, protocol }) => [name, protocol]));
  const simulation = new Simulation(configuration, routes, {
    ...{ seed, faults: schedule, stopAt: limit, patience, bindingTimeout, history },
    ...(trace === undefined ? {} : { trace }),
  });
  const release = catchFaults((error) => {
    if (simulation.stopped && error instanceof ShutdownError) return;
    uncaught.push(`a program failed outside of any call: ${locatedTextOf(error)}`);
    simulation.stop("a program failed");
  });
  try {
    await simulation.start(programs === null ? {} : await loadPrograms(new URL(`?run=${++runs}`, programs)));
    const result = await simulation.run();
    // What was rejected last, and by nobody looked after, is told now.
    await eventLoop();
    const isOrdered = (name: string): boolean => protocols.get(name) !== "shootdown";
    return { configuration, schedule, result, uncaught, wrongStates: judgeHistory(history.operations, isOrdered) };
  } finally {
    release();
  }
}
