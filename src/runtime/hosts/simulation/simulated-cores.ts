import { Segment } from "../../channel/ring.ts";
import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import { emptyRings } from "../../kernel/empty-rings.ts";
import type { HostEvent, KernelEvent } from "../../kernel/events.ts";
import { withFurtherChannels } from "../../kernel/further-channels.ts";
import type { MembershipTiming } from "../../kernel/host.ts";
import { Kernel } from "../../kernel/kernel.ts";
import { RouteTable } from "../../kernel/routes/route-table.ts";
import { type LoadedProgram, loadProgram, runProgram } from "../../kernel/run-program.ts";
import { wire } from "../../kernel/wiring.ts";
import type { Programs } from "../../program.ts";
import { Starts } from "../starts.ts";
import { type Agenda, picosecondsPerMillisecond } from "./agenda.ts";
import { GatedConsumer, type Inbox } from "./gated-consumer.ts";
import type { History } from "./history.ts";
import type { Victim } from "./inflict.ts";
import type { Journal } from "./journal.ts";
import { LossyWire, type WireSurroundings } from "./lossy-wire.ts";
import type { SimulationOptions } from "./options.ts";
import { seededRandom } from "./random.ts";
import { SimulatedCore, type Surroundings } from "./simulated-core.ts";
import { Wires } from "./wires.ts";

/** The kernels of a simulation: how they start, die and start anew, and what the others notice of that, and when. */
export class SimulatedCores implements Surroundings, Victim, WireSurroundings {
  readonly agenda: Agenda;
  readonly wires: Wires;
  readonly random: () => number;
  readonly frameCost: number;
  readonly bindingTimeout: number;
  readonly membership: MembershipTiming;
  readonly history: History | null;
  /** As it is now: services may have moved since the boot. */
  configuration: BootConfiguration;
  /** To be told of each kernel that ends. */
  onEnd: (core: number) => void = () => {};
  readonly #byCore: (SimulatedCore | null)[];
  readonly #journal: Journal;
  readonly #options: SimulationOptions;
  readonly #table: RouteTable;
  readonly #segment: Segment;
  readonly #starts: Starts;
  #programs: readonly LoadedProgram[] = [];
  #stopped = false;

  constructor(
    configuration: BootConfiguration,
    routes: Uint8Array,
    agenda: Agenda,
    journal: Journal,
    options: SimulationOptions,
  ) {
    this.agenda = agenda;
    this.configuration = withFurtherChannels(configuration);
    this.frameCost = options.frameCost ?? 50_000;
    this.bindingTimeout = options.bindingTimeout ?? Number.POSITIVE_INFINITY;
    this.membership = options.membership ?? {};
    this.history = options.history ?? null;
    this.random = seededRandom(options.seed ?? 1);
    this.wires = new Wires(this.configuration, agenda, this.random, options);
    this.#journal = journal;
    this.#options = options;
    this.#table = new RouteTable(routes);
    this.#segment = new Segment(new ArrayBuffer(this.configuration.segmentBytes));
    options.trace?.attach(this.configuration, this.#segment);
    const booting = new Set(configuration.order);
    this.#byCore = configuration.cores.map((_, core) => (booting.has(core) ? this.#buildCore(core, 0) : null));
    this.#starts = new Starts({
      running: { [Symbol.iterator]: () => this.running[Symbol.iterator]() },
      prepare: (expected, incarnation, by) => this.#prepare(expected, incarnation, by),
      begin: (core, incarnation) => this.#begin(core, incarnation),
    });
  }

  /** Null for those that do not boot; it changes as kernels start anew. */
  get byCore(): readonly (SimulatedCore | null)[] {
    return this.#byCore;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get running(): readonly number[] {
    return this.#living().map(({ core }) => core);
  }

  simulatedCore(core: number): SimulatedCore | null {
    return this.#byCore[core] ?? null;
  }

  isAlive(core: number): boolean {
    return this.#byCore[core]?.dead === false;
  }

  wake(core: number): void {
    this.#byCore[core]?.wake();
  }

  /** What was read of a program; undefined when the system has no such program. */
  programOf(name: string): LoadedProgram | undefined {
    return this.#programs[this.configuration.programs.findIndex((each) => each.name === name)];
  }

  report(event: KernelEvent | HostEvent): void {
    this.#journal.report(event);
  }

  // ── from the boot to the end of all ──

  /** Reads the programs, which takes real time but no virtual one, and switches the kernels on. */
  async start(programs: Programs): Promise<void> {
    const loaded: LoadedProgram[] = [];
    for (const program of this.configuration.programs) loaded.push(await loadProgram(programs, program));
    this.#programs = loaded;
    for (const core of this.configuration.order) {
      const simulated = this.simulatedCore(core);
      if (simulated !== null) this.agenda.after(0, () => this.#startKernel(simulated));
    }
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

  #startKernel(host: SimulatedCore): void {
    if (host.dead) return;
    host.kernel.start();
    void host.kernel.bound.then(() => this.#startPrograms(host));
  }

  #startPrograms(host: SimulatedCore): void {
    if (host.dead) return;
    for (const [index, program] of host.kernel.directory.own) {
      const loaded = this.#programs[index];
      if (loaded === undefined || this.#journal.tracker.hasEnded(program)) continue;
      void runProgram(host.kernel, host, program, loaded);
    }
  }

  // ── death ──

  /** The kernel of a core dies now; the others hear of it later. */
  kill(core: number): void {
    const victim = this.simulatedCore(core);
    if (victim === null || victim.dead || this.#stopped) return;
    this.report({ kind: "kernelLost", core, text: "killed by the simulation" });
    this.#end(victim);
  }

  excluded(core: number): void {
    this.kill(core);
    this.agenda.after(picosecondsPerMillisecond, () => this.restart(core));
  }

  /** A kernel has taken its leave, and is no more. */
  left(leaving: SimulatedCore): void {
    const { core, kernel } = leaving;
    if (leaving.dead) return;
    this.report({ kind: "kernelStopped", core, statistics: kernel.statistics });
    this.#end(leaving);
  }

  #end(victim: SimulatedCore): void {
    const { core, kernel } = victim;
    victim.dead = true;
    this.onEnd(core);
    kernel.halt();
    this.#starts.ended(core);
    this.afterNotice(() => {
      for (const living of this.#living()) {
        this.#tell(living, () => living.kernel.coreLost(core, kernel.incarnation));
      }
    });
  }

  // ── starting anew ──

  /** A kernel starts on the core of one that died. */
  restart(core: number): void {
    const dead = this.simulatedCore(core);
    if (dead === null || !dead.dead || this.#stopped || this.#starts.has(core)) return;
    this.#starts.start(core, dead.kernel.incarnation + 1);
  }

  #prepare(core: number, incarnation: number, by: number): void {
    const living = this.simulatedCore(by);
    if (living === null) return;
    this.#tell(living, () => {
      for (const channel of this.#betweenTwo(core, by)) this.wires.reset(channel);
      living.kernel.expect(core, incarnation);
      this.#starts.prepared(core, by);
    });
  }

  #begin(core: number, incarnation: number): boolean {
    if (this.#stopped) return false;
    for (const other of this.#byCore) {
      if (other?.dead !== true) continue;
      for (const channel of this.#betweenTwo(core, other.core)) this.wires.reset(channel);
    }
    emptyRings(this.configuration, this.#segment, core, (other) => this.isAlive(other));
    const anew = this.#buildCore(core, incarnation);
    this.#byCore[core] = anew;
    this.report({ kind: "kernelRestarted", core, incarnation });
    this.noticeCuts(this.wires.channelsBetween((one) => one === core));
    this.#startKernel(anew);
    if (anew.waiting > 0) anew.wake();
    return true;
  }

  #betweenTwo(core: number, other: number): readonly number[] {
    return this.wires.channelsBetween((one, another) => one === core && another === other);
  }

  // ── what is noticed ──

  /** `share` of the time that it takes to notice something. */
  afterNotice(notice: () => void, share: number = 1): void {
    this.agenda.after(Math.ceil((this.#options.noticeAfter ?? 1) * share * picosecondsPerMillisecond), notice);
  }

  noticeCuts(channels: readonly number[]): void {
    this.afterNotice(() => {
      for (const channel of channels) {
        const from = this.wires.producerOf(channel);
        const living = this.simulatedCore(this.wires.consumerOf(channel));
        if (living === null || living.dead) continue;
        living.kernel.cut(from, this.wires.isCut(channel));
        living.wake();
      }
    });
  }

  /** Now, or soon after where kernels hear of things unevenly. */
  #tell(living: SimulatedCore, what: () => void): void {
    const act = (): void => {
      if (living.dead) return;
      what();
      living.wake();
    };
    if (this.#options.noticeUnevenly === true) this.afterNotice(act, this.random());
    else act();
  }

  #living(): readonly SimulatedCore[] {
    return this.#byCore.filter((core) => core !== null && !core.dead) as SimulatedCore[];
  }

  // ── building ──

  #buildCore(core: number, incarnation: number): SimulatedCore {
    return new SimulatedCore(core, this, (host) => this.#buildKernel(host, incarnation));
  }

  #buildKernel(host: SimulatedCore, incarnation: number): Kernel {
    const inbox: Inbox = host;
    let rings = 0;
    const wiring = wire(this.configuration, host.core, this.#segment, (memory, channel, index) => {
      if (channel.reliable === false || channel.ordered === false) {
        const lossy = new LossyWire(channel, memory, inbox, rings++, this);
        this.wires.connectLossy(index, lossy);
        return lossy.consumer;
      }
      const consumer = new GatedConsumer(memory, channel, inbox, rings++);
      this.wires.connect(index, consumer);
      return consumer;
    });
    return new Kernel(this.configuration, host.core, this.#table, wiring, host, incarnation);
  }
}
