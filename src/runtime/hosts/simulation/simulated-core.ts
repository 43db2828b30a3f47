import type { KernelEvent, ProgramPlace } from "../../kernel/events.ts";
import { Fifo } from "../../kernel/fifo.ts";
import { loopback, type MembershipTiming, type ProgramHost } from "../../kernel/host.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { ReplicatedObject } from "../../state/replicated-object.ts";
import { type Agenda, eventKind } from "./agenda.ts";
import { Clock } from "./clock.ts";
import type { GatedConsumer, Inbox } from "./gated-consumer.ts";
import type { History } from "./history.ts";
import type { Wires } from "./wires.ts";

/** What a core needs of the simulation it is in. */
export interface Surroundings {
  readonly agenda: Agenda;
  readonly wires: Wires;
  /** Picoseconds. */
  readonly frameCost: number;
  readonly bindingTimeout: number;
  readonly membership: MembershipTiming;
  /** Where what programs do to replicated objects is written down; null where nobody wants to know. */
  readonly history: History | null;
  report(event: KernelEvent): void;
  /** The others go on without a kernel. */
  excluded(core: number): void;
}

/** One kernel, and the host it sees. */
export class SimulatedCore implements ProgramHost, Inbox {
  readonly core: number;
  readonly kernel: Kernel;
  readonly ticking = false;
  readonly bindingTimeout: number;
  readonly membership: MembershipTiming;
  dead = false;
  waiting = 0;
  readonly ready = new Fifo<GatedConsumer>();
  readonly #around: Surroundings;
  readonly #agenda: Agenda;
  readonly #clock = new Clock();
  /** Picoseconds. */
  #busyUntil = 0;
  #slowness = 1;
  #pollScheduled = false;
  #polls = 0;
  /** Something was put off, or sent to itself, that no frame from outside will remind of. */
  #restless = false;
  /** Picoseconds; the alarm that holds. */
  #alarm = Number.NaN;
  /** Milliseconds of its own clock; the same. */
  #wanted = Number.NaN;

  constructor(core: number, around: Surroundings, build: (host: SimulatedCore) => Kernel) {
    this.core = core;
    this.#around = around;
    this.#agenda = around.agenda;
    this.bindingTimeout = around.bindingTimeout;
    this.membership = around.membership;
    this.kernel = build(this);
  }

  // ── what the kernel asks ──

  now(): number {
    return this.#clock.at(this.#agenda.time);
  }

  published(channel: number): void {
    if (channel !== loopback) {
      this.#around.wires.published(channel);
      return;
    }
    this.#restless = true;
    this.wake();
  }

  credited(channel: number): void {
    this.#around.wires.credited(channel);
  }

  alarm(at: number): void {
    this.#wanted = at;
    // Later by the least there is, so that what rounding has left too early does not come for ever.
    this.#alarm = Math.max(this.#agenda.time + 1, this.#clock.whenAt(at));
    this.#agenda.schedule(this.#alarm, eventKind.expiry, this.core);
  }

  timer(milliseconds: number, callback: () => void): () => void {
    return this.#agenda.after(this.#clock.lengthOf(Math.max(0, milliseconds)), () => {
      if (!this.dead) callback();
    });
  }

  excluded(): void {
    this.#around.excluded(this.core);
  }

  observed(name: string, object: ReplicatedObject, place: ProgramPlace): ReplicatedObject {
    return this.#around.history?.observe(name, object, place, () => this.#agenda.now) ?? object;
  }

  log(event: KernelEvent): void {
    if (!this.dead) this.#around.report(event);
  }

  // ── what the simulation does ──

  wake(): void {
    if (this.dead || this.#pollScheduled) return;
    this.#pollScheduled = true;
    this.#agenda.schedule(Math.max(this.#agenda.time, this.#busyUntil), eventKind.poll, this.core);
  }

  /** The kernel's turn: about one frame. Whether code of programs may have run, or has to. */
  poll(): boolean {
    this.#pollScheduled = false;
    if (this.dead) return false;
    const cost = this.#around.frameCost * this.#slowness;
    // Whatever it sends to itself comes to it after this.
    this.#busyUntil = this.#agenda.time + cost;
    const ring = this.#nextReady();
    let frames = this.kernel.poll(1, ring?.index ?? -1);
    if (ring?.isReady === true) ring.list();
    // What monitors say must not wait for ever behind what programs do.
    const isTheirTurn = frames === 0 ? this.waiting > 0 || this.kernel.gossips : (++this.#polls & 31) === 0;
    if (isTheirTurn && !this.dead) frames += this.kernel.attend();
    if (frames !== 1) this.#busyUntil = this.#agenda.time + frames * cost;
    if (frames === 0) this.#restless = this.kernel.idle();
    if (this.dead) return true;
    if (this.#restless || (frames > 0 && this.waiting > 0)) this.wake();
    return this.kernel.acted;
  }

  /** Rings take turns. */
  #nextReady(): GatedConsumer | null {
    for (let ring = this.ready.shift(); ring !== undefined; ring = this.ready.shift()) {
      ring.unlisted();
      if (ring.isReady) return ring;
    }
    return null;
  }

  /** The alarm, if it still holds. */
  expire(): boolean {
    if (this.dead || this.#alarm !== this.#agenda.time) return false;
    this.#wanted = Number.NaN;
    this.kernel.expire();
    return true;
  }

  /** From now on it takes so many times longer for each frame. */
  slowDown(factor: number): void {
    this.#slowness = factor;
  }

  /** From now on its clock runs so many times as fast as time does. */
  skew(rate: number): void {
    this.#clock.run(rate, this.#agenda.time);
    if (!Number.isNaN(this.#wanted)) this.alarm(this.#wanted);
  }
}
