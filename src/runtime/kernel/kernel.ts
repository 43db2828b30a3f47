import { ShutdownError } from "../errors.ts";
import { CurrentView, firstViewOf, noView } from "../membership/current-view.ts";
import type { Membership, View } from "../membership/view.ts";
import type { BootConfiguration } from "./boot-configuration.ts";
import type { Bulk } from "./bulk.ts";
import type { ClientsOwner } from "./client-end.ts";
import { Clients } from "./clients.ts";
import { computeLoad } from "./compute-load.ts";
import { ControlEndpoint } from "./control-endpoint.ts";
import { Correspondence, type CorrespondenceParts } from "./correspondence.ts";
import { Deadlines } from "./deadlines.ts";
import { Directory } from "./directory.ts";
import { DroppedFrames } from "./dropped-frames.ts";
import { EndpointGrants } from "./endpoint-grants.ts";
import { Endpoints, firstOfStates } from "./endpoints.ts";
import type { DropReason, KernelEvent, KernelStatistics, ProgramPlace } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { Greetings } from "./greetings.ts";
import { Handover, type HandoverParts } from "./handover.ts";
import { type KernelHost, loopback } from "./host.ts";
import type { Lane } from "./lane.ts";
import { Leases } from "./leases.ts";
import type { KernelLoad } from "./load.ts";
import { Monitoring, type MonitoringOwner } from "./monitoring.ts";
import { type NameService, nameServiceOf } from "./name-service.ts";
import type { EndpointPassing } from "./resource-exchange.ts";
import type { RouteTable } from "./route-table.ts";
import { roadsOf } from "./routing.ts";
import type { Debtor } from "./served-service.ts";
import { Services, type ServicesOwner } from "./services.ts";
import type { StatesOwner } from "./state-endpoint.ts";
import { States } from "./states.ts";
import { Switch, type SwitchOwner } from "./switch.ts";
import { type ViewChangeParts, ViewChanges } from "./view-changes.ts";
import type { Wiring } from "./wiring.ts";

/**
 * The kernel of one core: a state machine that a host drives. It owns no clock, thread, timer or socket; its inputs are
 * {@link poll}, {@link glance}, {@link attend}, {@link idle}, {@link expire}, what the host has noticed, and {@link shutdown}, its outputs are rings and the host's
 * callbacks.
 */
export class Kernel implements SwitchOwner, ClientsOwner, ServicesOwner, MonitoringOwner, StatesOwner {
  readonly core: number;
  /** How often a kernel has started on this core before. */
  readonly incarnation: number;
  readonly bootCore: number;
  readonly window: number;
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
  readonly #host: KernelHost;
  readonly #view: CurrentView;
  readonly #monitoring: Monitoring;
  readonly #bulk: Bulk;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #endpoints = new Endpoints();
  readonly #greetings: Greetings;
  readonly #changes: ViewChanges;
  readonly #correspondence: Correspondence;
  readonly #owing: Debtor[] = [];
  readonly #dropped = new DroppedFrames();
  readonly #stopping = new AbortController();
  /** Frames of the last poll that were handled in place. */
  #inPlace = 0;
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
    this.core = core;
    this.incarnation = incarnation;
    this.bootCore = configuration.bootCore;
    this.window = configuration.window;
    this.directory = new Directory(configuration, routes, core);
    this.#host = host;
    const first = firstViewOf(configuration);
    this.#view = new CurrentView(incarnation === 0 ? first : noView(first));
    this.#view.setQuorum(incarnation === 0);
    this.#bulk = wiring.bulk;
    this.deadlines = new Deadlines(host);
    const [roads, { inbound, outbound }] = [roadsOf(configuration, routes), wiring];
    this.#switch = new Switch(core, roads, this.#view.view, inbound, outbound, host, this);
    this.#control = new ControlEndpoint(core, this.#switch);
    this.leases = new Leases(
      core,
      wiring.pools,
      (to, fate, grant) => this.#control.tellOfGrant(to, fate, grant),
      incarnation,
    );
    this.grants = new EndpointGrants((name, grant) =>
      this.#control.tellOfRevocation(this.directory.coreOf(name), name, grant),
    );
    this.services = new Services(this, this.#switch, this.#control, this.#endpoints, wiring.bulk);
    this.clients = new Clients(this, this.#switch, this.#control, this.#endpoints, wiring.bulk);
    this.#monitoring = new Monitoring(configuration, wiring, host, this);
    this.states = new States(configuration, this.#switch, this);
    this.#view.onView((view) => this.states.viewChanged(view));
    this.#greetings = new Greetings(core, this.#switch, (event) => host.log(event));
    const names = nameServiceOf(configuration, core, this.directory, (to, correlation, message) =>
      this.#control.answer(to, frameKind.found, correlation, message),
    );
    const parts = this.#partsWith(names);
    this.handover = new Handover(parts);
    this.#changes = new ViewChanges({ ...parts, handover: this.handover });
    this.#correspondence = new Correspondence(parts);
  }

  /** Resolves when hello was exchanged over every ring. */
  get bound(): Promise<void> {
    return this.#greetings.bound;
  }

  /** Who takes part. */
  get membership(): Membership {
    return this.#view;
  }

  /** Aborted, with a ShutdownError, when the system shuts down. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get statistics(): KernelStatistics {
    const { delivered, forwarded, exits } = this.#switch;
    return { delivered, forwarded, sent: exits.sent, dropped: this.#dropped.counts };
  }

  /** What it has counted, and how full it is now. */
  get load(): KernelLoad {
    const { core, clients, services, states } = this;
    const [view, frames] = [this.#view, this.#switch];
    return computeLoad({ core, clients, services, states, view, frames }, this.statistics);
  }

  /** Ends of connections, and services, that it has numbers for. */
  get endpoints(): number {
    return this.#endpoints.size;
  }

  // ── what the host does ──

  /** Greets the neighbours; one that has started anew first asks to take part. */
  start(): void {
    this.log({ kind: "kernelUp", core: this.core });
    this.#monitoring.start();
    if (this.incarnation > 0) return;
    this.#greetings.begin();
  }

  /**
   * Handles about `budget` frames; the number it handled. `first`: the index of the inbound ring that has one, should the
   * host know; -1 when each is to have its turn.
   */
  poll(budget: number, first: number = -1): number {
    this.#inPlace = 0;
    const { forwarded } = this.#switch;
    return this.#account(this.#switch.poll(budget, first), forwarded);
  }

  /**
   * A {@link poll} of the rings from which something is most likely to come, and of a few others in their turn, repeated so
   * many times unless something does.
   */
  glance(times: number): number {
    this.#inPlace = 0;
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
    if (this.#owing.length === 0) return false;
    for (const debtor of this.#owing.splice(0)) debtor.settleDebts();
    return true;
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
    this.#stopping.abort(reason);
    this.clients.fail(reason);
    this.#control.fail(reason);
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
    this.#switch.halt();
    this.#monitoring.halt();
  }

  /** Tells the boot core of the board that this kernel belongs to what to print, and what that is of. */
  report(what: number, text: string): void {
    this.#control.report(this.bootCore, what, text);
  }

  // ── what its parts ask ──

  deliver(frame: Frame): void {
    if (frame.endpoint === 0) {
      this.#control.receive(frame, this.#correspondence);
      return;
    }
    if (frame.endpoint >= firstOfStates) {
      this.states.receive(frame);
      return;
    }
    const endpoint = this.#endpoints.get(frame.endpoint);
    if (endpoint === null) this.drop("endpoint", frame.source);
    else endpoint.receive(frame);
  }

  laneOf(endpoint: number): Lane | undefined {
    return this.#endpoints.get(endpoint)?.lane;
  }

  drop(reason: DropReason, from: number): void {
    // What is late because the system stops, or its sender is lost, is nobody's fault.
    if (this.signal.aborted || this.#switch.lossFor(from) !== null) return;
    const count = this.#dropped.add(reason);
    if (count > 0) this.log({ kind: "frameDropped", core: this.core, reason, from, count });
  }

  now(): number {
    return this.#host.now();
  }

  handledInPlace(): void {
    this.#inPlace++;
  }

  log(event: KernelEvent): void {
    this.#host.log(event);
  }

  owes(debtor: Debtor): void {
    this.#owing.push(debtor);
    // A handler may be done while the host sleeps: `idle` must come, or the client waits for its window for ever.
    this.#host.published(loopback);
  }

  /** How a program of this kernel passes endpoints. */
  endpointsOf(place: ProgramPlace): EndpointPassing {
    return {
      core: this.core,
      grants: this.grants,
      directory: this.directory,
      bindLater: (name, descriptor, grant) => this.clients.bindLater(place, name, descriptor, grant),
    };
  }

  holdsAgain(object: number): void {
    this.#monitoring.holds(object);
  }

  // ── what its monitor says ──

  viewAgreed(view: View): void {
    this.#changes.agreed(view);
    // Rings that waited for room on the way to what is lost need not any more.
    this.#host.published(loopback);
  }

  quorumChanged(hasQuorum: boolean, within: readonly number[]): void {
    this.#changes.quorumChanged(hasQuorum, within);
    this.#host.published(loopback);
  }

  excluded(): void {
    this.log({ kind: "excluded", core: this.core });
    this.#view.setQuorum(false);
    this.halt();
    this.#host.excluded?.();
  }

  /** `forwarded`: frames that had been passed on before. */
  #account(work: number, forwarded: number): number {
    const own = work - (this.#switch.forwarded - forwarded);
    this.#acted = own > 0;
    this.#stirred = own > this.#inPlace;
    return work;
  }

  #partsWith(names: NameService): Omit<ViewChangeParts, "handover"> & CorrespondenceParts & HandoverParts {
    const { core, bootCore, clients, services, directory, states, leases, grants, signal } = this;
    return {
      ...{ core, bootCore, clients, services, directory, names, states, leases, grants, signal },
      ...{ host: this.#host, view: this.#view, frames: this.#switch, control: this.#control },
      greetings: this.#greetings,
      moves: (placement) => this.#monitoring.moves(placement),
      log: (event) => this.log(event),
      drop: (reason, from) => this.drop(reason, from),
    };
  }
}
