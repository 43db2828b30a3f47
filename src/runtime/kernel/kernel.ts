import { ShutdownError } from "../errors.ts";
import { CurrentView, firstViewOf, noView } from "../membership/current-view.ts";
import { startsOf } from "../membership/evidence.ts";
import type { Placement } from "../membership/placements.ts";
import { type Hop, hopOf, type Membership, type View } from "../membership/view.ts";
import type { Allow } from "../program.ts";
import type { InterfaceDescriptor, ServerStub } from "../stub.ts";
import type { BootConfiguration } from "./boot-configuration.ts";
import type { Bulk } from "./bulk.ts";
import type { ClientsOwner } from "./client-end.ts";
import { type BindingInTheMaking, Clients } from "./clients.ts";
import { type ControlMessage, verdict } from "./control.ts";
import { ControlEndpoint, type ControlOwner } from "./control-endpoint.ts";
import { Deadlines } from "./deadlines.ts";
import { Directory } from "./directory.ts";
import {
  type ConnectingDescriptor,
  EndpointGrants,
  type Passable,
  printOpcodes,
  type ServiceName,
} from "./endpoint-grants.ts";
import { Endpoints, firstOfStates } from "./endpoints.ts";
import type { DropReason, KernelEvent, KernelStatistics, ProgramPlace } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { Handover } from "./handover.ts";
import { type KernelHost, loopback } from "./host.ts";
import type { Lane } from "./lane.ts";
import { Leases } from "./leases.ts";
import { type Address, Line } from "./line.ts";
import type { KernelLoad, KernelStanding } from "./load.ts";
import { unreachable } from "./losses.ts";
import { Monitoring, type MonitoringOwner } from "./monitoring.ts";
import { NameService } from "./name-service.ts";
import { highestPriority } from "./priority-queue.ts";
import type { EventPublisher } from "./publisher.ts";
import type { EndpointPassing } from "./resource-exchange.ts";
import type { RouteTable } from "./route-table.ts";
import { roadsOf } from "./routing.ts";
import type { ServerBinding } from "./server-binding.ts";
import { Services, type ServicesOwner } from "./services.ts";
import { States, type StatesOwner } from "./states.ts";
import { Switch, type SwitchOwner } from "./switch.ts";
import type { Wiring } from "./wiring.ts";

type AnyDescriptor = InterfaceDescriptor<unknown, unknown, unknown>;

/**
 * The kernel of one core: a state machine that a host drives. It owns no clock, thread, timer or socket; its inputs are
 * {@link poll}, {@link glance}, {@link attend}, {@link idle}, {@link expire}, what the host has noticed, and {@link shutdown}, its outputs are rings and the host's
 * callbacks.
 */
export class Kernel implements SwitchOwner, ControlOwner, ClientsOwner, ServicesOwner, MonitoringOwner, StatesOwner {
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
  /** Resolves when hello was exchanged over every ring. */
  readonly bound: Promise<void>;
  /** What runs where. */
  readonly directory: Directory;
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
  readonly #names: NameService;
  readonly #endpoints = new Endpoints();
  readonly #services: Services;
  readonly #clients: Clients;
  readonly #owing: ServerBinding[] = [];
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  readonly #stopping = new AbortController();
  /** Inbound rings over which the neighbour has not said hello. */
  readonly #silent: Set<number>;
  #onBound: () => void = () => {};
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
    this.#switch = new Switch(
      core,
      roadsOf(configuration, routes),
      this.#view.view,
      wiring.inbound,
      wiring.outbound,
      host,
      this,
    );
    this.#control = new ControlEndpoint(core, this.#switch, this);
    this.leases = new Leases(
      core,
      wiring.pools,
      (to, fate, { grant, generation }) =>
        this.#control.send(to, frameKind.lease, 0, { numbers: [fate, grant, generation, 0], texts: [] }),
      incarnation,
    );
    this.grants = new EndpointGrants(({ service, instance }, grant) =>
      this.#control.send(this.directory.coreOf({ service, instance }), frameKind.revoke, 0, {
        numbers: [grant, instance, 0, 0],
        texts: [service],
      }),
    );
    this.#services = new Services(this, this.#switch, this.#control, this.#endpoints, wiring.bulk);
    this.#clients = new Clients(this, this.#switch, this.#control, this.#endpoints, wiring.bulk);
    const known = configuration.programs.filter((program) => core === this.bootCore || program.core === core);
    this.#names = new NameService(
      known,
      (name) => this.directory.coreOf(name) >= 0,
      (to, correlation, message) => this.#control.send(to.core, frameKind.found, correlation, message),
    );
    this.#silent = new Set(this.#switch.inbound.keys());
    this.#monitoring = new Monitoring(configuration, wiring, host, this);
    this.states = new States(configuration, this.#switch, this);
    this.#view.onView((view) => this.states.viewChanged(view));
    const { directory, states, bootCore } = this;
    const [clients, services, names, frames] = [this.#clients, this.#services, this.#names, this.#switch];
    this.handover = new Handover({ core, bootCore, clients, services, directory, names, states, frames });
    this.bound = new Promise((resolve) => {
      this.#onBound = resolve;
    });
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
    const { delivered, forwarded, sent } = this.#switch;
    return { delivered, forwarded, sent, dropped: { ...this.#dropped } };
  }

  /** What it has counted, and how full it is now. */
  get load(): KernelLoad {
    const { core, statistics } = this;
    const [calling, serving] = [this.#clients.underWay, this.#services.underWay];
    const { deepest, rings } = this.#switch;
    const states = this.states.loads();
    return { core, statistics, deepest, rings, calling, serving, states, standing: this.#standing };
  }

  get #standing(): KernelStanding {
    const { view, hasQuorum } = this.#view;
    const members = [...view.members].sort((one, other) => one - other);
    return { epoch: view.epoch, members, hasQuorum, replicas: this.states.standings() };
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
    this.#greet(() => true);
    this.#greeted();
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
    return this.#switch.hasFrames() || this.#monitoring.hasFrames();
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
    for (const binding of this.#owing.splice(0)) binding.settleDebts();
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
    this.#clients.fail(reason);
    this.#control.fail(reason);
    this.#services.dropClients(() => reason);
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

  // ── what programs do ──

  /** A service is up: makes it known. */
  serve(
    place: ProgramPlace,
    descriptor: AnyDescriptor,
    events: EventPublisher,
    stub: ServerStub,
    allow: Allow | null,
  ): void {
    this.#services.serve(place, descriptor, events, stub, allow);
  }

  /** A service did not come up. */
  serviceFailed(place: ProgramPlace, text: string): void {
    this.#services.failed(place, text);
  }

  /** A connection to a service, to be made within `timeout` milliseconds. What is called on it before it is made waits. */
  bind(place: ProgramPlace, name: ServiceName, descriptor: AnyDescriptor, timeout: number): BindingInTheMaking {
    return this.#clients.bind(place, name, descriptor, timeout);
  }

  /** A client object of a connection, which can be passed on. */
  connect<Client>(descriptor: ConnectingDescriptor<Client>, passable: Passable): Client {
    return this.#clients.connect(descriptor, passable);
  }

  /** A client object that is connected when something is first called on it; of a service that this kernel's program is. */
  connectLater<Client>(place: ProgramPlace, name: ServiceName, descriptor: ConnectingDescriptor<Client>): Client {
    return this.#clients.bindLater(place, name, descriptor, null);
  }

  /** Tells the boot core of the board that this kernel belongs to what to print, and what that is of. */
  report(what: number, text: string): void {
    this.#control.report(this.bootCore, what, text);
  }

  // ── what its parts ask ──

  deliver(frame: Frame): void {
    if (frame.endpoint === 0) {
      this.#control.receive(frame);
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
    const count = (this.#dropped[reason] ?? 0) + 1;
    this.#dropped[reason] = count;
    if ((count & (count - 1)) === 0) this.log({ kind: "frameDropped", core: this.core, reason, from, count });
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

  owes(binding: ServerBinding): void {
    this.#owing.push(binding);
    // A handler may be done while the host sleeps: `idle` must come, or the client waits for its window for ever.
    this.#host.published(loopback);
  }

  /** How a program of this kernel passes endpoints. */
  endpointsOf(place: ProgramPlace): EndpointPassing {
    return {
      core: this.core,
      grants: this.grants,
      directory: this.directory,
      bindLater: (name, descriptor, grant) => this.#clients.bindLater(place, name, descriptor, grant),
    };
  }

  /** An instance of a service is to run on another core, from the view on that says so; `move`: later than all before. */
  moves(name: ServiceName, core: number, move: number): void {
    this.#monitoring.moves({ service: this.directory.indexOf(name), core, move });
  }

  /** What is agreed on of where a service runs; null while it has not moved. */
  placementOf(name: ServiceName): Placement | null {
    const service = this.directory.indexOf(name);
    return this.#view.view.placements.find((each) => each.service === service) ?? null;
  }

  holdsAgain(object: number): void {
    this.#monitoring.holds(object);
  }

  // ── what its monitor says ──

  viewAgreed(view: View): void {
    const before = this.#view.view;
    this.#view.set(view);
    this.handover.follow(view.placements);
    const names = this.#act(before, view);
    this.#tell(before, view);
    const isNew = before.epoch === 0;
    const isNear = (core: number, { members, cuts }: View): boolean =>
      members.has(core) && !hasCut({ cuts }, hopOf(this.core, core));
    this.#greet((core) => isNear(core, view) && (isNew || !isNear(core, before) || !isSameMember(core, view, before)));
    this.#expectOnly((core) => isNear(core, view));
    this.#reconnect(names);
    this.#view.announce();
    // Rings that waited for room on the way to what is lost need not any more.
    this.#host.published(loopback);
  }

  /** With too few others nothing is agreed on; but nobody shall wait for those who are out of reach. */
  quorumChanged(hasQuorum: boolean, within: readonly number[]): void {
    if (hasQuorum !== this.#view.hasQuorum) {
      this.log({ kind: hasQuorum ? "quorumFound" : "quorumLost", core: this.core });
    }
    this.#switch.strand(hasQuorum ? null : new Set(within));
    if (hasQuorum) this.#reconnect([this.bootCore]);
    else {
      this.#cutConnections();
      this.#loseNames((core) => !within.includes(core));
      this.#expectOnly((core) => within.includes(core));
    }
    this.#view.setQuorum(hasQuorum);
    this.#host.published(loopback);
  }

  excluded(): void {
    this.log({ kind: "excluded", core: this.core });
    this.#view.setQuorum(false);
    this.halt();
    this.#host.excluded?.();
  }

  // ── what other kernels say ──

  greeted(frame: Frame): void {
    const inbound = this.#switch.inbound[frame.inbound];
    if (inbound === undefined || inbound.from !== frame.source) {
      this.drop("kind", frame.source);
      return;
    }
    this.#silent.delete(frame.inbound);
    this.#greeted();
  }

  registered(from: Address, message: ControlMessage): void {
    this.#names.register(from, message);
  }

  lookedUp(from: Address, correlation: number, message: ControlMessage): void {
    this.#names.lookup(from, correlation, message);
  }

  asked(from: Address, correlation: number, message: ControlMessage): void {
    this.#services.asked(from, correlation, message);
  }

  /** Numbers: fate, grant, its generation. */
  toldOfGrant(from: Address, { numbers: [fate, grant, generation] }: ControlMessage): void {
    if (!this.leases.told(from.core, fate, grant, generation)) this.drop("correlation", from.core);
  }

  /** Numbers: grant, its holder, instance. Texts: service. */
  askedToVouch(
    from: Address,
    correlation: number,
    { numbers: [grant, holder, instance], texts }: ControlMessage,
  ): void {
    const [service = ""] = texts;
    // Only the kernel of the service need know.
    if (this.directory.coreOf({ service, instance }) !== from.core) {
      this.drop("kind", from.core);
      return;
    }
    void this.grants.vouch(grant, holder, { service, instance }).then((vouching) => {
      if (this.signal.aborted) return;
      const answer: ControlMessage =
        vouching === null
          ? { numbers: [verdict.failed, 0, 0, 0], texts: [] }
          : {
              numbers: [verdict.yes, vouching.instance, 0, 0],
              texts: [vouching.program, printOpcodes(vouching.opcodes)],
            };
      this.#control.send(from.core, frameKind.vouched, correlation, answer);
    });
  }

  /** Numbers: grant, instance. Texts: service. */
  toldOfRevocation(from: Address, { numbers: [grant, instance], texts: [service = ""] }: ControlMessage): void {
    this.#services.revoke(from.core, grant, { service, instance });
  }

  /** Numbers: endpoint of the client, endpoint of the server, 1 when the server has moved and waits for nothing. */
  unbound({ core }: Address, { numbers: [client, endpoint, isSevered] }: ControlMessage): void {
    if (!this.#clients.unbound({ core, endpoint }, client, isSevered === 1)) this.drop("endpoint", core);
  }

  /** Numbers: endpoint of the server, endpoint of the client, 1 when what was sent is to be finished. */
  unbind({ core }: Address, { numbers: [server, endpoint, inOrder] }: ControlMessage): void {
    if (!this.#services.unbind({ core, endpoint }, server, inOrder === 1)) this.drop("endpoint", core);
  }

  /** Nobody else may give orders. */
  ordered({ core }: Address, kind: number): void {
    if (core === this.bootCore && this.#host.ordered !== undefined) this.#host.ordered(kind);
    else this.drop("kind", core);
  }

  /** `forwarded`: frames that had been passed on before. */
  #account(work: number, forwarded: number): number {
    const own = work - (this.#switch.forwarded - forwarded);
    this.#acted = own > 0;
    this.#stirred = own > this.#inPlace;
    return work;
  }

  #greeted(): void {
    if (this.#silent.size > 0 || this.#onBound === alreadyBound) return;
    const { inbound, outgoings } = this.#switch;
    const neighbours = new Set([...inbound.map(({ from }) => from), ...outgoings.map(({ to }) => to)]).size;
    this.log({ kind: "channelsBound", core: this.core, channels: inbound.length + outgoings.length, neighbours });
    this.#onBound();
    this.#onBound = alreadyBound;
  }

  #greet(isToBeGreeted: (core: number) => boolean): void {
    for (const { to, outgoing } of this.#switch.outgoings) {
      if (!isToBeGreeted(to)) continue;
      const line = new Line(outgoing, { core: this.core, endpoint: 0 }, { core: to, endpoint: 0 });
      line.signal(frameKind.hello, 0, 0, null, highestPriority);
    }
  }

  /**
   * Draws the consequences of a view, before anybody is told that it holds. The cores whose name service may have missed
   * what runs here.
   */
  #act(before: View, view: View): readonly number[] {
    this.#switch.change(view);
    const lost = [...before.members].filter((core) => !isSameMember(core, before, view));
    // First: what the lost cores themselves held is free, whoever else cannot be reached any more.
    for (const core of lost) {
      this.leases.coreLost(core);
      this.grants.coreLost(core);
    }
    this.#cutConnections();
    this.#loseNames((core) => lost.includes(core));
    const isCut = (core: number): boolean => this.#switch.lossFor(core) !== null;
    const names = [this.bootCore].filter(isCut);
    this.#switch.settle();
    return names;
  }

  /** `names`: cores whose name service may have missed what runs here. */
  #reconnect(names: readonly number[]): void {
    this.#names.back((core) => this.#switch.reaches(core));
    for (const core of names) if (this.#switch.reaches(core)) this.#services.registerAt(core);
    this.#clients.retry();
  }

  #loseNames(isLost: (core: number) => boolean): void {
    this.#names.lost(isLost, (core) => this.#switch.reaches(core));
  }

  /** Nobody else will say hello. */
  #expectOnly(isExpected: (core: number) => boolean): void {
    for (const [index, { from }] of this.#switch.inbound.entries()) if (!isExpected(from)) this.#silent.delete(index);
    this.#greeted();
  }

  #cutConnections(): void {
    this.#clients.changed();
    this.#control.changed();
    this.#services.dropClients((client) => this.#lossOf(client));
  }

  #tell(before: View, view: View): void {
    const { core } = this;
    for (const lost of before.members) if (!view.members.has(lost)) this.log({ kind: "coreLost", core, lost });
    for (const joined of view.members) {
      if (joined !== core && before.epoch > 0 && !isSameMember(joined, view, before))
        this.log({ kind: "coreJoined", core, joined });
    }
    for (const between of view.cuts) if (!hasCut(before, between)) this.log({ kind: "hopLost", core, between });
    for (const between of before.cuts) if (!hasCut(view, between)) this.log({ kind: "hopFound", core, between });
    this.log({ kind: "viewChanged", core, epoch: view.epoch, members: view.members.size });
  }

  #lossOf(client: number): Error | null {
    const loss = this.#switch.lossFor(client);
    const name = this.directory.nameOf(client);
    return loss === null ? null : unreachable(`the caller on ${name}`, loss, this.directory);
  }
}

function isSameMember(core: number, one: View, other: View): boolean {
  return other.members.has(core) && startsOf(one, core) === startsOf(other, core);
}

function hasCut({ cuts }: Pick<View, "cuts">, [one, other]: Hop): boolean {
  return cuts.some((cut) => cut[0] === one && cut[1] === other);
}

function alreadyBound(): void {}
