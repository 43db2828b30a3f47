import { slotPayload } from "../channel/slot.ts";
import { BindingRefused, ShutdownError, UnreachableError } from "../errors.ts";
import type { InterfaceDescriptor, ServerStub } from "../stub.ts";
import type { BootConfiguration } from "./boot-configuration.ts";
import { ClientBinding } from "./client-binding.ts";
import { type ControlMessage, verdict } from "./control.ts";
import { ControlEndpoint } from "./control-endpoint.ts";
import { Deadlines } from "./deadlines.ts";
import type { DropReason, KernelEvent, KernelStatistics, ProgramPlace } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import type { KernelHost } from "./host.ts";
import { NameService } from "./name-service.ts";
import { type Address, Line } from "./outgoing.ts";
import type { EventPublisher } from "./publisher.ts";
import type { RouteTable } from "./route-table.ts";
import type { ServerBinding } from "./server-binding.ts";
import { Service } from "./service.ts";
import { Switch } from "./switch.ts";
import type { Wiring } from "./wiring.ts";

type AnyDescriptor = InterfaceDescriptor<unknown, unknown, unknown>;

/** A client's connection, with what was said when it was made. */
interface Client {
  readonly place: ProgramPlace;
  readonly service: string;
  readonly instance: number;
  readonly binding: ClientBinding;
  readonly endpoint: number;
  /** Resolves when the binding is made or has failed. */
  readonly settled: () => void;
}

const endpointLimit = 0xffff;

/**
 * The kernel of one core: a state machine that a host drives. It owns no clock, thread, timer or socket; its inputs are
 * {@link poll}, {@link idle}, {@link expire}, {@link coreLost} and {@link shutdown}, its outputs are rings and the host's
 * callbacks.
 */
export class Kernel {
  readonly core: number;
  readonly window: number;
  readonly deadlines: Deadlines;
  /** Resolves when hello was exchanged over every ring. */
  readonly bound: Promise<void>;
  readonly #configuration: BootConfiguration;
  readonly #host: KernelHost;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #names: NameService | null;
  readonly #endpoints: (ClientBinding | ServerBinding | undefined)[] = [undefined];
  readonly #services = new Map<number, Service>();
  readonly #clients: Client[] = [];
  readonly #owing: ServerBinding[] = [];
  readonly #dropped: Partial<Record<DropReason, number>> = {};
  readonly #stopping = new AbortController();
  /** Inbound rings over which the neighbour has not said hello. */
  readonly #silent: Set<number>;
  #onBound: () => void = () => {};

  constructor(configuration: BootConfiguration, core: number, routes: RouteTable, wiring: Wiring, host: KernelHost) {
    this.core = core;
    this.window = configuration.window;
    this.#configuration = configuration;
    this.#host = host;
    this.deadlines = new Deadlines(host);
    this.#switch = new Switch(core, routes, wiring.inbound, wiring.outbound, host, this);
    this.#control = new ControlEndpoint(core, this.#switch, this);
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
    return this.#switch.poll(budget);
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
    for (const { binding } of this.#clients) {
      const lost = binding.peer === null ? -1 : this.#switch.lostOnWay(binding.peer.core);
      if (lost >= 0) binding.fail(new UnreachableError(binding.service, this.nameOf(lost)));
    }
    this.#control.coreLost();
    for (const service of this.#services.values()) service.dropClients((client) => this.#lossOf(client));
    this.#names?.coreLost((other) => this.#switch.lostOnWay(other));
    this.log({ kind: "coreLost", core: this.core, lost: core });
    for (const [index, { from }] of this.#switch.inbound.entries()) if (from === core) this.#silent.delete(index);
    this.#greeted();
  }

  /** Everything pending fails, nothing new begins; forwarding goes on until the host stops. */
  shutdown(): void {
    const reason = new ShutdownError();
    this.#stopping.abort(reason);
    for (const { binding } of this.#clients) binding.fail(reason);
    this.#control.fail(reason);
    for (const service of this.#services.values()) service.dropClients(() => reason);
  }

  /** From now on it does nothing that another kernel could see: for hosts that cannot kill a kernel. */
  halt(): void {
    this.#switch.halt();
  }

  // ── what programs do ──

  /** A service is up: makes it known. */
  serve(place: ProgramPlace, descriptor: AnyDescriptor, events: EventPublisher, stub: ServerStub): void {
    const endpoint = this.#allocate();
    this.#services.set(endpoint, new Service(this, place, descriptor, events, stub));
    this.#register(place, [verdict.yes, endpoint, place.instance], "");
    this.log({ kind: "serviceReady", ...place, interface: descriptor.name, version: descriptor.version });
  }

  /** A service did not come up. */
  serviceFailed(place: ProgramPlace, text: string): void {
    this.#register(place, [verdict.failed, 0, place.instance], text);
    this.log({ kind: "serviceFailed", ...place, text });
  }

  /** A connection to a service; what is called on it before it is made waits. `settled`: once it is made or has failed. */
  bind(place: ProgramPlace, service: string, instance: number, descriptor: AnyDescriptor): BindingInTheMaking {
    let settled = () => {};
    const made = new Promise<void>((resolve) => {
      settled = resolve;
    });
    const longestReply = Math.max(descriptor.longestReply, slotPayload);
    const binding = new ClientBinding(this, this.#labelOf(service, instance), this.window, longestReply);
    const client = { place, service, instance, binding, endpoint: this.#allocate(binding), settled };
    this.#clients.push(client);
    if (this.signal.aborted) this.#bindingFailed(client, this.signal.reason);
    else this.#lookup(client, descriptor);
    return { binding, settled: made };
  }

  // ── what its parts ask ──

  deliver(frame: Frame): void {
    if (frame.endpoint === 0) {
      this.#control.receive(frame);
      return;
    }
    const endpoint = this.#endpoints[frame.endpoint];
    if (endpoint === undefined) this.drop("endpoint", frame.source);
    else endpoint.receive(frame);
  }

  drop(reason: DropReason, from: number): void {
    const count = (this.#dropped[reason] ?? 0) + 1;
    this.#dropped[reason] = count;
    if ((count & (count - 1)) === 0) this.log({ kind: "frameDropped", core: this.core, reason, from, count });
  }

  log(event: KernelEvent): void {
    this.#host.log(event);
  }

  owes(binding: ServerBinding): void {
    this.#owing.push(binding);
  }

  /** Path of a core in the description. */
  nameOf(core: number): string {
    return this.#configuration.cores[core]?.name ?? `core ${core}`;
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

  /** Numbers: service endpoint, client endpoint. Texts: fingerprint, program. */
  asked(from: Address, correlation: number, message: ControlMessage): void {
    const [serviceEndpoint, endpoint] = message.numbers;
    const [fingerprint = "", program = ""] = message.texts;
    const service = this.#services.get(serviceEndpoint);
    const outgoing = this.#switch.outgoingTo(from.core);
    const refusal = service === undefined ? "there is no such service" : service.refusal(fingerprint);
    if (service === undefined || outgoing === null || refusal !== null || this.signal.aborted) {
      const text = refusal ?? "the system is shutting down";
      this.#control.send(from.core, frameKind.bound, correlation, { numbers: [verdict.failed, 0, 0], texts: [text] });
      return;
    }
    const peer = { core: from.core, endpoint };
    const own = this.#allocate();
    const line = new Line(outgoing, { core: this.core, endpoint: own }, peer);
    this.#endpoints[own] = service.bind(line, peer, { core: this.nameOf(from.core), program });
    this.#control.send(from.core, frameKind.bound, correlation, { numbers: [verdict.yes, own, 0], texts: [] });
  }

  #greeted(): void {
    if (this.#silent.size > 0 || this.#onBound === alreadyBound) return;
    const { inbound, outgoings } = this.#switch;
    const neighbours = new Set([...inbound.map(({ from }) => from), ...outgoings.map(({ to }) => to)]).size;
    this.log({ kind: "channelsBound", core: this.core, channels: inbound.length + outgoings.length, neighbours });
    this.#onBound();
    this.#onBound = alreadyBound;
  }

  #register(place: ProgramPlace, numbers: ControlMessage["numbers"], text: string): void {
    this.#control.send(this.#configuration.bootCore, frameKind.register, 0, { numbers, texts: [place.program, text] });
  }

  #lookup(client: Client, descriptor: AnyDescriptor): void {
    const { service, instance } = client;
    this.#control.ask({
      core: this.#configuration.bootCore,
      kind: frameKind.lookup,
      answerKind: frameKind.found,
      message: { numbers: [instance, 0, 0], texts: [service] },
      answer: ({ numbers: [result, core, endpoint], texts: [text = ""] }) => {
        if (result === verdict.yes) this.#connect(client, { core, endpoint }, descriptor);
        else if (result === verdict.lost) this.#bindingFailed(client, this.#unreachable(client, core));
        else this.#bindingFailed(client, new BindingRefused(client.binding.service, text));
      },
      fail: (lost, error) => this.#bindingFailed(client, error ?? this.#unreachable(client, lost)),
    });
  }

  #connect(client: Client, at: Address, descriptor: AnyDescriptor): void {
    const { place, binding, endpoint } = client;
    this.#control.ask({
      core: at.core,
      kind: frameKind.bind,
      answerKind: frameKind.bound,
      message: { numbers: [at.endpoint, endpoint, 0], texts: [descriptor.fingerprint, place.program] },
      answer: ({ numbers: [result, peer], texts: [text = ""] }) => {
        if (result === verdict.yes) this.#bindingMade(client, { core: at.core, endpoint: peer });
        else this.#bindingFailed(client, new BindingRefused(binding.service, text));
      },
      fail: (lost, error) => this.#bindingFailed(client, error ?? this.#unreachable(client, lost)),
    });
  }

  #bindingMade(client: Client, peer: Address): void {
    const { place, service, instance, binding, endpoint } = client;
    const outgoing = this.#switch.outgoingTo(peer.core);
    if (outgoing === null) {
      this.#bindingFailed(client, this.#unreachable(client, peer.core));
      return;
    }
    binding.opened(new Line(outgoing, { core: this.core, endpoint }, peer), peer);
    this.log({ kind: "bindingMade", ...place, service, serviceInstance: instance, serviceCore: peer.core });
    client.settled();
  }

  #bindingFailed(client: Client, error: unknown): void {
    const { place, service, instance, binding } = client;
    binding.fail(error);
    const text = error instanceof Error ? error.message : String(error);
    if (!this.signal.aborted) {
      this.log({ kind: "bindingFailed", ...place, service, serviceInstance: instance, text });
    }
    client.settled();
  }

  #unreachable({ binding }: Client, core: number): UnreachableError {
    return new UnreachableError(binding.service, this.nameOf(core));
  }

  #lossOf(client: number): UnreachableError | null {
    const lost = this.#switch.lostOnWay(client);
    return lost < 0 ? null : new UnreachableError(`the caller on ${this.nameOf(client)}`, this.nameOf(lost));
  }

  /** How errors name an instance of a service. */
  #labelOf(service: string, instance: number): string {
    const program = this.#configuration.programs.find(({ name }) => name === service);
    return (program?.instances ?? 1) > 1 ? `${service}[${instance}]` : service;
  }

  #allocate(endpoint?: ClientBinding): number {
    if (this.#endpoints.length > endpointLimit) throw new RangeError("a kernel has 65535 endpoints and no more");
    return this.#endpoints.push(endpoint) - 1;
  }
}

function alreadyBound(): void {}

export interface BindingInTheMaking {
  readonly binding: ClientBinding;
  readonly settled: Promise<void>;
}
