import { LinkReceiver } from "../../channel/link/link-receiver.ts";
import { LinkSender } from "../../channel/link/link-sender.ts";
import type { Acknowledgement, DataPacket } from "../../channel/link/packets.ts";
import { prepareRing, Segment } from "../../channel/ring.ts";
import { type RingPlace, ringBytes } from "../../channel/slot.ts";
import type { BootChannel } from "../../kernel/boot-configuration.ts";
import { type Agenda, picosecondsPerMillisecond } from "./agenda.ts";
import { GatedConsumer, type Inbox } from "./gated-consumer.ts";

/** Shares of the packets, from 0 to 1. */
export interface Disturbance {
  readonly loss: number;
  readonly duplication: number;
  readonly reordering: number;
}

/** What a wire needs of the simulation it is in. */
export interface WireSurroundings {
  readonly agenda: Agenda;
  readonly random: () => number;
  isAlive(core: number): boolean;
  wake(core: number): void;
}

/** Milliseconds; of links that take no time. */
const shortestRoundTrip = 1e-6;
/** How many times the latency a packet may be late that is to be overtaken. */
const latest = 8;

/** A channel whose link does not promise that all comes, in order: the ends of the channel see to that. */
export class LossyWire {
  readonly consumer: GatedConsumer;
  /** Picoseconds. */
  latency: number;
  isCut = false;
  /** To be told of each frame that comes out, in order. */
  onArrival: () => void = () => {};
  readonly #channel: BootChannel;
  readonly #around: WireSurroundings;
  readonly #near: Segment;
  readonly #far: Segment;
  readonly #place: RingPlace;
  #sender: LinkSender;
  #receiver: LinkReceiver;
  /** How often it has begun anew. */
  #era = 0;
  #repeatsBefore = 0;
  #disturbance: Disturbance = { loss: 0, duplication: 0, reordering: 0 };
  /** Picoseconds; of the packets each way. */
  readonly #lastArrival = { data: 0, acknowledgement: 0 };
  #callOff: () => void = () => {};

  /** `near`: where the producer's end of the channel lies. The consumer's is the {@link index}th ring of its core. */
  constructor(channel: BootChannel, near: Segment, inbox: Inbox, index: number, around: WireSurroundings) {
    this.#near = near;
    this.#far = new Segment(new ArrayBuffer(ringBytes(channel.slots, channel.slotBytes)));
    this.#place = { offset: 0, slots: channel.slots, slotBytes: channel.slotBytes };
    this.consumer = new GatedConsumer(this.#far, this.#place, inbox, index);
    this.latency = channel.latency;
    this.#channel = channel;
    this.#around = around;
    this.#sender = this.#makeSender();
    this.#receiver = this.#makeReceiver();
  }

  /** Nothing of what is under way arrives any more. */
  retire(): void {
    this.#era++;
    this.#callOff();
  }

  /**
   * Both ends begin anew, in rings that are empty and begin at 0: what is under way is forgotten. The near one too: who takes
   * frames out of the far one knows nothing of it, and what a dead producer has left there would be sent.
   */
  reset(): void {
    this.retire();
    this.#repeatsBefore = this.repeats;
    prepareRing(this.#near, this.#channel, 0);
    this.#far.words.fill(0);
    this.consumer.forget();
    this.#sender = this.#makeSender();
    this.#receiver = this.#makeReceiver();
  }

  /** Packets that were sent again. */
  get repeats(): number {
    return this.#repeatsBefore + this.#sender.repeats;
  }

  published(): void {
    this.#sender.published(this.#around.agenda.now);
  }

  credited(): void {
    this.#receiver.credited();
  }

  /** What happens to packets from now on, as far as the link's description allows it to. */
  disturb({ loss, duplication, reordering }: Disturbance): void {
    const { reliable, ordered } = this.#channel;
    this.#disturbance = {
      loss: reliable === false ? loss : 0,
      duplication: reliable === false ? duplication : 0,
      reordering: ordered === false ? reordering : 0,
    };
  }

  #makeSender(): LinkSender {
    const { to, from, latency } = this.#channel;
    const roundTrip = Math.max((2 * latency) / picosecondsPerMillisecond, shortestRoundTrip);
    return new LinkSender(this.#near, this.#channel, roundTrip, {
      send: (packet) => this.#carry(packet, to, () => this.#receiver.receive(packet)),
      alarm: (at) => this.#setAlarm(at),
      credited: () => this.#around.wake(from),
    });
  }

  #makeReceiver(): LinkReceiver {
    const { from } = this.#channel;
    const { agenda } = this.#around;
    return new LinkReceiver(this.#far, this.#place, {
      send: (packet) => this.#carry(packet, from, () => this.#sender.acknowledged(packet, agenda.now)),
      arrived: (slots) => this.#arrived(slots),
    });
  }

  #arrived(slots: number): void {
    for (let slot = 0; slot < slots; slot++) {
      this.consumer.arrive();
      this.onArrival();
    }
    this.#around.wake(this.#channel.to);
  }

  #carry({ kind }: DataPacket | Acknowledgement, to: number, arrive: () => void): void {
    const { agenda, random } = this.#around;
    const { loss, duplication } = this.#disturbance;
    if (this.isCut || (loss > 0 && random() < loss)) return;
    const era = this.#era;
    const copies = duplication > 0 && random() < duplication ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      agenda.at(this.#arrivalOf(kind), () => {
        if (era === this.#era && !this.isCut && this.#around.isAlive(to)) arrive();
      });
    }
  }

  #arrivalOf(kind: (DataPacket | Acknowledgement)["kind"]): number {
    const { agenda, random } = this.#around;
    const { reordering } = this.#disturbance;
    const isLate = reordering > 0 && random() < reordering;
    const arrival = agenda.time + Math.round(this.latency * (isLate ? 1 + latest * random() : 1));
    if (this.#channel.ordered === false) return arrival;
    this.#lastArrival[kind] = Math.max(this.#lastArrival[kind], arrival);
    return this.#lastArrival[kind];
  }

  #setAlarm(at: number): void {
    this.#callOff();
    if (at === Number.POSITIVE_INFINITY) return;
    const { agenda } = this.#around;
    const time = Math.max(agenda.time, Math.ceil(at * picosecondsPerMillisecond)) + 1;
    this.#callOff = agenda.at(time, () => {
      if (this.#around.isAlive(this.#channel.from)) this.#sender.expire(agenda.now);
    });
  }
}
