import { Segment } from "../../channel/ring.ts";
import type { BootChannel, BootConfiguration, BootProgram } from "../../kernel/boot-configuration.ts";
import type { BootEvent, HostEvent, KernelEvent, KernelStatistics, SystemOutcome } from "../../kernel/events.ts";
import type { ProgramHost } from "../../kernel/host.ts";
import { Kernel } from "../../kernel/kernel.ts";
import { coreNameOf, OutcomeTracker } from "../../kernel/outcome.ts";
import { RouteTable } from "../../kernel/route-table.ts";
import { type LoadedProgram, loadProgram, runProgram } from "../../kernel/run-program.ts";
import { wire } from "../../kernel/wiring.ts";
import type { Programs } from "../../program.ts";
import { EventQueue } from "./event-queue.ts";
import { GatedConsumer } from "./gated-consumer.ts";
import { seededRandom } from "./random.ts";

export interface SimulationOptions {
  /** Of everything that is left to chance. Default 1. */
  readonly seed?: number;
  /** Every frame's latency is lengthened by up to this fraction, at random. Default 0. */
  readonly disorder?: number;
  /** Picoseconds a kernel is busy with each frame. Default 50 000. */
  readonly frameCost?: number;
  /** Kernels that die, and when, in virtual milliseconds. */
  readonly kills?: readonly { readonly core: number; readonly at: number }[];
  /** Virtual milliseconds until the others know of a death. Default 1. */
  readonly noticeAfter?: number;
  /** Virtual milliseconds after which the system is stopped. Default: never. */
  readonly stopAt?: number;
  /**
   * Real milliseconds to wait for programs that do something outside of the simulation (read a file) once there is nothing
   * left to simulate; after that the run counts as stalled. Default 1000.
   */
  readonly patience?: number;
  /**
   * Virtual milliseconds until a binding that is not made has failed. Default `Infinity`: a program that takes real time to
   * start takes no virtual one, and a system in which nothing happens any more counts as stalled.
   */
  readonly bindingTimeout?: number;
  readonly onEvent?: (event: BootEvent) => void;
}

export interface SimulationResult {
  readonly outcome: SystemOutcome;
  /** Everything that was reported, in order; `at` is virtual. */
  readonly events: readonly BootEvent[];
  /** Virtual milliseconds. */
  readonly time: number;
  /** By core; null for those that do not boot. */
  readonly statistics: readonly (KernelStatistics | null)[];
}

const picosecondsPerMillisecond = 1e9;

interface SimulatedCore {
  readonly kernel: Kernel;
  dead: boolean;
  /** Picoseconds. */
  busyUntil: number;
  pollScheduled: boolean;
}

/** All kernels of a system in one thread, under virtual time. The same configuration and seed give the same run. */
export class Simulation {
  readonly events: BootEvent[] = [];
  readonly #configuration: BootConfiguration;
  readonly #options: SimulationOptions;
  readonly #queue = new EventQueue();
  readonly #random: () => number;
  readonly #cores: (SimulatedCore | null)[];
  readonly #consumers = new Map<number, GatedConsumer>();
  /** By channel: when its last frame arrives; frames do not overtake each other. */
  readonly #lastArrival = new Map<number, number>();
  readonly #tracker: OutcomeTracker;
  readonly #programs = new Map<BootProgram, LoadedProgram>();
  #time = 0;
  #stopped = false;

  constructor(configuration: BootConfiguration, routes: Uint8Array, options: SimulationOptions = {}) {
    this.#configuration = configuration;
    this.#options = options;
    this.#random = seededRandom(options.seed ?? 1);
    this.#tracker = new OutcomeTracker(configuration);
    const table = new RouteTable(routes);
    const segment = new Segment(new ArrayBuffer(configuration.segmentBytes));
    this.#cores = configuration.cores.map((_, core) =>
      configuration.order.includes(core) ? this.#buildCore(core, table, segment) : null,
    );
    for (const { core, at } of options.kills ?? []) this.#at(at, () => this.kill(core));
    if (options.stopAt !== undefined) this.#at(options.stopAt, () => this.stop("its time was up"));
  }

  /** Virtual milliseconds. */
  get now(): number {
    return this.#time / picosecondsPerMillisecond;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** The kernel of a core; null when it does not boot. */
  kernel(core: number): Kernel | null {
    return this.#cores[core]?.kernel ?? null;
  }

  /** Reads the programs, which takes real time but no virtual one, and switches the kernels on. */
  async start(programs: Programs): Promise<void> {
    for (const program of this.#configuration.programs) {
      this.#programs.set(program, await loadProgram(programs, program));
    }
    for (const core of this.#configuration.order) {
      const kernel = this.kernel(core);
      if (kernel === null) continue;
      this.#queue.schedule(this.#time, () => kernel.start());
      void kernel.bound.then(() => this.#startPrograms(core, kernel));
    }
  }

  /** Lets the next event happen and programs act on it; false when there is none left. */
  async step(): Promise<boolean> {
    const event = this.#queue.next();
    if (event === null) return false;
    this.#time = event.time;
    event.happen();
    await microtasks();
    if (this.#tracker.clientsEnded) this.stop("all clients are done");
    return true;
  }

  /** Steps until the system has stopped. */
  async run(): Promise<SimulationResult> {
    const patience = this.#options.patience ?? 1000;
    let waitingSince: number | null = null;
    while (!this.#stopped) {
      if (await this.step()) waitingSince = null;
      else {
        waitingSince ??= performance.now();
        if (performance.now() - waitingSince >= patience) this.#stall();
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (this.#tracker.clientsEnded) this.stop("all clients are done");
      }
    }
    await microtasks();
    return this.#result();
  }

  /** The kernel of a core dies now; the others hear of it later. */
  kill(core: number): void {
    const victim = this.#cores[core] ?? null;
    if (victim === null || victim.dead || this.#stopped) return;
    victim.dead = true;
    victim.kernel.halt();
    this.#report({ kind: "kernelLost", core, text: "killed by the simulation" });
    this.#after((this.#options.noticeAfter ?? 1) * picosecondsPerMillisecond, () => {
      for (const { kernel } of this.#living()) {
        kernel.coreLost(core);
        // Rings that waited for room on the way to the lost core need not any more.
        this.#wake(kernel.core);
      }
    });
  }

  stop(reason: string): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#report({ kind: "shutdown", reason });
    for (const { kernel } of this.#living()) kernel.shutdown();
    for (const { kernel } of this.#living()) {
      this.#report({ kind: "kernelStopped", core: kernel.core, statistics: kernel.statistics });
    }
  }

  #buildCore(core: number, table: RouteTable, segment: Segment): SimulatedCore {
    const wiring = wire(this.#configuration, core, segment, (memory, channel, index) => {
      const consumer = new GatedConsumer(memory, channel);
      this.#consumers.set(index, consumer);
      return consumer;
    });
    const kernel = new Kernel(this.#configuration, core, table, wiring, this.#hostOf(core));
    return { kernel, dead: false, busyUntil: 0, pollScheduled: false };
  }

  #hostOf(core: number): ProgramHost {
    let alarm: { cancelled: boolean } | null = null;
    return {
      now: () => this.now,
      ticking: false,
      bindingTimeout: this.#options.bindingTimeout ?? Number.POSITIVE_INFINITY,
      published: (channel) => this.#published(core, channel),
      credited: (channel) => this.#credited(channel),
      alarm: (at) => {
        if (alarm !== null) alarm.cancelled = true;
        alarm = this.#at(at, () => this.#whenAlive(core, ({ kernel }) => kernel.expire()));
      },
      log: (event) => this.#whenAlive(core, () => this.#report(event)),
      timer: (milliseconds, callback) => {
        const delay = Math.max(0, milliseconds) * picosecondsPerMillisecond;
        const timer = this.#after(delay, () => this.#whenAlive(core, callback));
        return () => {
          timer.cancelled = true;
        };
      },
    };
  }

  #startPrograms(core: number, kernel: Kernel): void {
    const host = this.#hostOf(core);
    for (const [program, loaded] of this.#programs) {
      if (program.core === core) void runProgram(kernel, host, program, loaded);
    }
  }

  #published(core: number, index: number): void {
    const channel = this.#configuration.channels[index];
    if (channel === undefined) {
      this.#wake(core);
      return;
    }
    const latency = Math.round(channel.latency * (1 + (this.#options.disorder ?? 0) * this.#random()));
    const arrival = Math.max(this.#time + latency, this.#lastArrival.get(index) ?? 0);
    this.#lastArrival.set(index, arrival);
    this.#queue.schedule(arrival, () => {
      this.#consumers.get(index)?.arrive();
      this.#wake(channel.to);
    });
  }

  #credited(index: number): void {
    const channel: BootChannel | undefined = this.#configuration.channels[index];
    if (channel !== undefined) this.#after(channel.latency, () => this.#wake(channel.from));
  }

  #wake(core: number): void {
    const woken = this.#cores[core] ?? null;
    if (woken === null || woken.dead || woken.pollScheduled) return;
    woken.pollScheduled = true;
    this.#queue.schedule(Math.max(this.#time, woken.busyUntil), () => this.#poll(core));
  }

  #poll(core: number): void {
    this.#whenAlive(core, (polled) => {
      polled.pollScheduled = false;
      const frames = polled.kernel.poll(1);
      polled.busyUntil = this.#time + frames * (this.#options.frameCost ?? 50_000);
      if (frames > 0 || polled.kernel.idle()) this.#wake(core);
    });
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
      statistics: this.#cores.map((core) => core?.kernel.statistics ?? null),
    };
  }

  #report(event: KernelEvent | HostEvent): void {
    this.#tracker.observe(event);
    const stamped = { ...event, at: this.now, coreName: coreNameOf(this.#configuration, event) };
    this.events.push(stamped);
    this.#options.onEvent?.(stamped);
  }

  #living(): readonly SimulatedCore[] {
    return this.#cores.filter((core) => core !== null && !core.dead) as SimulatedCore[];
  }

  #whenAlive(core: number, act: (core: SimulatedCore) => void): void {
    const simulated = this.#cores[core] ?? null;
    if (simulated !== null && !simulated.dead) act(simulated);
  }

  #at(milliseconds: number, happen: () => void): { cancelled: boolean } {
    return this.#queue.schedule(Math.max(this.#time, milliseconds * picosecondsPerMillisecond), happen);
  }

  #after(picoseconds: number, happen: () => void): { cancelled: boolean } {
    return this.#queue.schedule(this.#time + picoseconds, happen);
  }
}

/** Lets everything run that needs no further event. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
