import { Segment } from "../../channel/ring.ts";
import type { BootConfiguration, BootProgram } from "../../kernel/boot-configuration.ts";
import { emptyRings } from "../../kernel/empty-rings.ts";
import type { ServiceName } from "../../kernel/endpoint-grants.ts";
import type { BootEvent, HostEvent, KernelEvent } from "../../kernel/events.ts";
import { withFurtherChannels } from "../../kernel/further-channels.ts";
import { Kernel } from "../../kernel/kernel.ts";
import { coreNameOf, OutcomeTracker } from "../../kernel/outcome.ts";
import { RouteTable } from "../../kernel/route-table.ts";
import { type LoadedProgram, loadProgram, resumeProgram, runProgram } from "../../kernel/run-program.ts";
import type { Legacy } from "../../kernel/service-life.ts";
import { wire } from "../../kernel/wiring.ts";
import type { ChangeOptions, ChangeOutcome, Moved, OfflineOptions } from "../../orderly/change.ts";
import { Conductor, type Fleet } from "../../orderly/conductor.ts";
import { Questions } from "../../orderly/questions.ts";
import { relocated } from "../../orderly/relocated.ts";
import { doStep, type StartService, type Step, type StepAnswer } from "../../orderly/steps.ts";
import type { Programs } from "../../program.ts";
import { Starts } from "../starts.ts";
import { Agenda, eventKind, isOfKernels, kindOf, picosecondsPerMillisecond, subjectOf } from "./agenda.ts";
import { GatedConsumer, type Inbox } from "./gated-consumer.ts";
import type { History } from "./history.ts";
import { inflict, type Victim } from "./inflict.ts";
import { LossyWire, type WireSurroundings } from "./lossy-wire.ts";
import type { SimulationOptions, SimulationResult } from "./options.ts";
import { seededRandom } from "./random.ts";
import { SimulatedCore, type Surroundings } from "./simulated-core.ts";
import { eventLoop, microtasks } from "./turns.ts";
import { Wires } from "./wires.ts";

export type { SimulationOptions, SimulationResult } from "./options.ts";

/** Real milliseconds until timers, sockets and signals have their turn, however much there is to simulate. */
const turnAfter = 10;
/** Turns of the programs between two looks at the real clock. */
const clockEvery = 64;

/** All kernels of a system in one thread, under virtual time. The same configuration and seed give the same run. */
export class Simulation implements Surroundings, Victim, WireSurroundings, Fleet {
  readonly events: BootEvent[] = [];
  readonly agenda = new Agenda();
  readonly wires: Wires;
  readonly random: () => number;
  readonly frameCost: number;
  readonly bindingTimeout: number;
  readonly history: History | null;
  /** As it is now: services may have moved since the boot. */
  #configuration: BootConfiguration;
  readonly #conductor: Conductor = new Conductor(this);
  readonly #orders = new Questions<StepAnswer>();
  readonly #options: SimulationOptions;
  readonly #table: RouteTable;
  readonly #segment: Segment;
  readonly #cores: (SimulatedCore | null)[];
  readonly #tracker: OutcomeTracker;
  readonly #programs = new Map<BootProgram, LoadedProgram>();
  readonly #starts: Starts;
  #steps = 0;
  /** Whether programs may have something to do because of what has happened. */
  #stirred = false;
  #stopped = false;

  constructor(configuration: BootConfiguration, routes: Uint8Array, options: SimulationOptions = {}) {
    this.#configuration = withFurtherChannels(configuration);
    this.#options = options;
    this.frameCost = options.frameCost ?? 50_000;
    this.bindingTimeout = options.bindingTimeout ?? Number.POSITIVE_INFINITY;
    this.history = options.history ?? null;
    this.random = seededRandom(options.seed ?? 1);
    this.wires = new Wires(this.#configuration, this.agenda, this.random, options);
    this.#tracker = new OutcomeTracker(configuration);
    this.#table = new RouteTable(routes);
    this.#segment = new Segment(new ArrayBuffer(this.#configuration.segmentBytes));
    options.trace?.attach(this.#configuration, this.#segment);
    const booting = new Set(configuration.order);
    this.#cores = configuration.cores.map((_, core) => (booting.has(core) ? this.#buildCore(core, 0) : null));
    this.#starts = new Starts({
      running: { [Symbol.iterator]: () => this.running[Symbol.iterator]() },
      prepare: (expected, incarnation, by) => this.#prepare(expected, incarnation, by),
      begin: (core, incarnation) => this.#begin(core, incarnation),
    });
    inflict(this, options.faults ?? []);
    for (const { core, at } of options.kills ?? []) this.#at(at, () => this.kill(core));
    if (options.stopAt !== undefined) this.#at(options.stopAt, () => this.stop("its time was up"));
  }

  /** Virtual milliseconds. */
  get now(): number {
    return this.agenda.now;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** The kernel of a core; null when it does not boot. */
  kernel(core: number): Kernel | null {
    return this.#cores[core]?.kernel ?? null;
  }

  simulatedCore(core: number): SimulatedCore | null {
    return this.#cores[core] ?? null;
  }

  isAlive(core: number): boolean {
    return this.#cores[core]?.dead === false;
  }

  wake(core: number): void {
    this.#cores[core]?.wake();
  }

  /** Reads the programs, which takes real time but no virtual one, and switches the kernels on. */
  async start(programs: Programs): Promise<void> {
    for (const program of this.#configuration.programs) {
      this.#programs.set(program, await loadProgram(programs, program));
    }
    for (const core of this.#configuration.order) {
      const simulated = this.#cores[core] ?? null;
      if (simulated !== null) this.agenda.after(0, () => this.#startKernel(simulated));
    }
  }

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
    for (let round = 1; !this.#stopped; round++) {
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

  // ── changes in order ──

  /** As the threads host does it, in virtual time. */
  move(service: string, instance: number, to: number | null, options?: ChangeOptions): Promise<ChangeOutcome> {
    return this.#conductor.move({ service, instance }, to, options);
  }

  offline(core: number, options?: OfflineOptions): Promise<ChangeOutcome> {
    return this.#conductor.offline(core, options);
  }

  online(core: number): Promise<ChangeOutcome> {
    return this.#conductor.online(core);
  }

  async startKernel(core: number): Promise<void> {
    this.restart(core);
  }

  get configuration(): BootConfiguration {
    return this.#configuration;
  }

  get running(): readonly number[] {
    return this.#living().map(({ core }) => core);
  }

  hasEnded(client: BootProgram): boolean {
    return this.#tracker.hasEnded(client);
  }

  /** Kernels hear of it at different times, and answer as late. */
  ask(core: number, step: Step): Promise<StepAnswer | null> {
    const asked = this.#cores[core] ?? null;
    if (asked === null || asked.dead) return Promise.resolve(null);
    const later = (act: () => void): void => this.#afterNotice(act, this.random());
    return this.#orders.ask(core, (number) =>
      later(() => {
        if (asked.dead) return;
        const start: StartService = (name, legacy) => this.#startService(asked, name, legacy);
        void doStep(asked.kernel, start, step).then((answer) => later(() => this.#orders.answered(number, answer)));
        asked.wake();
      }),
    );
  }

  relocated(name: ServiceName, core: number): void {
    this.#configuration = relocated(this.#configuration, name, core);
  }

  moved({ service, instance, from, to, stateBytes }: Moved): void {
    const instances = this.#configuration.programs.find(({ name }) => name === service)?.instances ?? 1;
    this.report({ kind: "serviceMoved", core: from, program: service, instance, instances, to, stateBytes });
  }

  leave(core: number): Promise<void> {
    const leaving = this.#cores[core] ?? null;
    if (leaving === null || leaving.dead) return Promise.resolve();
    leaving.kernel.leave();
    leaving.wake();
    return new Promise((resolve) => {
      this.#afterNotice(() => {
        this.report({ kind: "kernelStopped", core, statistics: leaving.kernel.statistics });
        this.#end(leaving);
        resolve();
      });
    });
  }

  async #startService(on: SimulatedCore, name: ServiceName, legacy: Legacy): Promise<string | null> {
    const program = this.#configuration.programs.find(
      (each) => each.name === name.service && each.instance === name.instance,
    );
    const [, loaded] = [...this.#programs].find(([each]) => each.name === name.service) ?? [];
    if (program === undefined || loaded === undefined) return "the system has no such program";
    return resumeProgram(on.kernel, on, { ...program, core: on.core }, loaded, legacy);
  }

  /** The kernel of a core dies now; the others hear of it later. */
  kill(core: number): void {
    const victim = this.#cores[core] ?? null;
    if (victim === null || victim.dead || this.#stopped) return;
    this.report({ kind: "kernelLost", core, text: "killed by the simulation" });
    this.#end(victim);
  }

  #end(victim: SimulatedCore): void {
    const { core } = victim;
    victim.dead = true;
    this.#orders.lost(core);
    victim.kernel.halt();
    this.#starts.ended(core);
    this.#afterNotice(() => {
      for (const living of this.#living()) {
        this.#tell(living, () => living.kernel.coreLost(core, victim.kernel.incarnation));
      }
    });
  }

  /** A kernel starts on the core of one that died. */
  restart(core: number): void {
    const dead = this.#cores[core] ?? null;
    if (dead === null || !dead.dead || this.#stopped || this.#starts.has(core)) return;
    this.#starts.start(core, dead.kernel.incarnation + 1);
  }

  #prepare(core: number, incarnation: number, by: number): void {
    const living = this.#cores[by] ?? null;
    if (living === null) return;
    this.#tell(living, () => {
      for (const channel of this.#betweenTwo(core, by)) this.wires.reset(channel);
      living.kernel.expect(core, incarnation);
      this.#starts.prepared(core, by);
    });
  }

  #begin(core: number, incarnation: number): boolean {
    if (this.#stopped) return false;
    for (const { core: other } of this.#cores.filter((each) => each?.dead === true) as SimulatedCore[]) {
      for (const channel of this.#betweenTwo(core, other)) this.wires.reset(channel);
    }
    emptyRings(this.#configuration, this.#segment, core, (other) => this.isAlive(other));
    const anew = this.#buildCore(core, incarnation);
    this.#cores[core] = anew;
    this.report({ kind: "kernelRestarted", core, incarnation });
    this.noticeCuts(this.wires.channelsBetween((one) => one === core));
    this.#startKernel(anew);
    if (anew.waiting > 0) anew.wake();
    return true;
  }

  #betweenTwo(core: number, other: number): readonly number[] {
    return this.wires.channelsBetween((one, another) => one === core && another === other);
  }

  /** Now, or soon after where kernels hear of things unevenly. */
  #tell(living: SimulatedCore, what: () => void): void {
    const act = (): void => {
      if (living.dead) return;
      what();
      living.wake();
    };
    if (this.#options.noticeUnevenly === true) this.#afterNotice(act, this.random());
    else act();
  }

  excluded(core: number): void {
    this.kill(core);
    this.agenda.after(picosecondsPerMillisecond, () => this.restart(core));
  }

  /** After a while the ends of channels see whether they are cut. */
  noticeCuts(channels: readonly number[]): void {
    this.#afterNotice(() => {
      for (const channel of channels) {
        const from = this.wires.producerOf(channel);
        const living = this.#cores[this.wires.consumerOf(channel)] ?? null;
        if (living === null || living.dead) continue;
        living.kernel.cut(from, this.wires.isCut(channel));
        living.wake();
      }
    });
  }

  /** `share` of the time that it takes to notice something. */
  #afterNotice(notice: () => void, share: number = 1): void {
    this.agenda.after(Math.ceil((this.#options.noticeAfter ?? 1) * share * picosecondsPerMillisecond), notice);
  }

  stop(reason: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.report({ kind: "shutdown", reason });
    for (const { kernel } of this.#living()) kernel.shutdown();
    for (const { kernel } of this.#living()) {
      this.report({ kind: "kernelStopped", core: kernel.core, statistics: kernel.statistics });
    }
  }

  report(event: KernelEvent | HostEvent): void {
    this.#tracker.observe(event);
    const stamped = { ...event, at: this.now, coreName: coreNameOf(this.#configuration, event) };
    this.events.push(stamped);
    this.#options.onEvent?.(stamped);
  }

  #buildCore(core: number, incarnation: number): SimulatedCore {
    return new SimulatedCore(core, this, (host) => this.#buildKernel(host, incarnation));
  }

  #buildKernel(host: SimulatedCore, incarnation: number): Kernel {
    const inbox: Inbox = host;
    let rings = 0;
    const wiring = wire(this.#configuration, host.core, this.#segment, (memory, channel, index) => {
      if (channel.reliable === false || channel.ordered === false) {
        const lossy = new LossyWire(channel, memory, inbox, rings++, this);
        this.wires.connectLossy(index, lossy);
        return lossy.consumer;
      }
      const consumer = new GatedConsumer(memory, channel, inbox, rings++);
      this.wires.connect(index, consumer);
      return consumer;
    });
    return new Kernel(this.#configuration, host.core, this.#table, wiring, host, incarnation);
  }

  #startKernel(host: SimulatedCore): void {
    if (host.dead) return;
    host.kernel.start();
    void host.kernel.bound.then(() => this.#startPrograms(host));
  }

  #startPrograms(host: SimulatedCore): void {
    if (host.dead) return;
    const loaded = [...this.#programs.values()];
    for (const [index, program] of host.kernel.directory.own) {
      const found = loaded[index];
      if (found !== undefined && !this.#tracker.hasEnded(program)) void runProgram(host.kernel, host, program, found);
    }
  }

  /** False when there was nothing left to happen. */
  #runUntilStirred(): boolean {
    for (let event = this.agenda.next(); event >= 0; event = this.agenda.next()) {
      this.#happen(event);
      if (this.#isTurnOfPrograms(event) || this.#stopped) return true;
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
        return this.#cores[about]?.poll() === true;
      case eventKind.arrival:
        this.#cores[this.wires.arrive(about)]?.wake();
        return false;
      case eventKind.credit:
        this.#cores[this.wires.producerOf(about)]?.wake();
        return false;
      case eventKind.expiry:
        return this.#cores[about]?.expire() === true;
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
      if (event >= 0 || this.#stopped || this.#tracker.clientsEnded) return;
      if (performance.now() - since >= (this.#options.patience ?? 1000)) break;
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
      repeats: this.wires.repeats,
      statistics: this.#cores.map((core) => core?.kernel.statistics ?? null),
    };
  }

  #living(): readonly SimulatedCore[] {
    return this.#cores.filter((core) => core !== null && !core.dead) as SimulatedCore[];
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
