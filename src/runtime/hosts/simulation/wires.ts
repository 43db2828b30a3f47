import type { BootChannel, BootConfiguration } from "../../kernel/boot-configuration.ts";
import { type Agenda, eventKind } from "./agenda.ts";
import type { GatedConsumer } from "./gated-consumer.ts";
import type { Disturbance, LossyWire } from "./lossy-wire.ts";
import type { Trace } from "./trace.ts";

/** What is under way between the kernels of a simulation. Frames of a channel do not overtake each other. */
export class Wires {
  readonly #agenda: Agenda;
  readonly #random: () => number;
  readonly #disorder: number;
  readonly #trace: Trace | null;
  /** By channel, in picoseconds. */
  readonly #latency: Float64Array;
  readonly #lastArrival: Float64Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #consumers: (GatedConsumer | undefined)[];
  /** Of channels whose link makes no promises. */
  readonly #lossy = new Map<number, LossyWire>();
  /** By channel: how many faults keep frames from coming out, and how many wait for their end. */
  readonly #cuts: Uint16Array;
  readonly #held: Uint32Array;
  /** By channel: arrivals on the agenda, and how many of the next ones are of frames that are forgotten. */
  readonly #underWay: Uint32Array;
  readonly #forgotten: Uint32Array;

  constructor(
    { channels }: BootConfiguration,
    agenda: Agenda,
    random: () => number,
    { disorder = 0, trace = null }: { readonly disorder?: number; readonly trace?: Trace | null },
  ) {
    this.#agenda = agenda;
    this.#random = random;
    this.#disorder = disorder;
    this.#trace = trace;
    const by = (value: (channel: BootChannel) => number): number[] => channels.map(value);
    this.#latency = Float64Array.from(by(({ latency }) => latency));
    this.#lastArrival = new Float64Array(channels.length);
    this.#from = Int32Array.from(by(({ from }) => from));
    this.#to = Int32Array.from(by(({ to }) => to));
    this.#consumers = new Array(channels.length);
    this.#cuts = new Uint16Array(channels.length);
    this.#held = new Uint32Array(channels.length);
    this.#underWay = new Uint32Array(channels.length);
    this.#forgotten = new Uint32Array(channels.length);
  }

  /** Whoever takes frames out of a channel; what has come since the channel began anew was for it. */
  connect(channel: number, consumer: GatedConsumer): void {
    for (let left = this.#consumers[channel]?.arrived ?? 0; left > 0; left--) consumer.arrive();
    this.#consumers[channel] = consumer;
  }

  /** Has a channel whose link makes no promises carried by what makes up for that. */
  connectLossy(channel: number, wire: LossyWire): void {
    const before = this.#lossy.get(channel);
    this.#lossy.set(channel, wire);
    wire.onArrival = () => this.#trace?.arrived(channel, this.#agenda.now);
    if (before === undefined) return;
    before.retire();
    wire.published();
  }

  /** Packets that were sent again on links that make no promises. */
  get repeats(): number {
    return [...this.#lossy.values()].reduce((sum, { repeats }) => sum + repeats, 0);
  }

  published(channel: number): void {
    this.#trace?.published(channel, this.#agenda.now);
    const lossy = this.#lossy.size === 0 ? undefined : this.#lossy.get(channel);
    if (lossy === undefined) this.#carry(channel);
    else lossy.published();
  }

  #carry(channel: number): void {
    let latency = this.#latency[channel] as number;
    if (this.#disorder > 0) latency = Math.round(latency * (1 + this.#disorder * this.#random()));
    const arrival = Math.max(this.#agenda.time + latency, this.#lastArrival[channel] as number);
    this.#lastArrival[channel] = arrival;
    this.#scheduleArrival(channel, arrival);
  }

  credited(channel: number): void {
    const lossy = this.#lossy.size === 0 ? undefined : this.#lossy.get(channel);
    if (lossy !== undefined) lossy.credited();
    else this.#agenda.schedule(this.#agenda.time + (this.#latency[channel] as number), eventKind.credit, channel);
  }

  /** A frame comes out; the core that is to be woken, or -1. */
  arrive(channel: number): number {
    this.#underWay[channel] = (this.#underWay[channel] as number) - 1;
    const forgotten = this.#forgotten[channel] as number;
    if (forgotten > 0) {
      this.#forgotten[channel] = forgotten - 1;
      return -1;
    }
    if ((this.#cuts[channel] as number) > 0) {
      this.#held[channel] = (this.#held[channel] as number) + 1;
      return -1;
    }
    this.#consumers[channel]?.arrive();
    this.#trace?.arrived(channel, this.#agenda.now);
    return this.#to[channel] as number;
  }

  isCut(channel: number): boolean {
    return (this.#cuts[channel] as number) > 0;
  }

  consumerOf(channel: number): number {
    return this.#to[channel] as number;
  }

  /** The core that gets credits back. */
  producerOf(channel: number): number {
    return this.#from[channel] as number;
  }

  /** Channels from one core straight to another, both ways, as far as `holds` for one end and the other. */
  channelsBetween(holds: (one: number, other: number) => boolean): readonly number[] {
    const joins = (channel: number): boolean => {
      const [from, to] = [this.#from[channel] as number, this.#to[channel] as number];
      return holds(from, to) || holds(to, from);
    };
    return [...this.#from.keys()].filter(joins);
  }

  /** Frames take so many picoseconds longer; fewer, when that is negative. */
  lengthen(channel: number, picoseconds: number): void {
    this.#latency[channel] = (this.#latency[channel] as number) + picoseconds;
    const lossy = this.#lossy.get(channel);
    if (lossy !== undefined) lossy.latency += picoseconds;
  }

  /** What happens from now on to packets of a channel whose link makes no promises; nothing to those of others. */
  disturb(channel: number, disturbance: Disturbance): void {
    this.#lossy.get(channel)?.disturb(disturbance);
  }

  /** No frame comes out of the channel until it is healed as often as it was cut. */
  cut(channel: number): void {
    this.#cuts[channel] = (this.#cuts[channel] as number) + 1;
    const lossy = this.#lossy.get(channel);
    if (lossy !== undefined) lossy.isCut = true;
  }

  /** What was kept back comes out at once, in order. */
  heal(channel: number): void {
    const left = (this.#cuts[channel] as number) - 1;
    this.#cuts[channel] = left;
    if (left > 0) return;
    const lossy = this.#lossy.get(channel);
    if (lossy !== undefined) lossy.isCut = false;
    const held = this.#held[channel] as number;
    this.#held[channel] = 0;
    for (let frame = 0; frame < held; frame++) this.#scheduleArrival(channel, this.#agenda.time);
  }

  /** Both ends of a channel begin anew: what is under way in it, or has come and was not taken, is forgotten. */
  reset(channel: number): void {
    this.#forgotten[channel] = this.#underWay[channel] as number;
    this.#held[channel] = 0;
    this.#consumers[channel]?.forget();
    this.#lossy.get(channel)?.reset();
    this.#trace?.reset(channel);
  }

  #scheduleArrival(channel: number, time: number): void {
    this.#underWay[channel] = (this.#underWay[channel] as number) + 1;
    this.#agenda.schedule(time, eventKind.arrival, channel);
  }
}
