import { Segment } from "../../channel/ring.ts";
import type { BootConfiguration, BootProgram } from "../../kernel/boot-configuration.ts";
import { emptyRings } from "../../kernel/empty-rings.ts";
import type { HostEvent, KernelEvent, SystemOutcome } from "../../kernel/events.ts";
import { withFurtherChannels } from "../../kernel/further-channels.ts";
import type { KernelLoad } from "../../kernel/load.ts";
import { coreNameOf, OutcomeTracker } from "../../kernel/outcome.ts";
import type { ServiceName } from "../../kernel/service-name.ts";
import type { Hop } from "../../membership/view.ts";
import type { ChangeOptions, ChangeOutcome, Moved, OfflineOptions } from "../../orderly/change.ts";
import { Conductor, type Fleet } from "../../orderly/conductor.ts";
import { relocated } from "../../orderly/relocated.ts";
import type { Step, StepAnswer } from "../../orderly/steps.ts";
import { Starts } from "../starts.ts";
import { Blocked, type BlockedOwner } from "./blocked.ts";
import { Cuts } from "./cuts.ts";
import { Doorbells } from "./doorbells.ts";
import type { WorkerReport, WorkerSetup } from "./messages.ts";
import type { CoreStatus, RunningSystem, SystemStatus, ThreadsOptions } from "./options.ts";
import { pinOf, setupOf } from "./worker-setup.ts";
import { Workers, type WorkersOwner } from "./workers.ts";

export type { RunningSystem, ThreadsOptions } from "./options.ts";

const defaultGrace = 1000;

/** Boots a system with one worker thread for every kernel. */
export function bootThreads(options: ThreadsOptions): RunningSystem {
  return new ThreadedSystem(options);
}

class ThreadedSystem implements RunningSystem, Fleet, WorkersOwner {
  readonly done: Promise<SystemOutcome>;
  readonly #options: ThreadsOptions;
  /** As it is now: services may have moved since the boot. */
  #configuration: BootConfiguration;
  readonly #conductor: Conductor = new Conductor(this);
  readonly #tracker: OutcomeTracker;
  readonly #workers: Workers;
  readonly #doorbells: Doorbells;
  readonly #epoch = performance.timeOrigin + performance.now();
  #conclude: (outcome: SystemOutcome) => void = () => {};
  readonly #stopped = new Set<number>();
  readonly #setup: WorkerSetup;
  /** By core: how often a kernel has started there before the one that is there, or was last. */
  readonly #incarnations = new Map<number, number>();
  readonly #left = new Set<number>();
  /** Those that the others went on without: they start anew by themselves. */
  readonly #excluded = new Set<number>();
  /** Those whose threads somebody has ended, until they have. */
  readonly #killed = new Set<number>();
  /** Null where kernels do not watch each other: then it is the ends of threads that count. */
  readonly #blocked: Blocked | null;
  readonly #starts: Starts;
  readonly #onBegin = new Map<number, () => void>();
  readonly #segment: Segment;
  readonly #cuts = new Cuts((core, neighbour, isCut) => this.#workers.order(core, { order: "cut", neighbour, isCut }));
  readonly #onEnd = new Map<number, () => void>();
  #epochOfView = 1;
  #stopping = false;
  readonly #lostObjects = new Set<string>();
  #forced = false;
  #grace: NodeJS.Timeout | undefined;

  constructor(options: ThreadsOptions) {
    this.#options = { ...options, configuration: withFurtherChannels(options.configuration) };
    this.#configuration = this.#options.configuration;
    this.#tracker = new OutcomeTracker(options.configuration);
    this.done = new Promise((resolve) => {
      this.#conclude = resolve;
    });
    this.#workers = new Workers(options.worker, this);
    this.#setup = setupOf(this.#options, this.#epoch);
    const watch = options.membership?.watch ?? null;
    this.#blocked = watch === null ? null : new Blocked(this.#threads, watch.patience);
    this.#doorbells = new Doorbells(this.#setup.doorbells);
    this.#segment = new Segment(this.#setup.segment);
    this.#starts = new Starts({
      running: { [Symbol.iterator]: () => this.#workers.cores },
      prepare: (expected, incarnation, worker) => this.#prepare(expected, incarnation, worker),
      begin: (core, incarnation) => this.#begin(core, incarnation),
    });
    for (const core of options.configuration.order) this.#start(core, 0);
  }

  async stop(reason: string): Promise<void> {
    this.#shutdown(reason);
    await this.done;
  }

  kill(core: number): void {
    if (this.#workers.has(core)) this.#killed.add(core);
    this.#workers.terminate(core);
  }

  async online(core: number, inOrder: boolean = false): Promise<void> {
    if (inOrder && this.#stateOf(core) !== "starting") await this.#conductor.online(core);
    else await this.startKernel(core);
  }

  startKernel(core: number): Promise<void> {
    if (this.#stopping || this.#workers.has(core) || this.#starts.has(core)) return Promise.resolve();
    const incarnation = (this.#incarnations.get(core) ?? 0) + 1;
    this.#incarnations.set(core, incarnation);
    return new Promise((resolve) => {
      this.#onBegin.set(core, resolve);
      this.#starts.start(core, incarnation);
    });
  }

  offline(core: number, options?: OfflineOptions): Promise<ChangeOutcome> {
    return this.#conductor.offline(core, options);
  }

  move(service: string, instance: number, to: number | null, options?: ChangeOptions): Promise<ChangeOutcome> {
    return this.#conductor.move({ service, instance }, to, options);
  }

  async measure(): Promise<readonly KernelLoad[]> {
    const asked = this.running.map((core) => this.#workers.ask(core, (number) => ({ order: "measure", number })));
    const answers = await Promise.all(asked);
    return answers.flatMap((load) => (load !== null && "statistics" in load ? [load] : []));
  }

  /** What it takes to know a thread that is blocked, and to end it. */
  get #threads(): BlockedOwner {
    return {
      isHeard: (core) => this.#workers.ask(core, (number) => ({ order: "measure", number })),
      terminate: (core) => this.#workers.terminate(core),
    };
  }

  // ── what its conductor asks ──

  get configuration(): BootConfiguration {
    return this.#configuration;
  }

  get running(): readonly number[] {
    return [...this.#workers.cores].filter((core) => !this.#left.has(core)).sort((one, other) => one - other);
  }

  hasEnded(client: BootProgram): boolean {
    return this.#tracker.hasEnded(client);
  }

  async ask(core: number, step: Step): Promise<StepAnswer | null> {
    const answer = await this.#workers.ask(core, (number) => ({ order: "step", number, step }));
    return answer !== null && "kind" in answer ? answer : null;
  }

  relocated(name: ServiceName, core: number): void {
    this.#configuration = relocated(this.#configuration, name, core);
  }

  moved({ service, instance, from, to, stateBytes }: Moved): void {
    const instances = this.#configuration.programs.find(({ name }) => name === service)?.instances ?? 1;
    const place = { core: from, program: service, instance, instances };
    this.#report({ kind: "serviceMoved", ...place, to, stateBytes }, this.#now());
  }

  leave(core: number): Promise<void> {
    if (!this.#workers.has(core) || this.#stopping) return Promise.resolve();
    this.#left.add(core);
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#workers.terminate(core), this.#options.grace ?? defaultGrace);
      this.#onEnd.set(core, () => {
        clearTimeout(late);
        resolve();
      });
      this.#workers.order(core, { order: "leave" });
    });
  }

  cut(hops: readonly Hop[]): void {
    this.#cuts.cut(hops);
  }

  heal(hops: readonly Hop[]): void {
    this.#cuts.heal(hops);
  }

  status(): SystemStatus {
    const cores = [...this.#configuration.order].sort((one, other) => one - other);
    return {
      cores: cores.map((core) => ({
        ...{ core, name: this.#configuration.cores[core]?.name ?? "", state: this.#stateOf(core) },
        incarnation: this.#incarnations.get(core) ?? 0,
      })),
      programs: this.#configuration.programs,
      epoch: this.#epochOfView,
      cuts: this.#cuts.hops,
      lostObjects: [...this.#lostObjects],
    };
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  #stateOf(core: number): CoreStatus["state"] {
    if (this.#starts.has(core)) return "starting";
    if (this.#workers.has(core)) return "running";
    if (this.#stopped.has(core)) return "stopped";
    return this.#left.has(core) ? "offline" : "lost";
  }

  /** A worker is to prepare for a kernel that starts anew. */
  #prepare(core: number, incarnation: number, worker: number): void {
    this.#workers.order(worker, { order: "expect", core, incarnation });
  }

  /** Every worker has prepared for it. False when the system stops instead. */
  #begin(core: number, incarnation: number): boolean {
    this.#onBegin.get(core)?.();
    this.#onBegin.delete(core);
    if (this.#stopping) return false;
    this.#left.delete(core);
    this.#report({ kind: "kernelRestarted", core, incarnation }, this.#now());
    emptyRings(this.#configuration, this.#segment, core, (other) => this.#workers.has(other));
    this.#start(core, incarnation);
    this.#cuts.tellAgain(core);
    return true;
  }

  #start(core: number, incarnation: number): void {
    const { over } = this.#tracker;
    const pin = pinOf(this.#options, core);
    this.#workers.start({ ...this.#setup, configuration: this.#configuration, core, incarnation, over, pin });
  }

  // ── what its threads say ──

  prepared(expected: number, by: number): void {
    this.#starts.prepared(expected, by);
  }

  reported({ event, at }: WorkerReport): void {
    this.#report(event, at);
  }

  ended(core: number, text: string): void {
    const why = this.#causeOf(core) ?? text;
    this.#starts.ended(core);
    if (this.#left.has(core) || !this.#stopped.has(core)) {
      this.#doorbells.bury(core);
      if (!this.#left.has(core)) this.#report({ kind: "kernelLost", core, text: why }, this.#now());
      this.#workers.orderAll({ order: "coreLost", core, incarnation: this.#incarnations.get(core) ?? 0 });
    }
    this.#onEnd.get(core)?.();
    this.#onEnd.delete(core);
    if (this.#excluded.delete(core)) void this.startKernel(core);
    if (this.#workers.size > 0 || this.#starts.size > 0) return;
    clearTimeout(this.#grace);
    this.#shutdown("no kernel is left");
    this.#conclude(this.#tracker.outcome());
  }

  /** Why a thread has ended, where it was not by itself. */
  #causeOf(core: number): string | null {
    const wasKilled = this.#killed.delete(core);
    const wasBlocked = this.#blocked?.over(core) === true;
    if (this.#forced) return "it did not stop when the system did, and was ended";
    if (wasBlocked) return "it said nothing any more, and was ended";
    if (wasKilled) return "it was killed";
    return this.#excluded.has(core) ? "the others have gone on without it" : null;
  }

  #report(event: KernelEvent | HostEvent, at: number): void {
    if (event.kind === "kernelStopped" && !this.#left.has(event.core)) this.#stopped.add(event.core);
    if (event.kind === "excluded") this.#excluded.add(event.core);
    if (event.kind === "coreLost" && this.#workers.has(event.lost) && !this.#left.has(event.lost)) {
      this.#blocked?.suspect(event.lost);
    }
    if (event.kind === "objectLost") this.#lostObjects.add(event.object);
    if (event.kind === "viewChanged") this.#epochOfView = Math.max(this.#epochOfView, event.epoch);
    this.#tracker.observe(event);
    this.#options.onEvent({ ...event, at, coreName: coreNameOf(this.#configuration, event) });
    if (this.#tracker.clientsEnded && !this.#stopping) this.#shutdown("all clients are done");
  }

  #shutdown(reason: string): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#report({ kind: "shutdown", reason }, this.#now());
    this.#workers.orderAll({ order: "shutdown" });
    // Programs that do not end, and loops that never yield, are ended.
    this.#grace = setTimeout(() => {
      this.#forced = true;
      for (const core of this.#workers.cores) this.#workers.terminate(core);
    }, this.#options.grace ?? defaultGrace);
  }

  #now(): number {
    return performance.timeOrigin + performance.now() - this.#epoch;
  }
}
