import { slotPayload, wordCores, wordShape } from "../../channel/slot.ts";
import type { View } from "../../membership/view.ts";
import { type Inbound, loopbackEnds, type Outbound } from "../channels/channel-ends.ts";
import type { Outgoing } from "../channels/outgoing.ts";
import type { DropReason } from "../events.ts";
import { ageOf, Frame, frameKind } from "../frame.ts";
import { type KernelHost, loopback } from "../host.ts";
import type { Loss, Roads } from "../routes/routing.ts";
import { Ways } from "../routes/ways.ts";
import { Entrances } from "./entrances.ts";
import { Exits } from "./exits.ts";
import type { Lane } from "./lane.ts";
import { Lanes } from "./lanes.ts";

export interface SwitchOwner {
  /** A frame for this core. It is gone when this returns. */
  deliver(frame: Frame): void;
  /** Where what is good for an endpoint may go at once; undefined where it has to be delivered. */
  laneOf(endpoint: number): Lane | undefined;
  drop(reason: DropReason, from: number): void;
}

/** Frames taken from one ring before it is the next one's turn. */
const fairShare = 32;

/**
 * What comes over the rings: frames for this core are delivered, others forwarded to the next hop on the virtual channel of
 * their destination. A frame that finds its outgoing ring full keeps its own ring waiting and no other. Delivery never
 * waits, because everything that is sent has its place at the receiver; so, with the virtual channels' acyclic dependencies,
 * every ring drains.
 */
export class Switch {
  /** The rings that come in. */
  readonly entrances: Entrances;
  /** The rings that go out. */
  readonly exits: Exits;
  readonly #core: number;
  readonly #ways: Ways;
  readonly #host: KernelHost;
  readonly #owner: SwitchOwner;
  readonly #lanes: Lanes;
  /** The virtual channel of ways round what is lost. */
  readonly #detour: number;
  readonly #frame: Frame;
  /** Of the view that is acted on. */
  #epoch: number;
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
    this.#epoch = view.epoch;
    this.#lanes = new Lanes(view.epoch);
    const own = loopbackEnds(core);
    this.#last = own.inbound;
    this.entrances = new Entrances(inbound, own.inbound, this.#detour, host);
    this.entrances.change(view.epoch, this.#ways.hasDetours);
    this.exits = new Exits(core, this.#ways, outbound, own.outbound, this.#detour, host);
    this.#frame = new Frame(own.inbound.consumer.store, own.inbound.consumer.words);
  }

  /** Handles about `budget` frames; the number it handled. `first`: the ring to begin with; -1 for each in its turn. */
  poll(budget: number, first: number): number {
    const inbound = this.entrances.open;
    const count = inbound.length;
    let work = 0;
    if (this.exits.hasBacklog) {
      // Messages of our own and those on their way take turns in finding the rings full.
      this.#ownFirst = !this.#ownFirst;
      if (this.#ownFirst) work = this.exits.flush();
    }
    let index = first < 0 || first >= count ? this.#first : first;
    for (let i = 0; i < count && work < budget; i++) {
      const ring = inbound[index] as Inbound;
      const slot = ring.consumer.peek();
      if (slot >= 0) work += this.#drain(ring, slot, Math.min(fairShare, budget - work));
      if (++index === count) index = 0;
    }
    if (++this.#first >= count) this.#first = 0;
    return this.exits.hasBacklog && !this.#ownFirst ? work + this.exits.flush() : work;
  }

  /**
   * Looks, so many times, only where the last frame came from, at what it has sent to itself, and at one ring more, another
   * one each time: for who waits for an answer and has no time to look at many. Ends with the first that finds something; the
   * number of frames it handled.
   */
  glance(times: number): number {
    const inbound = this.entrances.open;
    if (inbound.length === 0) return 0;
    const [last, own] = [this.#last, this.entrances.own];
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
    const inbound = this.entrances.open;
    if (++this.#first >= inbound.length) this.#first = 0;
    const ring = inbound[this.#first];
    if (ring === undefined || ring === last) return 0;
    const slot = ring.consumer.peek();
    return slot >= 0 ? this.#drain(ring, slot, fairShare) : 0;
  }

  // ── what is lost, and comes back ──

  /** From now on messages go as in this view; what is under way on ways that have changed is forgotten. */
  change(view: View): void {
    this.#ways.change(view);
    this.#epoch = view.epoch;
    this.#lanes.change(view.epoch);
    this.exits.change(view);
    this.entrances.change(view.epoch, this.#ways.hasDetours);
    this.#beginAnew();
  }

  /** Everybody has been told of the change. */
  settle(): void {
    this.#ways.settle();
  }

  /** Only those cores are within reach, as far as this kernel knows, and too few to agree on what that means; null: enough are. */
  strand(within: ReadonlySet<number> | null): void {
    this.#ways.strand(within);
  }

  /** The kernel of another core will start anew: rings from it and to it are empty again. */
  reset(core: number): void {
    if (core === this.#core) return;
    this.entrances.reset(core);
    this.exits.reset(core);
  }

  /** Nothing goes to a neighbour, or comes from it: until it does again, or all have agreed to go on without that. */
  cut(neighbour: number, isCut: boolean): void {
    this.exits.cut(neighbour, isCut);
    this.entrances.cut(neighbour, isCut);
    this.#beginAnew();
  }

  /** Whose connections with this core would be cut if the kernel of `other` were gone, or were there. */
  changesWith(other: number, isThere: boolean): (core: number) => boolean {
    return this.#ways.changesWith(other, isThere);
  }

  /** Whether messages get to a core and back, as they go now. */
  reaches(core: number): boolean {
    return this.#ways.reaches(core);
  }

  /** What has cut connections with a core, while a change is acted on; afterwards, why it cannot be reached. Else null. */
  lossFor(core: number): Loss | null {
    return this.#ways.lossFor(core);
  }

  /** Sends nothing any more, to anyone. */
  halt(): void {
    this.exits.close();
    this.entrances.close();
  }

  #beginAnew(): void {
    this.#first = 0;
    this.#last = this.entrances.own;
  }

  /** `first`: the slot that its consumer sees. */
  #drain(inbound: Inbound, first: number, most: number): number {
    const { consumer, channel } = inbound;
    this.#last = inbound;
    let count = 0;
    for (let slot = first; slot >= 0; ) {
      const { ahead } = consumer;
      if (this.#lanes.take(inbound, consumer, slot)) this.delivered++;
      else if (!this.#handle(inbound, slot)) break;
      if (consumer.release() && channel !== loopback) this.#host.credited(channel);
      if (++count === most) break;
      slot = consumer.peekAfter(ahead);
    }
    return count;
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
    if (epoch === this.#epoch && this.#lanes.isNew(endpoint)) this.#learn(inbound, endpoint, source);
  }

  #learn(inbound: Inbound, endpoint: number, source: number): void {
    const lane = this.#owner.laneOf(endpoint);
    // It may have come from another than who is at the other end.
    if (lane !== undefined && lane.cores >>> 16 === source) this.#lanes.learn(inbound, endpoint, lane);
  }

  /** Of what is for the kernel itself, or was sent in an earlier view. */
  #deliverCarefully(inbound: Inbound, frame: Frame, age: number): void {
    const { from } = inbound;
    // Only hello comes over every ring.
    const isHello = frame.kind === frameKind.hello && frame.endpoint === 0;
    if (isHello) frame.inbound = this.entrances.indexOf(inbound);
    const isExpected = this.#ways.arrivesFrom(frame.source) === from || isHello;
    // It may have been sent to a connection that was cut since.
    if (age > 0 && !isHello && (!isExpected || !this.#ways.isStillGood(frame.source, this.#epoch - age))) return;
    this.delivered++;
    if (isExpected) this.#owner.deliver(frame);
    else this.#owner.drop("source", frame.source);
  }

  /** False when there is no room. */
  #forward(inbound: Inbound, slot: number, destination: number, isDetour: boolean, age: number): boolean {
    const outgoing = this.exits.passOnTo(destination, isDetour);
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
