import { RingConsumer, RingProducer, Segment } from "../channel/ring.ts";
import {
  ringBytes,
  slotPayload,
  wordCores,
  wordCorrelation,
  wordEndpoints,
  wordShape,
  wordTotal,
} from "../channel/slot.ts";
import type { View } from "../membership/view.ts";
import type { DropReason } from "./events.ts";
import { ageOf, Frame, firstFragment, frameKind, tagOf } from "./frame.ts";
import { type KernelHost, loopback } from "./host.ts";
import type { Lane } from "./lane.ts";
import type { RingLoad } from "./load.ts";
import { Outgoing, type OutgoingOwner } from "./outgoing.ts";
import type { Loss, Roads } from "./routing.ts";
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
  /** Where what is good for an endpoint may go at once; undefined where it has to be delivered. */
  laneOf(endpoint: number): Lane | undefined;
  drop(reason: DropReason, from: number): void;
}

/** Frames taken from one ring before it is the next one's turn. */
const fairShare = 32;
const loopbackSlots = 64;
/** Views after which a frame from a neighbour that cannot be reached is not worth keeping. */
const oldest = 8;

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
  /** The tables' channels, and the one to itself. */
  readonly #inbound: readonly Inbound[];
  /** Those of ways round what is lost. */
  readonly #detoursIn: readonly Inbound[];
  /** Those that are looked at now, in this order. */
  #open: readonly Inbound[];
  /** Neighbours that cannot be reached, as far as this kernel knows. */
  readonly #cut = new Set<number>();
  readonly #detour: number;
  readonly #own: Inbound;
  /** Of the view that is acted on. */
  #epoch: number;
  readonly #outgoings: readonly (Outbound & { readonly outgoing: Outgoing })[];
  /** By destination core, as far as anything was sent there. */
  #outgoingTo: (Outgoing | null | undefined)[];
  /** The same for what others have sent, by the tables and by detours. */
  #passOnTo: (Outgoing | null | undefined)[];
  #detourTo: (Outgoing | null | undefined)[] = [];
  readonly #backlog: Outgoing[] = [];
  /** By endpoint: those that frames were found good for in this view. */
  #lanes: (Lane | null)[] = [];
  /** The flags of a message in one slot, sent in this view. */
  #whole: number;
  readonly #frame: Frame;
  /** Index of the ring that the next poll begins with, or the next glance looks at beside the ring of the last frame. */
  #first = 0;
  #last: Inbound;
  #ownFirst = false;
  delivered = 0;
  forwarded = 0;

  constructor(
    core: number,
    roads: Roads,
    view: View,
    inbound: readonly Inbound[],
    outbound: readonly Outbound[],
    host: KernelHost,
    owner: SwitchOwner,
  ) {
    this.#core = core;
    this.#ways = new Ways(core, roads, view);
    this.#detour = roads.table.virtualChannels;
    this.#host = host;
    this.#owner = owner;
    const own = loopbackChannel(core);
    this.#own = own.inbound;
    this.#last = own.inbound;
    this.#epoch = view.epoch;
    this.#whole = firstFragment | tagOf(view.epoch);
    this.#inbound = [...inbound.filter(({ virtualChannel }) => virtualChannel < this.#detour), own.inbound];
    this.#detoursIn = inbound.filter(({ virtualChannel }) => virtualChannel === this.#detour);
    this.#open = this.#ringsOf(view.epoch);
    const used = outbound.filter(({ virtualChannel }) => virtualChannel <= this.#detour);
    const all = [...used, own.outbound].map((end) => ({
      ...end,
      outgoing: new Outgoing(end.producer, end.channel, host, this),
    }));
    this.#outgoings = all;
    for (const { outgoing } of all) outgoing.epoch = view.epoch;
    this.#outgoingTo = new Array(roads.table.cores);
    this.#passOnTo = new Array(roads.table.cores);
    this.#frame = new Frame(own.inbound.consumer.store, own.inbound.consumer.words);
  }

  /** Rings that come in by the tables, without the one to itself. */
  get inbound(): readonly Inbound[] {
    return this.#inbound.slice(0, -1);
  }

  /** Rings that go out by the tables, without the one to itself. */
  get outgoings(): readonly { readonly to: number; readonly outgoing: Outgoing }[] {
    return this.#outgoings.slice(0, -1).filter(({ virtualChannel }) => virtualChannel < this.#detour);
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
    const inbound = this.#open;
    const count = inbound.length;
    let work = 0;
    if (this.#backlog.length > 0) {
      // Messages of our own and those on their way take turns in finding the rings full.
      this.#ownFirst = !this.#ownFirst;
      if (this.#ownFirst) work = this.#flush();
    }
    let index = first < 0 || first >= count ? this.#first : first;
    for (let i = 0; i < count && work < budget; i++) {
      const ring = inbound[index] as Inbound;
      const slot = ring.consumer.peek();
      if (slot >= 0) work += this.#drain(ring, slot, Math.min(fairShare, budget - work));
      if (++index === count) index = 0;
    }
    if (++this.#first >= count) this.#first = 0;
    return this.#backlog.length > 0 && !this.#ownFirst ? work + this.#flush() : work;
  }

  /**
   * Looks, so many times, only where the last frame came from, at what it has sent to itself, and at one ring more, another
   * one each time: for who waits for an answer and has no time to look at many. Ends with the first that finds something; the
   * number of frames it handled.
   */
  glance(times: number): number {
    const inbound = this.#open;
    if (inbound.length === 0) return 0;
    const [last, own] = [this.#last, this.#own];
    for (let left = times; left > 0; left--) {
      const slot = last.consumer.peek();
      if (slot >= 0) return this.#drain(last, slot, fairShare) + this.#lookOn(last);
      const sent = own.consumer.peek();
      if (sent >= 0) return this.#drain(own, sent, fairShare);
      const found = this.#lookOn(last);
      if (found > 0) return found;
    }
    return 0;
  }

  /** Looks at another ring each time. */
  #lookOn(last: Inbound): number {
    const inbound = this.#open;
    if (++this.#first >= inbound.length) this.#first = 0;
    const ring = inbound[this.#first];
    if (ring === undefined || ring === last) return 0;
    const slot = ring.consumer.peek();
    return slot >= 0 ? this.#drain(ring, slot, fairShare) : 0;
  }

  /** Whether a frame has come, whatever the last poll has seen: to be asked before the host sleeps. */
  hasFrames(): boolean {
    return this.#open.some(({ consumer }) => consumer.hasMessage());
  }

  // ── what is lost, and comes back ──

  /** From now on messages go as in this view; what is under way on ways that have changed is forgotten. */
  change(view: View): void {
    this.#ways.change(view);
    this.#epoch = view.epoch;
    this.#whole = firstFragment | tagOf(view.epoch);
    this.#lanes = [];
    for (const { to, outgoing } of this.#outgoings) {
      outgoing.epoch = view.epoch;
      if (this.#isOpen(to, view)) outgoing.revive();
      else outgoing.lose();
    }
    const losses = new Map<number, boolean>();
    const isCut = (core: number): boolean => {
      const known = losses.get(core) ?? this.#ways.lossFor(core) !== null;
      losses.set(core, known);
      return known;
    };
    for (const { outgoing } of this.#outgoings) if (outgoing.waiting > 0) outgoing.forget(isCut);
    this.#outgoingTo = new Array(this.#ways.cores);
    this.#passOnTo = new Array(this.#ways.cores);
    this.#detourTo = this.#ways.hasDetours ? new Array(this.#ways.cores) : [];
    this.#openRings();
    this.#discardOld();
  }

  /** Everybody has been told of the change. */
  settle(): void {
    this.#ways.settle();
  }

  /** Only those cores are within reach, as far as this kernel knows, and too few to agree on what that means; null: enough are. */
  strand(within: ReadonlySet<number> | null): void {
    this.#ways.strand(within);
  }

  /** The kernel of a core will start anew: rings from it and to it are empty again. */
  reset(core: number): void {
    for (const { from, consumer } of [...this.#inbound, ...this.#detoursIn]) {
      if (from === core && core !== this.#core) consumer.reset();
    }
    for (const { to, outgoing } of this.#outgoings) if (to === core && core !== this.#core) outgoing.reset();
  }

  /** Nothing goes to a neighbour, or comes from it: until it does again, or all have agreed to go on without that. */
  cut(neighbour: number, isCut: boolean): void {
    if (isCut) this.#cut.add(neighbour);
    else this.#cut.delete(neighbour);
    for (const { to, outgoing } of this.#outgoings) if (to === neighbour) outgoing.hold(isCut);
    this.#openRings();
  }

  /** Whose connections with this core would be cut if the kernel of `other` were gone, or were there. */
  changesWith(other: number, isThere: boolean): (core: number) => boolean {
    return this.#ways.changesWith(other, isThere);
  }

  /** How many frames wait in the fullest ring that comes in, and how many it holds. */
  get deepest(): { readonly used: number; readonly slots: number } {
    let deepest = { used: 0, slots: 0 };
    for (const { consumer } of this.#open) {
      const used = consumer.depth;
      if (used > deepest.used || deepest.slots === 0) deepest = { used, slots: consumer.slots };
    }
    return deepest;
  }

  /** What has come through each ring, and what waits in it. */
  get rings(): readonly RingLoad[] {
    return this.#open.map(({ from, virtualChannel, consumer }) => {
      return { from, virtualChannel, position: consumer.position, used: consumer.depth, slots: consumer.slots };
    });
  }

  /** Whether messages get to a core and back, as they go now. */
  reaches(core: number): boolean {
    return this.#ways.reaches(core);
  }

  /** What has cut connections with a core, while a change is acted on; afterwards, why it cannot be reached. Else null. */
  lossFor(core: number): Loss | null {
    return this.#ways.lossFor(core);
  }

  /**
   * Rings that nobody looks at now may hold frames that nobody wants any more. They go before a later view makes them look
   * like frames of one that is yet to come, which would be waited for.
   */
  #discardOld(): void {
    for (const ring of this.#detoursIn) this.#discard(ring, 1);
    for (const ring of this.#inbound) if (this.#cut.has(ring.from)) this.#discard(ring, oldest);
  }

  #discard({ consumer, channel }: Inbound, age: number): void {
    for (let slot = consumer.peek(); slot >= 0; slot = consumer.peek()) {
      if (ageOf(consumer.words[(slot >> 2) + wordShape] as number, this.#epoch) < age) return;
      if (consumer.release()) this.#host.credited(channel);
    }
  }

  #openRings(): void {
    this.#open = this.#ringsOf(this.#epoch).filter(({ from }) => !this.#cut.has(from));
    this.#first = 0;
    this.#last = this.#own;
  }

  /** Whoever acts on no view yet cannot tell what is old from what it is sent by those who count on it already. */
  #ringsOf(epoch: number): readonly Inbound[] {
    if (epoch === 0) return [this.#own];
    return this.#ways.hasDetours ? [...this.#inbound, ...this.#detoursIn] : this.#inbound;
  }

  /** Whether frames go to a neighbour. */
  #isOpen(core: number, { members, cuts }: View): boolean {
    const [one, other] = [Math.min(core, this.#core), Math.max(core, this.#core)];
    return members.has(core) && !cuts.some((cut) => cut[0] === one && cut[1] === other);
  }

  /** Sends nothing any more, to anyone. */
  halt(): void {
    for (const { outgoing } of this.#outgoings) outgoing.lose();
    this.#open = [];
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

  /** `first`: the slot that its consumer sees. */
  #drain(inbound: Inbound, first: number, most: number): number {
    const { consumer, channel } = inbound;
    this.#last = inbound;
    let count = 0;
    for (let slot = first; slot >= 0; ) {
      const { ahead } = consumer;
      if (!this.#take(inbound, consumer, slot) && !this.#handle(inbound, slot)) break;
      if (consumer.release() && channel !== loopback) this.#host.credited(channel);
      if (++count === most) break;
      slot = consumer.peekAfter(ahead);
    }
    return count;
  }

  /**
   * Gives a message in one slot to the lane of its endpoint; false when it has none, or has to be looked at. Each word is
   * read once: whoever wrote them may write them again.
   */
  #take(inbound: Inbound, { words, store }: RingConsumer, slot: number): boolean {
    const first = slot >> 2;
    const endpoints = words[first + wordEndpoints] as number;
    const lane = this.#lanes[endpoints & 0xffff] ?? null;
    if (lane === null || lane.ring !== inbound || lane.endpoints !== endpoints) return false;
    const shape = words[first + wordShape] as number;
    const bytes = shape >>> 24;
    if (lane.cores !== words[first + wordCores] || ((shape >>> 16) & 0xff) !== this.#whole) return false;
    if (bytes > slotPayload || bytes !== words[first + wordTotal]) return false;
    if (!lane.take(store, slot, shape, words[first + wordCorrelation] as number)) return false;
    this.delivered++;
    return true;
  }

  /** A frame was delivered, and nothing was wrong with the way it came: what is like it need not be looked at again. */
  #learn(inbound: Inbound, endpoint: number, source: number): void {
    const known = this.#lanes[endpoint] ?? null;
    if (known !== null && known.ring !== null) return;
    const lane = this.#owner.laneOf(endpoint);
    // It may have come from another than who is at the other end.
    if (lane === undefined || lane.cores >>> 16 !== source) return;
    while (this.#lanes.length <= endpoint) this.#lanes.push(null);
    this.#lanes[endpoint] = lane;
    lane.ring = inbound;
  }

  /** False when a frame has to wait. */
  #handle(inbound: Inbound, slot: number): boolean {
    const { words } = inbound.consumer;
    const age = ageOf(words[(slot >> 2) + wordShape] as number, this.#epoch);
    const destination = (words[(slot >> 2) + wordCores] as number) & 0xffff;
    if (age === 0 && destination === this.#core) this.#deliver(inbound, slot, 0);
    else return this.#handleOther(inbound, slot, destination, age);
    return true;
  }

  /** Of what is not for this core, or belongs to another view. */
  #handleOther(inbound: Inbound, slot: number, destination: number, age: number): boolean {
    // Its sender acts on a view that this kernel has yet to hear of.
    if (age < 0) return false;
    const isDetour = inbound.virtualChannel === this.#detour;
    // Ways of another order: together with those of now they might wait in a circle.
    if (isDetour && age > 0) return true;
    if (destination !== this.#core) return this.#forward(inbound, slot, destination, isDetour, age);
    this.#deliver(inbound, slot, age);
    return true;
  }

  #findOutgoing(to: number): Outgoing | null {
    return this.#outgoingFor(this.#ways.leave(to));
  }

  #outgoingFor(hop: { readonly next: number; readonly virtualChannel: number } | null): Outgoing | null {
    if (hop === null) return null;
    const end = this.#outgoings.find((each) => each.to === hop.next && each.virtualChannel === hop.virtualChannel);
    return end?.outgoing ?? null;
  }

  #passOn(destination: number, isDetour: boolean): Outgoing | null {
    const known = isDetour ? this.#detourTo : this.#passOnTo;
    const found = known[destination];
    if (found !== undefined || destination >= this.#ways.cores) return found ?? null;
    const outgoing = this.#outgoingFor(this.#ways.passOn(destination, isDetour));
    known[destination] = outgoing;
    return outgoing;
  }

  #deliver(inbound: Inbound, slot: number, age: number): void {
    const { consumer, from } = inbound;
    const frame = this.#frame;
    frame.load(consumer.store, consumer.words, slot);
    if (age !== 0 || frame.endpoint === 0) {
      this.#deliverCarefully(inbound, frame, age);
      return;
    }
    this.delivered++;
    // No neighbour speaks for those whose frames do not pass it.
    const { source, endpoint } = frame;
    if (this.#ways.arrivesFrom(source) !== from) {
      this.#owner.drop("source", source);
      return;
    }
    const epoch = this.#epoch;
    this.#owner.deliver(frame);
    if (epoch === this.#epoch) this.#learn(inbound, endpoint, source);
  }

  /** Of what is for the kernel itself, or was sent in an earlier view. */
  #deliverCarefully(inbound: Inbound, frame: Frame, age: number): void {
    const { from } = inbound;
    // Only hello comes over every ring.
    const isHello = frame.kind === frameKind.hello && frame.endpoint === 0;
    if (isHello) frame.inbound = this.#inbound.indexOf(inbound);
    const isExpected = this.#ways.arrivesFrom(frame.source) === from || isHello;
    // It may have been sent to a connection that was cut since.
    if (age > 0 && !isHello && (!isExpected || !this.#ways.isStillGood(frame.source, this.#epoch - age))) return;
    this.delivered++;
    if (isExpected) this.#owner.deliver(frame);
    else this.#owner.drop("source", frame.source);
  }

  /** False when there is no room. */
  #forward(inbound: Inbound, slot: number, destination: number, isDetour: boolean, age: number): boolean {
    const outgoing = this.#passOn(destination, isDetour);
    const payload = (inbound.consumer.words[(slot >> 2) + wordShape] as number) >>> 24;
    const fault = this.#faultOf(inbound, destination, outgoing, payload, isDetour);
    if (fault !== null || outgoing === null) {
      // Its way has changed since it was sent: who sent it was told.
      if (age === 0) this.#owner.drop(fault ?? "destination", inbound.from);
      return true;
    }
    if (!outgoing.forward(inbound.consumer.words, slot, payload)) return false;
    this.forwarded++;
    return true;
  }

  #faultOf(
    inbound: Inbound,
    destination: number,
    outgoing: Outgoing | null,
    payload: number,
    isDetour: boolean,
  ): DropReason | null {
    if (outgoing === null) return "destination";
    // On another's virtual channel it could close a circle of waiting rings.
    if (!this.#ways.leadsHere(inbound.from, inbound.virtualChannel, destination, isDetour)) return "virtualChannel";
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
