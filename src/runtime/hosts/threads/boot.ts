import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import { locatedTextOf } from "../../kernel/error-text.ts";
import type { HostEvent, KernelEvent, SystemOutcome } from "../../kernel/events.ts";
import { coreNameOf, OutcomeTracker } from "../../kernel/outcome.ts";
import { Doorbells, doorbellBytes } from "./doorbells.ts";
import type { WorkerOrder, WorkerReport, WorkerSetup } from "./messages.ts";
import type { RunningSystem, ThreadsOptions } from "./options.ts";

export type { RunningSystem, ThreadsOptions } from "./options.ts";

const defaultSpin = 200;
const defaultGrace = 1000;
const defaultBindingTimeout = 30_000;

/** Boots a system with one worker thread for every kernel. */
export function bootThreads(options: ThreadsOptions): RunningSystem {
  return new ThreadedSystem(options);
}

class ThreadedSystem implements RunningSystem {
  readonly done: Promise<SystemOutcome>;
  readonly #options: ThreadsOptions;
  readonly #configuration: BootConfiguration;
  readonly #tracker: OutcomeTracker;
  readonly #workers = new Map<number, Worker>();
  readonly #doorbells: Doorbells;
  readonly #epoch = performance.timeOrigin + performance.now();
  #conclude: (outcome: SystemOutcome) => void = () => {};
  readonly #stopped = new Set<number>();
  #stopping = false;
  #forced = false;
  #grace: NodeJS.Timeout | undefined;

  constructor(options: ThreadsOptions) {
    this.#options = options;
    this.#configuration = options.configuration;
    this.#tracker = new OutcomeTracker(options.configuration);
    this.done = new Promise((resolve) => {
      this.#conclude = resolve;
    });
    const setup = setupOf(options, this.#epoch);
    this.#doorbells = new Doorbells(setup.doorbells);
    for (const core of options.configuration.order) this.#startWorker({ ...setup, core, pin: pinOf(options, core) });
  }

  async stop(reason: string): Promise<void> {
    this.#shutdown(reason);
    await this.done;
  }

  kill(core: number): void {
    void this.#workers.get(core)?.terminate();
  }

  #startWorker(setup: WorkerSetup): void {
    const { core } = setup;
    const worker = new Worker(this.#options.worker, {
      workerData: setup,
      name: this.#configuration.cores[core]?.name ?? "",
    });
    let fault: string | null = null;
    this.#workers.set(core, worker);
    worker.on("message", ({ event, at }: WorkerReport) => this.#report(event, at));
    worker.on("error", (error) => {
      fault = locatedTextOf(error);
    });
    worker.on("exit", (code) => this.#ended(core, fault ?? `its thread ended with code ${code}`));
  }

  #ended(core: number, text: string): void {
    this.#workers.delete(core);
    if (!this.#stopped.has(core)) {
      this.#doorbells.bury(core);
      const why = this.#forced ? "it did not stop when the system did, and was ended" : text;
      this.#report({ kind: "kernelLost", core, text: why }, this.#now());
      this.#order({ order: "coreLost", core });
    }
    if (this.#workers.size > 0) return;
    clearTimeout(this.#grace);
    this.#shutdown("no kernel is left");
    this.#conclude(this.#tracker.outcome());
  }

  #report(event: KernelEvent | HostEvent, at: number): void {
    if (event.kind === "kernelStopped") this.#stopped.add(event.core);
    this.#tracker.observe(event);
    this.#options.onEvent({ ...event, at, coreName: coreNameOf(this.#configuration, event) });
    if (this.#tracker.clientsEnded && !this.#stopping) this.#shutdown("all clients are done");
  }

  #shutdown(reason: string): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#report({ kind: "shutdown", reason }, this.#now());
    this.#order({ order: "shutdown" });
    // Programs that do not end, and loops that never yield, are ended.
    this.#grace = setTimeout(() => {
      this.#forced = true;
      for (const worker of this.#workers.values()) void worker.terminate();
    }, this.#options.grace ?? defaultGrace);
  }

  #order(order: WorkerOrder): void {
    for (const worker of this.#workers.values()) worker.postMessage(order);
  }

  #now(): number {
    return performance.timeOrigin + performance.now() - this.#epoch;
  }
}

function setupOf(options: ThreadsOptions, epoch: number): WorkerSetup {
  const { configuration, routes, programs, spin, bindingTimeout } = options;
  const shared = new SharedArrayBuffer(routes.length);
  new Uint8Array(shared).set(routes);
  return {
    configuration,
    core: 0,
    segment: new SharedArrayBuffer(configuration.segmentBytes),
    doorbells: new SharedArrayBuffer(doorbellBytes(configuration.cores.length)),
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
function pinOf({ configuration, pin }: ThreadsOptions, core: number): number | null {
  return pin === true ? (configuration.cores[core]?.osIndex ?? null) : null;
}
