import { slotPayload } from "../../channel/slot.ts";
import { TimeoutError } from "../../errors.ts";
import { rememberBinding } from "../../in-place/clients.ts";
import type { Bulk } from "../channels/bulk.ts";
import type { Address } from "../channels/line.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import type { ProgramPlace } from "../events.ts";
import type { ConnectingDescriptor, GrantedEndpoint, Passable } from "../resources/endpoint-grants.ts";
import { ResourceExchange } from "../resources/resource-exchange.ts";
import type { ServiceName } from "../service-name.ts";
import type { Endpoints } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import { ClientBinding } from "./client-binding.ts";
import { BindingDeadline, type ClientEnd, type ClientsOwner, type CoversEnd } from "./client-end.ts";
import { Connector } from "./connector.ts";
import type { HeldEnds } from "./held-ends.ts";

/** Milliseconds for a connection that is made when it is first used. */
const lateTimeout = 30_000;

export interface BindingInTheMaking {
  readonly binding: ClientBinding;
  /** Resolves when the binding is made or has failed. */
  readonly settled: Promise<void>;
}

/** The client half of a kernel: its programs' clients of services. */
export class Clients {
  readonly #owner: ClientsOwner;
  readonly #connector: Connector;

  constructor(owner: ClientsOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#connector = new Connector(owner, frames, control, endpoints, bulk);
  }

  /** A connection to a service, to be made within `timeout` milliseconds. What is called on it before it is made waits. */
  bind(place: ProgramPlace, name: ServiceName, descriptor: ConnectingDescriptor, timeout: number): BindingInTheMaking {
    const { end, settled } = this.#make(place, name, descriptor, timeout, null);
    this.#connector.begin(end, timeout);
    return { binding: end.binding, settled };
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
    const { end, settled } = this.#make(place, name, descriptor, lateTimeout, grant);
    const { binding } = end;
    binding.connection.onFirstUse(() => this.#connector.begin(end, lateTimeout));
    const { service } = name;
    const object = this.connect(descriptor, { service, place, descriptor, binding, settled, opcodes: null });
    end.object = object;
    return object;
  }

  /** A client object that can be passed on. */
  connect<Client>(descriptor: ConnectingDescriptor<Client>, passable: Passable): Client {
    const client = descriptor.connect(passable.binding);
    rememberBinding(client, passable.binding);
    this.#owner.grants.register(client, passable);
    return client;
  }

  /** The server's end sends nothing more; false when there is no such connection. */
  unbound(from: Address, endpoint: number, isSevered: boolean): boolean {
    return this.#connector.unbound(from, endpoint, isSevered);
  }

  /** Ways have changed. */
  changed(): void {
    this.#connector.changed();
  }

  /** The change has been acted on. */
  retry(): void {
    this.#connector.retry();
  }

  /** Connections that are held for a change in order. */
  get held(): HeldEnds {
    return this.#connector.held;
  }

  /** Ends the connections of a program that has ended here. */
  end(covers: CoversEnd, reason: unknown): void {
    this.#connector.end(covers, reason);
  }

  /** What its programs have asked and not been answered: calls, streams and subscriptions. */
  get underWay(): number {
    let count = 0;
    for (const { binding } of this.#connector.ends) count += binding.connection.underWay;
    return count;
  }

  fail(reason: unknown): void {
    for (const { binding } of this.#connector.ends) binding.connection.fail(reason);
  }

  #userOf(
    { program, instance }: ProgramPlace,
    name: ServiceName,
    descriptor: ConnectingDescriptor,
    { granter, grant }: GrantedEndpoint,
  ): ClientEnd | undefined {
    return [...this.#connector.ends].find(
      (one) =>
        one.grant?.grant === grant &&
        one.grant.granter === granter &&
        one.place.program === program &&
        one.place.instance === instance &&
        one.service === name.service &&
        one.instance === name.instance &&
        one.descriptor === descriptor &&
        !one.binding.connection.failed,
    );
  }

  #make(
    place: ProgramPlace,
    name: ServiceName,
    descriptor: ConnectingDescriptor,
    timeout: number,
    grant: GrantedEndpoint | null,
  ): { readonly end: ClientEnd; readonly settled: Promise<void> } {
    let settle = (): void => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const { service, instance } = name;
    const { directory } = this.#owner;
    const instances = directory.instancesOf(service);
    const { version, operations, hasResources = false } = descriptor;
    const exchange = hasResources ? this.#exchange(place, name) : null;
    const facts = {
      ...{ service: directory.labelOf(name), instance, program: place.program },
      ...{ window: this.#owner.window, version, operations },
      longestReply: Math.max(descriptor.longestReply, slotPayload),
      // An endpoint is the right to call one instance.
      canMove: grant === null,
    };
    const binding = new ClientBinding(this.#owner, facts, exchange);
    const expired = (): void => this.#connector.fail(end, new TimeoutError(binding.service, timeout));
    const others = facts.canMove ? instances.filter((other) => other.instance !== instance) : [];
    const about = { place, service, descriptor, binding, deadline: new BindingDeadline(expired), timeout, settle };
    const end: ClientEnd = {
      ...{ ...about, grant, instance, endpoint: 0, peer: null, asking: false, left: false },
      ...{ others, loss: null, object: null, isParked: false, isMoving: false, lastCore: -1 },
    };
    return { end, settled };
  }

  #exchange(place: ProgramPlace, name: ServiceName): ResourceExchange {
    const { leases, directory } = this.#owner;
    return new ResourceExchange(leases, directory.coreOf(name), this.#owner.endpointsOf(place));
  }
}
