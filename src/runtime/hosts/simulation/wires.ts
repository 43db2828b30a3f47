import type { BootChannel, BootConfiguration } from "../../kernel/boot-configuration.ts";
import { type Agenda, eventKind } from "./agenda.ts";
import type { GatedConsumer } from "./gated-consumer.ts";

/** What is under way between the kernels of a simulation. Frames of a channel do not overtake each other. */
export class Wires {
  readonly #agenda: Agenda;
  readonly #random: () => number;
  readonly #disorder: number;
  /** By channel, in picoseconds. */
  readonly #latency: Float64Array;
  readonly #lastArrival: Float64Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #consumers: (GatedConsumer | undefined)[];

  constructor({ channels }: BootConfiguration, agenda: Agenda, random: () => number, disorder: number) {
    this.#agenda = agenda;
    this.#random = random;
    this.#disorder = disorder;
    const by = (value: (channel: BootChannel) => number): number[] => channels.map(value);
    this.#latency = Float64Array.from(by(({ latency }) => latency));
    this.#lastArrival = new Float64Array(channels.length);
    this.#from = Int32Array.from(by(({ from }) => from));
    this.#to = Int32Array.from(by(({ to }) => to));
    this.#consumers = new Array(channels.length);
  }

  /** Whoever takes frames out of a channel. */
  connect(channel: number, consumer: GatedConsumer): void {
    this.#consumers[channel] = consumer;
  }

  published(channel: number): void {
    let latency = this.#latency[channel] as number;
    if (this.#disorder > 0) latency = Math.round(latency * (1 + this.#disorder * this.#random()));
    const arrival = Math.max(this.#agenda.time + latency, this.#lastArrival[channel] as number);
    this.#lastArrival[channel] = arrival;
    this.#agenda.schedule(arrival, eventKind.arrival, channel);
  }

  credited(channel: number): void {
    this.#agenda.schedule(this.#agenda.time + (this.#latency[channel] as number), eventKind.credit, channel);
  }

  /** A frame comes out; the core that is to be woken. */
  arrive(channel: number): number {
    this.#consumers[channel]?.arrive();
    return this.#to[channel] as number;
  }

  /** The core that gets credits back. */
  producerOf(channel: number): number {
    return this.#from[channel] as number;
  }
}
