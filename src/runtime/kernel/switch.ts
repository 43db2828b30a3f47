import { RingConsumer, RingProducer, Segment } from "../channel/ring.ts";
import { ringBytes, slotPayload, wordCores, wordShape } from "../channel/slot.ts";
import type { DropReason } from "./events.ts";
import { Frame, frameKind } from "./frame.ts";
import { type KernelHost, loopback } from "./host.ts";
import { Outgoing, type OutgoingOwner } from "./outgoing.ts";
import type { RouteTable } from "./route-table.ts";
import { Ways } from "./ways.ts";

/** The receiving end of a channel. */
export interface Inbound {
  /** Index in the configuration's channels, or {@link loopback}. */
  readonly channel: number;
  readonly from: number;
  readonly virtualChannel: number;
  readonly consumer: RingConsumer;
}

/** The sending end of a channel. */
export interface Outbound {
  readonly channel: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly producer: RingProducer;
}

export interface SwitchOwner {
  /** A frame for this core. It is gone when this returns. */
  deliver(frame: Frame): void;
  drop(reason: DropReason, from: number): void;
}

/** Frames taken from one ring before it is the next one's turn. */
const fairShare = 32;
const loopbackSlots = 64;

/**
 * What comes over the rings: frames for this core are delivered, others forwarded to the next hop on the virtual channel of
 * their destination. A frame that finds its outgoing ring full keeps its own ring waiting and no other. Delivery never
 * waits, because everything that is sent has its place at the receiver; so, with the virtual channels' acyclic dependencies,
 * every ring drains.
 */
export class Switch implements OutgoingOwner {
  readonly #core: number;
  readonly #ways: Ways;
  readonly #host: KernelHost;
  readonly #owner: SwitchOwner;
  readonly #inbound: readonly Inbound[];
  /** The ring to itself, which needs no atomics to be found empty. */
  readonly #own: Inbound;
  readonly #ownProducer: RingProducer;
  readonly #outgoings: readonly (Outbound & { readonly outgoing: Outgoing })[];
  /** By destination core, as far as anything was sent there. */
  #outgoingTo: (Outgoing | null | undefined)[];
  readonly #backlog: Outgoing[] = [];
  readonly #frame: Frame;
  /** Index of the ring that the next poll begins with. */
  #first = 0;
  #ownFirst = false;
  delivered = 0;
  forwarded = 0;

  constructor(
    core: number,
    routes: RouteTable,
    inbound: readonly Inbound[],
    outbound: readonly Outbound[],
    host: KernelHost,
    owner: SwitchOwner,
  ) {
    this.#core = core;
    this.#ways = new Ways(core, routes);
    this.#host = host;
    this.#owner = owner;
    const own = loopbackChannel(core);
    this.#own = own.inbound;
    this.#ownProducer = own.outbound.producer;
    this.#inbound = [...inbound, own.inbound];
    const all = [...outbound, own.outbound].map((end) => ({
      ...end,
      outgoing: new Outgoing(end.producer, end.channel, this),
    }));
    this.#outgoings = all;
    this.#outgoingTo = new Array(routes.cores);
    this.#frame = new Frame(own.inbound.consumer.store, own.inbound.consumer.words);
  }

  /** Rings that come in, without the one to itself. */
  get inbound(): readonly Inbound[] {
    return this.#inbound.slice(0, -1);
  }

  /** Rings that go out, without the one to itself. */
  get outgoings(): readonly { readonly to: number; readonly outgoing: Outgoing }[] {
    return this.#outgoings.slice(0, -1);
  }

  get sent(): number {
    return this.#outgoings.reduce((sum, { outgoing }) => sum + outgoing.frames, 0);
  }

  /** The channel that frames for a core leave by; null when no route leads there. */
  outgoingTo(core: number): Outgoing | null {
    const known = this.#outgoingTo[core];
    if (known !== undefined || core >= this.#ways.cores) return known ?? null;
    const found = this.#findOutgoing(core);
    this.#outgoingTo[core] = found;
    return found;
  }

  /** Handles about `budget` frames; the number it handled. `first`: the ring to begin with; -1 for each in its turn. */
  poll(budget: number, first: number): number {
    const inbound = this.#inbound;
    const count = inbound.length;
    // Messages of our own and those on their way take turns in finding the rings full.
    this.#ownFirst = !this.#ownFirst;
    let work = this.#ownFirst ? this.#flush() : 0;
    let index = first < 0 ? this.#first : first;
    for (let i = 0; i < count && work < budget; i++) {
      const ring = inbound[index] as Inbound;
      if (ring !== this.#own || !ring.consumer.isAt(this.#ownProducer)) {
        work += this.#drain(ring, index, Math.min(fairShare, budget - work));
      }
      if (++index === count) index = 0;
    }
    if (++this.#first >= count) this.#first = 0;
    return this.#ownFirst ? work : work + this.#flush();
  }

  /** Whether a frame has come, whatever the last poll has seen: to be asked before the host sleeps. */
  hasFrames(): boolean {
    return this.#inbound.some(({ consumer }) => consumer.hasMessage());
  }

  /** Nothing more goes to that core; what else went over it goes round it, where the tables say how. */
  coreLost(core: number): void {
    for (const { to, outgoing } of this.#outgoings) if (to === core) outgoing.lose();
    if (this.#ways.lose(core)) this.#outgoingTo = new Array(this.#ways.cores);
  }

  /** Everybody has been told of the loss. */
  settle(): void {
    this.#ways.settle();
  }

  /** Whether messages get to a core and back, as they go now. */
  reaches(core: number): boolean {
    return this.#ways.reaches(core);
  }

  /** The first lost core on the way to a core or back from it, as connections use it; -1 when the way is whole. */
  lostOnWay(core: number): number {
    return this.#ways.lostOnWay(core);
  }

  /** Sends nothing any more, to anyone. */
  halt(): void {
    for (const { outgoing } of this.#outgoings) outgoing.lose();
  }

  published(channel: number): void {
    this.#host.published(channel);
  }

  backlogged(outgoing: Outgoing): void {
    this.#backlog.push(outgoing);
  }

  #flush(): number {
    if (this.#backlog.length === 0) return 0;
    let gone = 0;
    for (const outgoing of this.#backlog.splice(0)) {
      gone += outgoing.flush();
      if (outgoing.waiting > 0) this.#backlog.push(outgoing);
    }
    return gone;
  }

  #drain(inbound: Inbound, index: number, most: number): number {
    const { consumer, channel } = inbound;
    let count = 0;
    for (; count < most; count++) {
      const slot = consumer.peek();
      if (slot < 0) break;
      const destination = (consumer.words[(slot >> 2) + wordCores] as number) & 0xffff;
      if (destination === this.#core) {
        if (!this.#deliver(consumer, slot, index)) break;
      } else if (!this.#forward(inbound, slot, destination)) break;
      if (consumer.release() && channel !== loopback) this.#host.credited(channel);
    }
    return count;
  }

  #findOutgoing(to: number): Outgoing | null {
    const next = this.#ways.nextHop(to);
    const virtualChannel = this.#ways.virtualChannel(to);
    const end = this.#outgoings.find((each) => each.to === next && each.virtualChannel === virtualChannel);
    return end?.outgoing ?? null;
  }

  /** False when it has to wait until this kernel has heard why it comes this way. */
  #deliver(consumer: RingConsumer, slot: number, index: number): boolean {
    const frame = this.#frame;
    frame.load(consumer.store, consumer.words, slot);
    frame.inbound = index;
    // No neighbour speaks for those whose frames do not pass it. Only hello comes over every ring.
    const from = this.#inbound[index]?.from ?? -1;
    const isHello = frame.kind === frameKind.hello && frame.endpoint === 0;
    const isExpected = this.#ways.arrivesFrom(frame.source) === from || isHello;
    if (!isExpected && this.#ways.arrivesEarly(from, frame.source)) return false;
    this.delivered++;
    if (isExpected) this.#owner.deliver(frame);
    else if (!this.#ways.arrivesLate(from, frame.source)) this.#owner.drop("source", frame.source);
    return true;
  }

  /** False when there is no room, or it has to wait until this kernel has heard why it comes this way. */
  #forward(inbound: Inbound, slot: number, destination: number): boolean {
    const outgoing = this.outgoingTo(destination);
    const payload = (inbound.consumer.words[(slot >> 2) + wordShape] as number) >>> 24;
    const fault = this.#faultOf(inbound, destination, outgoing, payload);
    if (fault === "virtualChannel" && this.#ways.isEarly(inbound.from, inbound.virtualChannel, destination))
      return false;
    if (fault === "virtualChannel" && this.#ways.isLate(inbound.from, inbound.virtualChannel, destination)) return true;
    if (fault !== null || outgoing === null) {
      this.#owner.drop(fault ?? "destination", inbound.from);
      return true;
    }
    if (!outgoing.forward(inbound.consumer.words, slot, payload)) return false;
    this.forwarded++;
    return true;
  }

  #faultOf(inbound: Inbound, destination: number, outgoing: Outgoing | null, payload: number): DropReason | null {
    if (outgoing === null) return "destination";
    // On another's virtual channel it could close a circle of waiting rings.
    if (!this.#ways.leadsHere(inbound.from, inbound.virtualChannel, destination)) return "virtualChannel";
    if (payload > slotPayload) return "length";
    return outgoing.lost ? "lost" : null;
  }
}

/** A ring from the core to itself: a service is reached in the same way wherever it is. */
function loopbackChannel(core: number): { readonly inbound: Inbound; readonly outbound: Outbound } {
  const segment = new Segment(new ArrayBuffer(ringBytes(loopbackSlots, 64)));
  const place = { offset: 0, slots: loopbackSlots, slotBytes: 64 };
  const shared = { channel: loopback, virtualChannel: 0 };
  return {
    inbound: { ...shared, from: core, consumer: new RingConsumer(segment, place) },
    outbound: { ...shared, to: core, producer: new RingProducer(segment, place) },
  };
}
