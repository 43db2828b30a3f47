import { ShutdownError } from "../errors.ts";
import type { Membership } from "../membership/view.ts";
import type { BootConfiguration } from "./boot-configuration.ts";
import type { Bulk } from "./channels/bulk.ts";
import type { Clients } from "./clients/clients.ts";
import { computeLoad } from "./compute-load.ts";
import type { Directory } from "./control/directory.ts";
import type { Deadlines } from "./deadlines.ts";
import type { KernelEvent, KernelStatistics } from "./events.ts";
import type { Handover } from "./handover.ts";
import { type KernelHost, loopback } from "./host.ts";
import { KernelParts } from "./kernel-parts.ts";
import type { KernelLoad } from "./load.ts";
import type { Monitoring } from "./monitoring/monitoring.ts";
import type { EndpointGrants } from "./resources/endpoint-grants.ts";
import type { Leases } from "./resources/leases.ts";
import type { RouteTable } from "./routes/route-table.ts";
import type { Services } from "./services/services.ts";
import type { States } from "./states/states.ts";
import type { Switch } from "./switching/switch.ts";
import type { Wiring } from "./wiring.ts";

/**
 * The kernel of one core: a state machine that a host drives. It owns no clock, thread, timer or socket; its inputs are
 * {@link poll}, {@link glance}, {@link attend}, {@link idle}, {@link expire}, what the host has noticed, and {@link shutdown}, its outputs are rings and the host's
 * callbacks.
 */
export class Kernel {
  readonly core: number;
  /** How often a kernel has started on this core before. */
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  /** Shared memory of its programs. */
  readonly leases: Leases;
  /** What its programs let others call. */
  readonly grants: EndpointGrants;
  /** What runs where. */
  readonly directory: Directory;
  /** Its programs' clients. */
  readonly clients: Clients;
  /** Its programs' services. */
  readonly services: Services;
  /** Replicated objects. */
  readonly states: States;
  /** What it does for changes in order. */
  readonly handover: Handover;
  /** What it is made of. */
  readonly parts: KernelParts;
  readonly #host: KernelHost;
  readonly #monitoring: Monitoring;
  readonly #bulk: Bulk;
  readonly #switch: Switch;
  readonly #bootCore: number;
  #acted = false;
  #stirred = false;

  constructor(
    configuration: BootConfiguration,
    core: number,
    routes: RouteTable,
    wiring: Wiring,
    host: KernelHost,
    incarnation = 0,
  ) {
    const parts = new KernelParts(configuration, core, routes, wiring, host, incarnation);
    this.core = core;
    this.incarnation = incarnation;
    this.deadlines = parts.deadlines;
    this.leases = parts.leases;
    this.grants = parts.grants;
    this.directory = parts.directory;
    this.clients = parts.clients;
    this.services = parts.services;
    this.states = parts.states;
    this.handover = parts.handover;
    this.parts = parts;
    this.#host = host;
    this.#monitoring = parts.monitoring;
    this.#bulk = wiring.bulk;
    this.#switch = parts.frames;
    this.#bootCore = configuration.bootCore;
  }

  /** Resolves when hello was exchanged over every ring. */
  get bound(): Promise<void> {
    return this.parts.greetings.bound;
  }

  /** Who takes part. */
  get membership(): Membership {
    return this.parts.membership;
  }

  /** Aborted, with a ShutdownError, when the system shuts down. */
  get signal(): AbortSignal {
    return this.parts.signal;
  }

  get statistics(): KernelStatistics {
    const { delivered, forwarded, exits } = this.#switch;
    return { delivered, forwarded, sent: exits.sent, dropped: this.parts.dropped.counts };
  }

  /** What it has counted, and how full it is now. */
  get load(): KernelLoad {
    return computeLoad(this.parts, this.statistics);
  }

  /** Ends of connections, and services, that it has numbers for. */
  get endpoints(): number {
    return this.parts.endpoints.size;
  }

  // ── what the host does ──

  /** Greets the neighbours; one that has started anew first asks to take part. */
  start(): void {
    this.log({ kind: "kernelUp", core: this.core });
    this.#monitoring.start();
    if (this.incarnation > 0) return;
    this.parts.greetings.begin();
  }

  /**
   * Handles about `budget` frames; the number it handled. `first`: the index of the inbound ring that has one, should the
   * host know; -1 when each is to have its turn.
   */
  poll(budget: number, first: number = -1): number {
    this.parts.inPlace = 0;
    const { forwarded } = this.#switch;
    return this.#account(this.#switch.poll(budget, first), forwarded);
  }

  /**
   * A {@link poll} of the rings from which something is most likely to come, and of a few others in their turn, repeated so
   * many times unless something does.
   */
  glance(times: number): number {
    this.parts.inPlace = 0;
    const { forwarded } = this.#switch;
    return this.#account(this.#switch.glance(times), forwarded);
  }

  /** Whether there is a frame to poll. False, when it is asked after a poll: nothing is to do until a doorbell or an alarm. */
  hasFrames(): boolean {
    return this.#switch.entrances.hasFrames() || this.#monitoring.hasFrames();
  }

  /** Whether the last poll did more than pass on frames of others: code of programs may have run. */
  get acted(): boolean {
    return this.#acted;
  }

  /** Whether the last poll may have given programs something to do in microtasks. */
  get stirred(): boolean {
    return this.#stirred;
  }

  /** Does what was put off for better times; to be called before the host sleeps. True when there was something. */
  idle(): boolean {
    return this.parts.settleDebts();
  }

  /** The clock has moved on; for hosts that are `ticking`. */
  tick(): void {
    this.deadlines.tick();
  }

  /** The alarm that was asked for. */
  expire(): void {
    this.deadlines.expire();
  }

  /** Handles what the monitors of neighbours say; the number of frames. To be called when a poll has found nothing, and now and then. */
  attend(): number {
    return this.#monitoring.attend();
  }

  /** Whether {@link attend} has something to do as soon as there is room in the rings to neighbours. */
  get gossips(): boolean {
    return this.#monitoring.waits;
  }

  // ── what the host has noticed; it is acted on once it is agreed what it means ──

  /** The kernel of another core takes no step any more, for certain. */
  coreLost(core: number, incarnation?: number): void {
    this.#monitoring.died(core, incarnation);
  }

  /** Nothing has come from a neighbour for too long. */
  suspect(core: number): void {
    this.#monitoring.suspect(core);
  }

  /** The way to a neighbour, and from it, is cut, or is whole again; both ends are to be told. Until all act on it, what is sent over it waits. */
  cut(neighbour: number, isCut: boolean): void {
    this.#switch.cut(neighbour, isCut);
    this.#monitoring.cut(neighbour, isCut);
    // Whoever waits for frames is to look at the rings that are open now.
    this.#host.published(loopback);
  }

  /** A kernel will start anew on another core; to be called, and to have returned in every kernel, before it does. */
  expect(core: number, incarnation: number): void {
    this.#switch.reset(core);
    this.#bulk.reset(core);
    this.#monitoring.expect(core, incarnation);
  }

  /** Everything pending fails, nothing new begins; forwarding goes on until the host stops. */
  shutdown(): void {
    const reason = new ShutdownError();
    this.parts.stopping.abort(reason);
    this.clients.fail(reason);
    this.parts.control.fail(reason);
    this.services.dropClients(() => reason);
    this.states.shutdown();
  }

  /** Its programs end, and the others are told not to wait for it: they need not find out that it is gone. */
  leave(): void {
    this.#monitoring.leave();
    this.shutdown();
  }

  /** From now on it does nothing that another kernel could see: for hosts that cannot kill a kernel. */
  halt(): void {
    this.parts.halt();
  }

  /** Tells the boot core of the board that this kernel belongs to what to print, and what that is of. */
  report(what: number, text: string): void {
    this.parts.control.report(this.#bootCore, what, text);
  }

  log(event: KernelEvent): void {
    this.#host.log(event);
  }

  /** `forwarded`: frames that had been passed on before. */
  #account(work: number, forwarded: number): number {
    const own = work - (this.#switch.forwarded - forwarded);
    this.#acted = own > 0;
    this.#stirred = own > this.parts.inPlace;
    return work;
  }
}
