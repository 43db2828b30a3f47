import { firstViewOf } from "../../membership/current-view.ts";
import { decodeGossip, encodeGossip, type Gossip, longestGossip } from "../../membership/gossip.ts";
import { Monitor } from "../../membership/monitor.ts";
import type { Placement } from "../../membership/placements.ts";
import type { View } from "../../membership/view.ts";
import type { BootConfiguration } from "../boot-configuration.ts";
import { Assembly } from "../channels/assembly.ts";
import type { Inbound, Outbound } from "../channels/channel-ends.ts";
import { Line } from "../channels/line.ts";
import { Outgoing } from "../channels/outgoing.ts";
import { highestPriority } from "../channels/priority-queue.ts";
import { type Deadlines, Expiring } from "../deadlines.ts";
import type { DropReason } from "../events.ts";
import { Frame, frameKind } from "../frame.ts";
import { monitorChannel, neighboursOf } from "../further-channels.ts";
import type { KernelHost } from "../host.ts";
import { longestRoundTrip, roundTripsOf } from "./round-trips.ts";
import { Watch } from "./watch.ts";

/** What a kernel does about what its monitor says. */
export interface MonitoringOwner {
  readonly core: number;
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  viewAgreed(view: View): void;
  quorumChanged(hasQuorum: boolean, within: readonly number[]): void;
  excluded(): void;
  drop(reason: DropReason, from: number): void;
}

/** When the host says nothing of it. Milliseconds. */
const defaultTiming = { retry: 50, gather: 1, doubt: 0, watch: null };

/**
 * Kernels that watch each other notice at times of their own: for each other they wait as long as for a sign of life, and for
 * what the dead have said last and what others say of that, over the slowest hop.
 */
function timingOf({ membership = {} }: KernelHost, configuration: BootConfiguration) {
  const { watch = null } = membership;
  const longest = watch === null ? 0 : watch.patience + 2 * longestRoundTrip(configuration);
  const waits = watch === null ? {} : { gather: longest, doubt: longest };
  return { ...defaultTiming, ...waits, ...membership };
}

class Alarm extends Expiring {
  readonly #ring: () => void;

  constructor(ring: () => void) {
    super();
    this.#ring = ring;
  }

  override expire(): void {
    this.#ring();
  }
}

/** The ends of all channels of a kernel. */
export interface MonitorRings {
  readonly inbound: readonly Inbound[];
  readonly outbound: readonly Outbound[];
}

interface MonitorEnd {
  readonly inbound: Inbound;
  readonly assembly: Assembly;
}

/** A kernel's monitor, and the rings over which it talks to those of its neighbours. */
export class Monitoring {
  readonly monitor: Monitor;
  readonly #owner: MonitoringOwner;
  readonly #host: KernelHost;
  readonly #cores: number;
  readonly #longest: number;
  readonly #ends: readonly MonitorEnd[];
  readonly #outbound: ReadonlyMap<number, Outbound>;
  readonly #outgoings = new Map<number, Outgoing>();
  readonly #cut = new Set<number>();
  readonly #alarm: Alarm;
  readonly #watch: Watch | null;

  constructor(configuration: BootConfiguration, rings: MonitorRings, host: KernelHost, owner: MonitoringOwner) {
    this.#owner = owner;
    this.#host = host;
    this.#cores = configuration.cores.length;
    const ofMonitors = monitorChannel(configuration);
    const isOurs = ({ virtualChannel }: { readonly virtualChannel: number }): boolean => virtualChannel === ofMonitors;
    this.#ends = rings.inbound.filter(isOurs).map((inbound) => ({ inbound, assembly: new Assembly() }));
    this.#outbound = new Map(rings.outbound.filter(isOurs).map((end) => [end.to, end]));
    const neighbours = neighboursOf(configuration);
    const objects = (configuration.states ?? []).map(({ replicas, candidates = [] }) => ({ replicas, candidates }));
    const seats = objects.reduce((sum, { candidates }) => sum + candidates.length, 0);
    const services = configuration.programs.filter(({ kind }) => kind === "service").length;
    this.#longest = longestGossip(this.#cores, configuration.channels.length, seats, services);
    const { retry, gather, doubt, watch } = timingOf(host, configuration);
    this.#alarm = new Alarm(() => this.#settle());
    this.monitor = new Monitor(
      {
        ...{ core: owner.core, incarnation: owner.incarnation, neighbours, retry, gather, doubt },
        ...{ first: firstViewOf(configuration), domains: configuration.domains ?? [] },
        links: (configuration.links ?? []).map(({ hops }) => hops),
        ...(seats === 0 ? {} : { objects }),
      },
      {
        send: (to, gossip) => this.#send(to, gossip),
        alarm: (at) => this.#setAlarm(at),
        agreed: (view) => owner.viewAgreed(view),
        quorum: (hasQuorum, within) => owner.quorumChanged(hasQuorum, within),
        excluded: () => owner.excluded(),
      },
    );
    const ways = { inbound: rings.inbound, roundTrips: roundTripsOf(configuration, owner.core) };
    this.#watch = watch === null ? null : new Watch(watch, this.monitor, owner.deadlines, ways, () => this.#settle());
  }

  /** Begins to talk, where there is anything to say. */
  start(): void {
    if (!this.monitor.isMember) this.#settle();
    this.#watch?.start();
  }

  /** Handles what neighbours' monitors say; the number of frames. */
  attend(): number {
    let frames = 0;
    for (const end of this.#ends) if (!this.#cut.has(end.inbound.from)) frames += this.#drain(end);
    let gone = 0;
    for (const outgoing of this.#outgoings.values()) if (outgoing.waiting > 0) gone += outgoing.flush();
    if (frames > 0 || (gone > 0 && this.monitor.owes)) this.#settle();
    return frames + gone;
  }

  /** Whether something waits for room in the rings to neighbours. */
  get waits(): boolean {
    for (const outgoing of this.#outgoings.values()) if (outgoing.waiting > 0) return true;
    return false;
  }

  hasFrames(): boolean {
    return this.#ends.some(({ inbound }) => !this.#cut.has(inbound.from) && inbound.consumer.hasMessage());
  }

  // ── what the host has noticed ──

  died(core: number, incarnation?: number): void {
    this.monitor.died(core, incarnation);
    this.#settle();
  }

  suspect(core: number): void {
    this.monitor.silent(core);
    this.#settle();
  }

  cut(core: number, isCut: boolean): void {
    if (isCut) this.#cut.add(core);
    else this.#cut.delete(core);
    this.#outgoings.get(core)?.hold(isCut);
    this.monitor.cut(core, isCut);
    this.#settle();
  }

  /** This kernel has the state of an object again, which another has stood in for. */
  holds(object: number): void {
    this.monitor.holds(object);
    this.#settle();
  }

  /** A service is to run elsewhere, once a view says so. */
  moves(placement: Placement): void {
    this.monitor.moves(placement);
    this.#settle();
  }

  /** The kernel of a core will start anew. */
  expect(core: number, incarnation: number): void {
    this.monitor.starts({ core, incarnation });
    for (const { inbound, assembly } of this.#ends) {
      if (inbound.from !== core) continue;
      inbound.consumer.reset();
      assembly.reset();
    }
    if (this.#outbound.has(core)) {
      this.#outgoingTo(core)?.reset();
      this.monitor.forget(core);
    }
    this.#settle();
  }

  /** Tells the neighbours that this kernel is as good as dead, and nothing after that. */
  leave(): void {
    const { core, incarnation } = this.#owner;
    this.monitor.leave({ core, incarnation });
    this.#settle();
  }

  /** Says nothing any more. */
  halt(): void {
    for (const outgoing of this.#outgoings.values()) outgoing.lose();
    this.#owner.deadlines.remove(this.#alarm);
    this.#watch?.stop();
  }

  #drain({ inbound, assembly }: MonitorEnd): number {
    const { consumer, from, channel } = inbound;
    let count = 0;
    for (let slot = consumer.peek(); slot >= 0; slot = consumer.peek()) {
      const frame = new Frame(consumer.store, consumer.words);
      frame.load(consumer.store, consumer.words, slot);
      this.#receive(frame, from, assembly);
      count++;
      if (consumer.release()) this.#host.credited(channel);
    }
    return count;
  }

  #receive(frame: Frame, from: number, assembly: Assembly): void {
    const { kind, source, destination } = frame;
    if (kind !== frameKind.gossip || source !== from || destination !== this.#owner.core) {
      this.#owner.drop("kind", from);
      return;
    }
    const assembled = assembly.accept(frame, this.#longest);
    if (assembled === "partial") return;
    const { words, at, bytes } = frame;
    const gossip = assembled === "whole" ? decodeGossip(words.slice(at >> 2, (at + bytes) >> 2), this.#cores) : null;
    if (gossip === null) this.#owner.drop(assembled === "whole" ? "malformed" : assembled, from);
    else this.monitor.receive(from, gossip);
  }

  #send(to: number, gossip: Gossip): boolean {
    const outgoing = this.#outgoingTo(to);
    if (outgoing === null || outgoing.lost) return true;
    if (outgoing.waiting > 0) return false;
    const words = encodeGossip(gossip, this.#cores);
    const line = new Line(outgoing, { core: this.#owner.core, endpoint: 0 }, { core: to, endpoint: 0 });
    line.send(frameKind.gossip, 0, 0, words, words.byteLength, highestPriority, null);
    return true;
  }

  #outgoingTo(core: number): Outgoing | null {
    const known = this.#outgoings.get(core);
    if (known !== undefined) return known;
    const end = this.#outbound.get(core);
    if (end === undefined) return null;
    // What waits is sent by `attend`.
    const outgoing = new Outgoing(end.producer, end.channel, this.#host, { backlogged: () => {} });
    outgoing.hold(this.#cut.has(core));
    this.#outgoings.set(core, outgoing);
    return outgoing;
  }

  #settle(): void {
    this.monitor.settle(this.#host.now());
  }

  #setAlarm(at: number): void {
    const { deadlines } = this.#owner;
    deadlines.remove(this.#alarm);
    if (at !== Number.POSITIVE_INFINITY) deadlines.add(this.#alarm, Math.max(0, at - this.#host.now()));
  }
}
