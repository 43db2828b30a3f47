import { availableParallelism } from "node:os";
import { doorbellBytes } from "./doorbells.ts";
import { allocateLines } from "./line-memory.ts";
import type { WorkerSetup } from "./messages.ts";
import type { ThreadsOptions } from "./options.ts";

const defaultSpin = 200;
const defaultBindingTimeout = 30_000;

/** What the workers of a system have in common, and the memory they share; `epoch`: milliseconds since 1970. */
export function setupOf(options: ThreadsOptions, epoch: number): WorkerSetup {
  const { configuration, routes, programs, spin, bindingTimeout, membership } = options;
  const shared = new SharedArrayBuffer(routes.length);
  new Uint8Array(shared).set(routes);
  return {
    configuration,
    core: 0,
    incarnation: 0,
    over: [],
    membership: membership ?? {},
    segment: allocateLines(configuration.segmentBytes),
    doorbells: allocateLines(doorbellBytes(configuration.cores.length)),
    routes: shared,
    programs: programs?.href ?? null,
    spin: spin ?? defaultSpin,
    pin: null,
    bindingTimeout: bindingTimeout ?? defaultBindingTimeout,
    cpus: availableParallelism(),
    epoch,
  };
}

/** The CPU a core is pinned to; null for none. Whether this machine has it, the worker finds out. */
export function pinOf({ configuration, pin }: ThreadsOptions, core: number): number | null {
  return pin === true ? (configuration.cores[core]?.osIndex ?? null) : null;
}
