import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { BootEvent } from "../../kernel/events.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { OutcomeTracker } from "../../kernel/outcome.ts";
import type { ChangeOptions, ChangeOutcome, OfflineOptions } from "../../orderly/change.ts";
import { Conductor } from "../../orderly/conductor.ts";
import type { Programs } from "../../program.ts";
import { Agenda, eventKind, isOfKernels, kindOf, picosecondsPerMillisecond, subjectOf } from "./agenda.ts";
import { inflict } from "./inflict.ts";
import { Journal } from "./journal.ts";
import type { SimulationOptions, SimulationResult } from "./options.ts";
import type { SimulatedCore } from "./simulated-core.ts";
import { SimulatedCores } from "./simulated-cores.ts";
import { SimulatedFleet } from "./simulated-fleet.ts";
import { eventLoop, microtasks } from "./turns.ts";
import type { Wires } from "./wires.ts";

export type { SimulationOptions, SimulationResult } from "./options.ts";

/** Real milliseconds until timers, sockets and signals have their turn, however much there is to simulate. */
const turnAfter = 10;
/** Turns of the programs between two looks at the real clock. */
const clockEvery = 64;

/** All kernels of a system in one thread, under virtual time. The same configuration and seed give the same run. */
export class Simulation {
  readonly agenda = new Agenda();
  readonly #cores: SimulatedCores;
  readonly #byCore: readonly (SimulatedCore | null)[];
  readonly #wires: Wires;
  readonly #journal: Journal;
  readonly #tracker: OutcomeTracker;
  readonly #conductor: Conductor;
  /** Real milliseconds. */
  readonly #patience: number;
  #steps = 0;
  /** Whether programs may have something to do because of what has happened. */
  #stirred = false;

  constructor(configuration: BootConfiguration, routes: Uint8Array, options: SimulationOptions = {}) {
    this.#patience = options.patience ?? 1000;
    this.#journal = new Journal(configuration, this.agenda, (event) => options.onEvent?.(event));
    this.#tracker = this.#journal.tracker;
    this.#cores = new SimulatedCores(configuration, routes, this.agenda, this.#journal, options);
    this.#byCore = this.#cores.byCore;
    this.#wires = this.#cores.wires;
    this.#conductor = new Conductor(new SimulatedFleet(this.#cores, this.#journal));
    inflict(this.#cores, options.faults ?? []);
    for (const { core, at } of options.kills ?? []) this.#at(at, () => this.kill(core));
    if (options.stopAt !== undefined) this.#at(options.stopAt, () => this.stop("its time was up"));
  }

  /** Virtual milliseconds. */
  get now(): number {
    return this.agenda.now;
  }

  /** Everything that was reported so far, in order; `at` is virtual. */
  get events(): readonly BootEvent[] {
    return this.#journal.events;
  }

  /** As it is now: services may have moved since the boot. */
  get configuration(): BootConfiguration {
    return this.#cores.configuration;
  }

  /** Cores whose kernels run. */
  get running(): readonly number[] {
    return this.#cores.running;
  }

  get stopped(): boolean {
    return this.#cores.stopped;
  }

  /** The kernel of a core; null when it does not boot. */
  kernel(core: number): Kernel | null {
    return this.#cores.simulatedCore(core)?.kernel ?? null;
  }

  isAlive(core: number): boolean {
    return this.#cores.isAlive(core);
  }

  /** Reads the programs, which takes real time but no virtual one, and switches the kernels on. */
  start(programs: Programs): Promise<void> {
    return this.#cores.start(programs);
  }

  stop(reason: string): void {
    this.#cores.stop(reason);
  }

  /** The kernel of a core dies now; the others hear of it later. */
  kill(core: number): void {
    this.#cores.kill(core);
  }

  /** A kernel starts on the core of one that died. */
  restart(core: number): void {
    this.#cores.restart(core);
  }

  // ── changes in order, as the threads host does them, in virtual time ──

  move(service: string, instance: number, to: number | null, options?: ChangeOptions): Promise<ChangeOutcome> {
    return this.#conductor.move({ service, instance }, to, options);
  }

  offline(core: number, options?: OfflineOptions): Promise<ChangeOutcome> {
    return this.#conductor.offline(core, options);
  }

  online(core: number): Promise<ChangeOutcome> {
    return this.#conductor.online(core);
  }

  // ── time goes on ──

  /** Lets the next event happen; if programs are stirred, what their turn waits for, and they act. False when there is none left. */
  async step(): Promise<boolean> {
    await null;
    const event = this.agenda.next();
    if (event < 0) return false;
    this.#happen(event);
    if (!this.#stirred) return true;
    if (!this.#isTurnOfPrograms(event)) this.#runUntilStirred();
    await microtasks();
    this.#programsActed();
    return true;
  }

  /** Steps until the system has stopped. */
  async run(): Promise<SimulationResult> {
    await null;
    let turn = performance.now();
    for (let round = 1; !this.stopped; round++) {
      if (!this.#runUntilStirred()) await this.#outlast();
      await microtasks();
      this.#programsActed();
      if (round % clockEvery !== 0 || performance.now() - turn < turnAfter) continue;
      await eventLoop();
      turn = performance.now();
    }
    await microtasks();
    return this.#result();
  }

  /** False when there was nothing left to happen. */
  #runUntilStirred(): boolean {
    for (let event = this.agenda.next(); event >= 0; event = this.agenda.next()) {
      this.#happen(event);
      if (this.#isTurnOfPrograms(event) || this.stopped) return true;
    }
    return false;
  }

  /**
   * Programs that were stirred have their turn before time goes on, and before anything but a kernel's turn or an arrival
   * happens at the same moment: several of them together, since no program could have known of the others' frames.
   */
  #isTurnOfPrograms(event: number): boolean {
    if (!this.#stirred || (isOfKernels(event) && this.agenda.isDueNow)) return false;
    this.#stirred = false;
    return true;
  }

  #happen(event: number): void {
    if (this.#act(event)) this.#stirred = true;
  }

  /** Whether programs may have something to do because of it. */
  #act(event: number): boolean {
    this.#steps++;
    const about = subjectOf(event);
    switch (kindOf(event)) {
      case eventKind.poll:
        return this.#byCore[about]?.poll() === true;
      case eventKind.arrival:
        this.#byCore[this.#wires.arrive(about)]?.wake();
        return false;
      case eventKind.credit:
        this.#byCore[this.#wires.producerOf(about)]?.wake();
        return false;
      case eventKind.expiry:
        return this.#byCore[about]?.expire() === true;
      default:
        return this.agenda.timers.happen(about);
    }
  }

  #programsActed(): void {
    if (this.#tracker.clientsEnded) this.stop("all clients are done");
  }

  /** Waits for what programs do outside of the simulation. */
  async #outlast(): Promise<void> {
    const since = performance.now();
    for (;;) {
      await eventLoop();
      const event = this.agenda.next();
      if (event >= 0) this.#happen(event);
      if (event >= 0 || this.stopped || this.#tracker.clientsEnded) return;
      if (performance.now() - since >= this.#patience) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    this.#stall();
  }

  #stall(): void {
    this.#tracker.fail(`nothing happens any more, but these clients are not done: ${this.#tracker.running.join(", ")}`);
    this.stop("the system has stalled");
  }

  #result(): SimulationResult {
    return {
      outcome: this.#tracker.outcome(),
      events: this.events,
      time: this.now,
      unfinished: this.#tracker.running,
      steps: this.#steps,
      repeats: this.#wires.repeats,
      statistics: this.#byCore.map((core) => core?.kernel.statistics ?? null),
    };
  }

  #at(milliseconds: number, happen: () => void): void {
    this.agenda.at(milliseconds * picosecondsPerMillisecond, happen);
  }
}

/** Boots a system under virtual time and runs it to its end. */
export async function simulate(
  configuration: BootConfiguration,
  routes: Uint8Array,
  programs: Programs,
  options: SimulationOptions = {},
): Promise<SimulationResult> {
  const simulation = new Simulation(configuration, routes, options);
  await simulation.start(programs);
  return simulation.run();
}
