import { ShutdownError, UnreachableError } from "../errors.ts";
import type { InterfaceDescriptor, ServerStub } from "../stub.ts";
import type { BootConfiguration } from "./boot-configuration.ts";
import { type BindingInTheMaking, Clients, type ClientsOwner } from "./clients.ts";
import type { ControlMessage } from "./control.ts";
import { ControlEndpoint, type ControlOwner } from "./control-endpoint.ts";
import { Deadlines } from "./deadlines.ts";
import { Endpoints } from "./endpoints.ts";
import type { DropReason, KernelEvent, KernelStatistics, ProgramPlace } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { type KernelHost, loopback } from "./host.ts";
import { Leases } from "./leases.ts";
import { NameService } from "./name-service.ts";
import { type Address, Line } from "./outgoing.ts";
import type { EventPublisher } from "./publisher.ts";
import type { RouteTable } from "./route-table.ts";
import type { ServerBinding } from "./server-binding.ts";
import { Services, type ServicesOwner } from "./services.ts";
import { Switch, type SwitchOwner } from "./switch.ts";
import type { Wiring } from "./wiring.ts";

type AnyDescriptor = InterfaceDescriptor<unknown, unknown, unknown>;

/**
 * The kernel of one core: a state machine that a host drives. It owns no clock, thread, timer or socket; its inputs are
 * {@link poll}, {@link idle}, {@link expire}, {@link coreLost} and {@link shutdown}, its outputs are rings and the host's
 * callbacks.
 */
export class Kernel implements SwitchOwner, ControlOwner, ClientsOwner, ServicesOwner {
  readonly core: number;
  readonly bootCore: number;
  readonly window: number;
  readonly deadlines: Deadlines;
  /** Shared memory of its programs. */
  readonly leases: Leases;
  /** Resolves when hello was exchanged over every ring. */
  readonly bound: Promise<void>;
  readonly #configuration: BootConfiguration;
  readonly #host: KernelHost;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #names: NameService | null;
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
  #stirred = false;

  constructor(configuration: BootConfiguration, core: number, routes: RouteTable, wiring: Wiring, host: KernelHost) {
    this.core = core;
    this.bootCore = configuration.bootCore;
    this.window = configuration.window;
    this.#configuration = configuration;
    this.#host = host;
    this.deadlines = new Deadlines(host);
    this.#switch = new Switch(core, routes, wiring.inbound, wiring.outbound, host, this);
    this.#control = new ControlEndpoint(core, this.#switch, this);
    this.leases = new Leases(core, wiring.pools, (to, fate, { grant, generation }) =>
      this.#control.send(to, frameKind.lease, 0, { numbers: [fate, grant, generation], texts: [] }),
    );
    this.#services = new Services(this, this.#switch, this.#control, this.#endpoints, wiring.bulk);
    this.#clients = new Clients(this, this.#switch, this.#control, this.#endpoints, wiring.bulk);
    this.#names =
      core === configuration.bootCore
        ? new NameService(configuration, (to, correlation, message) =>
            this.#control.send(to.core, frameKind.found, correlation, message),
          )
        : null;
    this.#silent = new Set(wiring.inbound.keys());
    this.bound = new Promise((resolve) => {
      this.#onBound = resolve;
    });
  }

  /** Aborted, with a ShutdownError, when the system shuts down. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  get statistics(): KernelStatistics {
    const { delivered, forwarded, sent } = this.#switch;
    return { delivered, forwarded, sent, dropped: { ...this.#dropped } };
  }

  // ── what the host does ──

  /** Greets the neighbours. */
  start(): void {
    this.log({ kind: "kernelUp", core: this.core });
    for (const { to, outgoing } of this.#switch.outgoings) {
      new Line(outgoing, { core: this.core, endpoint: 0 }, { core: to, endpoint: 0 }).signal(frameKind.hello, 0);
    }
    this.#greeted();
  }

  /** Handles about `budget` frames; the number it handled. 0: there is nothing to do until a doorbell or an alarm. */
  poll(budget: number): number {
    this.#inPlace = 0;
    const work = this.#switch.poll(budget);
    this.#stirred = work > this.#inPlace;
    return work;
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

  /** The kernel of another core is gone. To be followed by a poll: what waited for the lost core goes on. */
  coreLost(core: number): void {
    this.#switch.coreLost(core);
    this.#clients.coreLost();
    this.#control.coreLost();
    this.#services.dropClients((client) => this.#lossOf(client));
    this.leases.coreLost(core);
    this.#names?.coreLost((other) => this.#switch.lostOnWay(other));
    this.log({ kind: "coreLost", core: this.core, lost: core });
    for (const [index, { from }] of this.#switch.inbound.entries()) if (from === core) this.#silent.delete(index);
    this.#greeted();
  }

  /** Everything pending fails, nothing new begins; forwarding goes on until the host stops. */
  shutdown(): void {
    const reason = new ShutdownError();
    this.#stopping.abort(reason);
    this.#clients.fail(reason);
    this.#control.fail(reason);
    this.#services.dropClients(() => reason);
  }

  /** From now on it does nothing that another kernel could see: for hosts that cannot kill a kernel. */
  halt(): void {
    this.#switch.halt();
  }

  // ── what programs do ──

  /** A service is up: makes it known. */
  serve(place: ProgramPlace, descriptor: AnyDescriptor, events: EventPublisher, stub: ServerStub): void {
    this.#services.serve(place, descriptor, events, stub);
  }

  /** A service did not come up. */
  serviceFailed(place: ProgramPlace, text: string): void {
    this.#services.failed(place, text);
  }

  /** A connection to a service, to be made within `timeout` milliseconds. What is called on it before it is made waits. */
  bind(
    place: ProgramPlace,
    service: string,
    instance: number,
    descriptor: AnyDescriptor,
    timeout: number,
  ): BindingInTheMaking {
    return this.#clients.bind(place, service, instance, descriptor, timeout);
  }

  // ── what its parts ask ──

  deliver(frame: Frame): void {
    if (frame.endpoint === 0) {
      this.#control.receive(frame);
      return;
    }
    const endpoint = this.#endpoints.get(frame.endpoint);
    if (endpoint === null) this.drop("endpoint", frame.source);
    else endpoint.receive(frame);
  }

  drop(reason: DropReason, from: number): void {
    // What is late because the system stops is nobody's fault.
    if (this.signal.aborted) return;
    const count = (this.#dropped[reason] ?? 0) + 1;
    this.#dropped[reason] = count;
    if ((count & (count - 1)) === 0) this.log({ kind: "frameDropped", core: this.core, reason, from, count });
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

  /** Core of an instance of a service; -1 for one that is not in the system. */
  coreOf(service: string, instance: number): number {
    const { programs } = this.#configuration;
    return (
      programs.find((one) => one.kind === "service" && one.name === service && one.instance === instance)?.core ?? -1
    );
  }

  /** Path of a core in the description. */
  nameOf(core: number): string {
    return this.#configuration.cores[core]?.name ?? `core ${core}`;
  }

  /** How errors name an instance of a service. */
  labelOf(service: string, instance: number): string {
    const program = this.#configuration.programs.find(({ name }) => name === service);
    return (program?.instances ?? 1) > 1 ? `${service}[${instance}]` : service;
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
    if (this.#names === null) this.drop("kind", from.core);
    else this.#names.register(from, message);
  }

  lookedUp(from: Address, correlation: number, message: ControlMessage): void {
    if (this.#names === null) this.drop("kind", from.core);
    else this.#names.lookup(from, correlation, message);
  }

  asked(from: Address, correlation: number, message: ControlMessage): void {
    this.#services.asked(from, correlation, message);
  }

  /** Numbers: fate, grant, its generation. */
  toldOfGrant(from: Address, { numbers: [fate, grant, generation] }: ControlMessage): void {
    if (!this.leases.told(from.core, fate, grant, generation)) this.drop("correlation", from.core);
  }

  #greeted(): void {
    if (this.#silent.size > 0 || this.#onBound === alreadyBound) return;
    const { inbound, outgoings } = this.#switch;
    const neighbours = new Set([...inbound.map(({ from }) => from), ...outgoings.map(({ to }) => to)]).size;
    this.log({ kind: "channelsBound", core: this.core, channels: inbound.length + outgoings.length, neighbours });
    this.#onBound();
    this.#onBound = alreadyBound;
  }

  #lossOf(client: number): UnreachableError | null {
    const lost = this.#switch.lostOnWay(client);
    return lost < 0 ? null : new UnreachableError(`the caller on ${this.nameOf(client)}`, this.nameOf(lost));
  }
}

function alreadyBound(): void {}
