import { slotPayload } from "../channel/slot.ts";
import { BindingRefused, EndpointRevokedError, TimeoutError, UnreachableError } from "../errors.ts";
import { rememberBinding } from "../in-place/clients.ts";
import { type Bulk, noBulk } from "./bulk.ts";
import { type BindingOwner, ClientBinding } from "./client-binding.ts";
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
import { type Endpoints, isEndpoint } from "./endpoints.ts";
import type { KernelEvent, ProgramPlace } from "./events.ts";
import { frameKind } from "./frame.ts";
import type { Leases } from "./leases.ts";
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
  readonly instance: number;
  readonly descriptor: ConnectingDescriptor;
  readonly binding: ClientBinding;
  /** 0 until the connection is begun. */
  endpoint: number;
  readonly deadline: Expiring;
  /** To be called when the binding is made or has failed. */
  readonly settle: () => void;
  /** What gives the right to be bound; null for the system's description. */
  readonly grant: GrantedEndpoint | null;
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
}

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

  /** A client object whose connection is made when something is first called on it. */
  bindLater<Client>(
    place: ProgramPlace,
    name: ServiceName,
    descriptor: ConnectingDescriptor<Client>,
    grant: GrantedEndpoint | null,
  ): Client {
    const { client, settled } = this.#make(place, name, descriptor, lateTimeout, grant);
    const { binding } = client;
    binding.onFirstUse(() => this.#begin(client, lateTimeout));
    return this.connect(descriptor, { ...name, place, descriptor, binding, settled, opcodes: null });
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
    const longestReply = Math.max(descriptor.longestReply, slotPayload);
    const exchange = descriptor.hasResources === true ? this.#exchange(place, service, instance) : null;
    const binding = new ClientBinding(this.#owner, label, this.#owner.window, longestReply, exchange);
    const deadline = new BindingDeadline(() => this.#failed(client, new TimeoutError(label, timeout)));
    const client: Client = { place, service, instance, descriptor, binding, endpoint: 0, deadline, settle, grant };
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
    else if (client.endpoint === 0) this.#refused(client, "the client's kernel has no endpoint left");
    else this.#lookUp(client);
  }

  /** Whoever gave the right to a connection has taken it back; false when the kernel `from` has none such. */
  unbound(from: number, endpoint: number): boolean {
    const client = this.#clients.find((one) => one.endpoint === endpoint && one.binding.peer?.core === from);
    client?.binding.fail(new EndpointRevokedError(client.binding.service));
    return client !== undefined;
  }

  /** Fails the bindings whose way was cut. */
  coreLost(): void {
    for (const client of this.#clients) {
      const { peer } = client.binding;
      const lost = peer === null ? -1 : this.#switch.lostOnWay(peer.core);
      if (lost >= 0) client.binding.fail(this.#unreachable(client, lost));
    }
  }

  fail(reason: unknown): void {
    for (const { binding } of this.#clients) binding.fail(reason);
  }

  #lookUp(client: Client): void {
    this.#control.ask({
      core: this.#owner.bootCore,
      kind: frameKind.lookup,
      answerKind: frameKind.found,
      message: { numbers: [client.instance, 0, 0], texts: [client.service] },
      answer: ({ numbers: [result, core, endpoint], texts: [text = ""] }) => {
        if (result === verdict.yes) this.#connect(client, { core, endpoint });
        else if (result === verdict.lost) this.#failed(client, this.#unreachable(client, core));
        else this.#refused(client, text);
      },
      fail: (lost, error) => this.#failed(client, error ?? this.#unreachable(client, lost)),
    });
  }

  #connect(client: Client, at: Address): void {
    const { place, descriptor, endpoint, grant } = client;
    this.#control.ask({
      core: at.core,
      kind: frameKind.bind,
      answerKind: frameKind.bound,
      message: {
        numbers: [at.endpoint, endpoint, place.instance],
        texts: [descriptor.fingerprint, place.program, printGrant(grant)],
      },
      answer: ({ numbers: [result, peer, hasBlocks], texts: [text = ""] }) => {
        if (result === verdict.yes) this.#made(client, { core: at.core, endpoint: peer }, hasBlocks === 1);
        else this.#refused(client, text);
      },
      fail: (lost, error) => this.#failed(client, error ?? this.#unreachable(client, lost)),
    });
  }

  #made(client: Client, peer: Address, hasBlocks: boolean): void {
    const { place, service, instance, binding, endpoint, deadline } = client;
    if (binding.failed) return;
    const outgoing = this.#switch.outgoingTo(peer.core);
    if (outgoing === null || !isEndpoint(peer.endpoint)) {
      this.#refused(client, "its kernel gave no endpoint");
      return;
    }
    this.#owner.deadlines.remove(deadline);
    const bound = { program: place.program, instance: place.instance, service, serviceInstance: instance };
    const { producer, consumer } = hasBlocks ? this.#bulk.takeClientEnds(bound, peer.core) : noBulk;
    binding.opened(new Line(outgoing, { core: this.#owner.core, endpoint }, peer, producer), peer, consumer);
    this.#owner.log({ kind: "bindingMade", ...place, service, serviceInstance: instance, serviceCore: peer.core });
    client.settle();
  }

  #refused(client: Client, text: string): void {
    this.#failed(client, new BindingRefused(client.binding.service, text));
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

  #unreachable({ binding }: Client, core: number): UnreachableError {
    return new UnreachableError(binding.service, this.#owner.nameOf(core));
  }
}
