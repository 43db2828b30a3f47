import { slotPayload } from "../channel/slot.ts";
import { BindingRefused, EndpointRevokedError, TimeoutError, UnreachableError } from "../errors.ts";
import { rememberBinding } from "../in-place/clients.ts";
import type { BindingOwner } from "./binding-facts.ts";
import { type Bulk, noBulk } from "./bulk.ts";
import { ClientBinding } from "./client-binding.ts";
import { verdict } from "./control.ts";
import type { ControlEndpoint } from "./control-endpoint.ts";
import { Expiring } from "./deadlines.ts";
import {
  type ConnectingDescriptor,
  type EndpointGrants,
  type GrantedEndpoint,
  type Passable,
  printGrant,
  type ServiceName,
} from "./endpoint-grants.ts";
import { type Endpoints, isEndpoint, type Receiver } from "./endpoints.ts";
import type { KernelEvent, ProgramPlace } from "./events.ts";
import { frameKind } from "./frame.ts";
import type { InstancePlace } from "./instances.ts";
import type { Leases } from "./leases.ts";
import { readOpcodes, writeSignatures } from "./negotiation.ts";
import { type Address, Line } from "./outgoing.ts";
import { type EndpointPassing, ResourceExchange } from "./resource-exchange.ts";
import type { Switch } from "./switch.ts";

/** When it passes, the service has not started, or a program holds up a kernel on the way. */
class BindingDeadline extends Expiring {
  readonly #expired: () => void;

  constructor(expired: () => void) {
    super();
    this.#expired = expired;
  }

  override expire(): void {
    this.#expired();
  }
}

/** Milliseconds for a connection that is made when it is first used. */
const lateTimeout = 30_000;

/** A client's connection, with what was said when it was made. */
interface Client {
  readonly place: ProgramPlace;
  readonly service: string;
  readonly descriptor: ConnectingDescriptor;
  readonly binding: ClientBinding;
  readonly deadline: Expiring;
  /** Milliseconds. */
  readonly timeout: number;
  /** To be called when the binding is made or has failed. */
  readonly settle: () => void;
  /** What gives the right to be bound; null for the system's description. */
  readonly grant: GrantedEndpoint | null;
  /** Of the service, that it is bound to or to be bound to. */
  instance: number;
  /** 0 until the connection is begun. */
  endpoint: number;
  /** Instances to try after that one. */
  others: readonly InstancePlace[];
  /** Why it has to look for another instance; null while the first is looked for. */
  loss: UnreachableError | null;
  /** The client object of a right that was passed to the program; null for the system's own. */
  object: unknown;
}

export interface BindingInTheMaking {
  readonly binding: ClientBinding;
  /** Resolves when the binding is made or has failed. */
  readonly settled: Promise<void>;
}

/** What the clients need of their kernel. */
export interface ClientsOwner extends BindingOwner {
  readonly core: number;
  readonly bootCore: number;
  readonly window: number;
  readonly signal: AbortSignal;
  readonly leases: Leases;
  readonly grants: EndpointGrants;
  endpointsOf(place: ProgramPlace): EndpointPassing;
  log(event: KernelEvent): void;
  nameOf(core: number): string;
  /** Core of an instance of a service. */
  coreOf(service: string, instance: number): number;
  /** How errors name an instance of a service. */
  labelOf(service: string, instance: number): string;
  /** The nearest first. */
  instancesOf(service: string): readonly InstancePlace[];
}

/** Where the frames of a server end that was given up. */
const nobody: Receiver = { receive() {} };

/** The client half of a kernel: connections to services, from the lookup to the binding. */
export class Clients {
  readonly #owner: ClientsOwner;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  readonly #bulk: Bulk;
  readonly #clients: Client[] = [];

  constructor(owner: ClientsOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#switch = frames;
    this.#control = control;
    this.#endpoints = endpoints;
    this.#bulk = bulk;
  }

  /** A connection to a service, to be made within `timeout` milliseconds. What is called on it before it is made waits. */
  bind(
    place: ProgramPlace,
    service: string,
    instance: number,
    descriptor: ConnectingDescriptor,
    timeout: number,
  ): BindingInTheMaking {
    const made = this.#make(place, { service, instance }, descriptor, timeout, null);
    this.#begin(made.client, timeout);
    return { binding: made.client.binding, settled: made.settled };
  }

  /**
   * A client object whose connection is made when something is first called on it. A right that the program uses already
   * comes with the client it uses it by: connections are not made again for each message that passes it.
   */
  bindLater<Client>(
    place: ProgramPlace,
    name: ServiceName,
    descriptor: ConnectingDescriptor<Client>,
    grant: GrantedEndpoint | null,
  ): Client {
    const known = grant === null ? undefined : this.#userOf(place, name, descriptor, grant);
    // The descriptor that it was made by makes nothing but such clients.
    if (known !== undefined) return known.object as Client;
    const { client, settled } = this.#make(place, name, descriptor, lateTimeout, grant);
    const { binding } = client;
    binding.onFirstUse(() => this.#begin(client, lateTimeout));
    const object = this.connect(descriptor, { ...name, place, descriptor, binding, settled, opcodes: null });
    client.object = object;
    return object;
  }

  #userOf(
    { program, instance }: ProgramPlace,
    name: ServiceName,
    descriptor: ConnectingDescriptor,
    { granter, grant }: GrantedEndpoint,
  ): Client | undefined {
    return this.#clients.find(
      (one) =>
        one.grant?.grant === grant &&
        one.grant.granter === granter &&
        one.place.program === program &&
        one.place.instance === instance &&
        one.service === name.service &&
        one.instance === name.instance &&
        one.descriptor === descriptor &&
        !one.binding.failed,
    );
  }

  /** A client object that can be passed on. */
  connect<Client>(descriptor: ConnectingDescriptor<Client>, passable: Passable): Client {
    const client = descriptor.connect(passable.binding);
    rememberBinding(client, passable.binding);
    this.#owner.grants.register(client, passable);
    return client;
  }

  #make(
    place: ProgramPlace,
    { service, instance }: ServiceName,
    descriptor: ConnectingDescriptor,
    timeout: number,
    grant: GrantedEndpoint | null,
  ): { readonly client: Client; readonly settled: Promise<void> } {
    let settle = (): void => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const label = this.#owner.labelOf(service, instance);
    const instances = this.#owner.instancesOf(service);
    const { version, operations, hasResources = false } = descriptor;
    const exchange = hasResources ? this.#exchange(place, service, instance) : null;
    const facts = {
      ...{ service: label, program: place.program, window: this.#owner.window, version, operations },
      longestReply: Math.max(descriptor.longestReply, slotPayload),
      // Regions are lent to one kernel and lost with it, and an endpoint is the right to call one instance.
      canMove: instances.length > 1 && !hasResources && grant === null,
    };
    const binding = new ClientBinding(this.#owner, facts, exchange);
    const deadline = new BindingDeadline(() => this.#failed(client, new TimeoutError(binding.service, timeout)));
    const others = facts.canMove ? instances.filter((other) => other.instance !== instance) : [];
    const about = { place, service, descriptor, binding, deadline, timeout, settle, grant };
    const client: Client = { ...about, instance, endpoint: 0, others, loss: null, object: null };
    return { client, settled };
  }

  #exchange(place: ProgramPlace, service: string, instance: number): ResourceExchange {
    const { leases } = this.#owner;
    return new ResourceExchange(leases, this.#owner.coreOf(service, instance), this.#owner.endpointsOf(place));
  }

  #begin(client: Client, timeout: number): void {
    client.endpoint = this.#endpoints.allocate(client.binding);
    this.#clients.push(client);
    this.#owner.deadlines.add(client.deadline, timeout);
    const { signal } = this.#owner;
    if (signal.aborted) this.#failed(client, signal.reason);
    else if (client.endpoint === 0) this.#failed(client, noEndpoint(client.binding.service));
    else this.#lookUp(client);
  }

  /** Whoever gave the right to a connection has taken it back; false when the kernel `from` has none such. */
  unbound(from: number, endpoint: number): boolean {
    const client = this.#clients.find((one) => one.endpoint === endpoint && one.binding.peer?.core === from);
    client?.binding.fail(new EndpointRevokedError(client.binding.service));
    return client !== undefined;
  }

  /** Bindings whose way was cut are made again to other instances of their services; where there are none, they fail. */
  coreLost(): void {
    for (const client of this.#clients) {
      const { peer } = client.binding;
      const lost = peer === null ? -1 : this.#switch.lostOnWay(peer.core);
      if (lost >= 0 && !client.binding.failed) this.#moveFrom(client, lost);
    }
  }

  fail(reason: unknown): void {
    for (const { binding } of this.#clients) binding.fail(reason);
  }

  /** A binding that was made has lost its server. */
  #moveFrom(client: Client, lost: number): void {
    const { place, service, instance, binding, deadline, timeout } = client;
    const loss = this.#unreachable(client, lost);
    client.loss = loss;
    client.others = this.#owner.instancesOf(service).filter((other) => other.instance !== instance);
    if (!binding.canMove || !this.#hasOther(client)) {
      binding.fail(loss);
      return;
    }
    binding.lost(loss);
    this.#owner.log({ kind: "bindingLost", ...place, service, serviceInstance: instance, text: loss.message });
    this.#endpoints.place(client.endpoint, nobody);
    client.endpoint = this.#endpoints.allocate(binding);
    this.#owner.deadlines.add(deadline, timeout);
    if (client.endpoint === 0) this.#failed(client, noEndpoint(binding.service));
    else this.#tryNext(client, loss);
  }

  #hasOther({ others }: Client): boolean {
    return others.some(({ core }) => this.#switch.lostOnWay(core) < 0);
  }

  /** Looks for the next instance that is within reach; without one the binding fails with `error`. */
  #tryNext(client: Client, error: unknown): void {
    const next = client.others.find(({ core }) => this.#switch.lostOnWay(core) < 0);
    if (next === undefined) {
      this.#failed(client, error);
      return;
    }
    client.instance = next.instance;
    client.others = client.others.slice(client.others.indexOf(next) + 1);
    this.#lookUp(client);
  }

  /** Asks the name service on the boot core; when that is out of reach, the instance's own kernel. */
  #lookUp(client: Client, core: number = this.#owner.bootCore): void {
    const { service, instance } = client;
    this.#control.ask({
      core,
      kind: frameKind.lookup,
      answerKind: frameKind.found,
      message: { numbers: [instance, 0, 0, 0], texts: [service] },
      answer: ({ numbers: [result, at, endpoint], texts: [text = ""] }) => {
        if (result === verdict.yes) this.#connect(client, { core: at, endpoint }, []);
        else if (result === verdict.lost) this.#tryNext(client, this.#unreachable(client, at));
        else this.#refused(client, text);
      },
      fail: (lost, error) => {
        const own = this.#owner.instancesOf(service).find((one) => one.instance === instance)?.core ?? core;
        if (error === null && own !== core) this.#lookUp(client, own);
        else this.#notReached(client, lost, error);
      },
    });
  }

  #connect(client: Client, at: Address, signatures: readonly string[]): void {
    const { place, descriptor, endpoint, grant } = client;
    const { fingerprint, name, version, operations } = descriptor;
    this.#control.ask({
      core: at.core,
      kind: frameKind.bind,
      answerKind: frameKind.bound,
      message: {
        numbers: [at.endpoint, endpoint, place.instance, version],
        texts: [fingerprint, place.program, printGrant(grant), name, ...signatures],
      },
      answer: ({ numbers: [result, peer, hasBlocks, serverVersion], texts: [text] }) => {
        const isNew = signatures.length === 0;
        if (result === verdict.yes) {
          const agreed = isNew ? null : readOpcodes(text ?? "");
          this.#made(client, { core: at.core, endpoint: peer }, hasBlocks === 1, serverVersion, agreed);
        } else if (result === verdict.differs && isNew) this.#connect(client, at, [writeSignatures(operations)]);
        else this.#refused(client, text ?? "");
      },
      fail: (lost, error) => this.#notReached(client, lost, error),
    });
  }

  #made(
    client: Client,
    peer: Address,
    hasBlocks: boolean,
    serverVersion: number,
    agreed: ReadonlySet<number> | null,
  ): void {
    const { place, service, instance, binding, endpoint, deadline } = client;
    if (binding.failed) return;
    const outgoing = this.#switch.outgoingTo(peer.core);
    if (outgoing === null || !isEndpoint(peer.endpoint)) {
      this.#refused(client, "its kernel gave no endpoint");
      return;
    }
    this.#owner.deadlines.remove(deadline);
    const bound = { program: place.program, instance: place.instance, service, serviceInstance: instance };
    const { producer, consumer: blocks } = hasBlocks ? this.#bulk.takeClientEnds(bound, peer.core) : noBulk;
    const line = new Line(outgoing, { core: this.#owner.core, endpoint }, peer, producer);
    const label = this.#owner.labelOf(service, instance);
    binding.opened({ line, peer, blocks, service: label, serverVersion, agreed });
    this.#owner.log({ kind: "bindingMade", ...place, service, serviceInstance: instance, serviceCore: peer.core });
    client.settle();
  }

  #notReached(client: Client, lost: number, error: unknown): void {
    if (error !== null) this.#failed(client, error);
    else this.#tryNext(client, this.#unreachable(client, lost));
  }

  /** Where an instance was lost, one that refuses is passed over for the next. */
  #refused(client: Client, text: string): void {
    if (client.loss !== null) this.#tryNext(client, client.loss);
    else this.#failed(client, new BindingRefused(client.binding.service, text));
  }

  #failed(client: Client, error: unknown): void {
    const { place, service, instance, binding, deadline } = client;
    if (binding.failed) return;
    this.#owner.deadlines.remove(deadline);
    binding.fail(error);
    const text = error instanceof Error ? error.message : String(error);
    // Nothing that ends because the system stops has failed.
    if (!this.#owner.signal.aborted) {
      this.#owner.log({ kind: "bindingFailed", ...place, service, serviceInstance: instance, text });
    }
    client.settle();
  }

  #unreachable({ service, instance }: Client, core: number): UnreachableError {
    return new UnreachableError(this.#owner.labelOf(service, instance), this.#owner.nameOf(core));
  }
}

function noEndpoint(service: string): BindingRefused {
  return new BindingRefused(service, "the client's kernel has no endpoint left");
}
