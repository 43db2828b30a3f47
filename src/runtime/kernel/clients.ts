import { slotPayload } from "../channel/slot.ts";
import { BindingRefused, TimeoutError, UnreachableError } from "../errors.ts";
import type { InterfaceDescriptor } from "../stub.ts";
import { type Bulk, noBulk } from "./bulk.ts";
import { type BindingOwner, ClientBinding } from "./client-binding.ts";
import { verdict } from "./control.ts";
import type { ControlEndpoint } from "./control-endpoint.ts";
import { Expiring } from "./deadlines.ts";
import { type Endpoints, isEndpoint } from "./endpoints.ts";
import type { KernelEvent, ProgramPlace } from "./events.ts";
import { frameKind } from "./frame.ts";
import type { Leases } from "./leases.ts";
import { type Address, Line } from "./outgoing.ts";
import { RegionExchange } from "./region-exchange.ts";
import type { Switch } from "./switch.ts";

type AnyDescriptor = InterfaceDescriptor<unknown, unknown, unknown>;

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

/** A client's connection, with what was said when it was made. */
interface Client {
  readonly place: ProgramPlace;
  readonly service: string;
  readonly instance: number;
  readonly descriptor: AnyDescriptor;
  readonly binding: ClientBinding;
  readonly endpoint: number;
  readonly deadline: Expiring;
  /** To be called when the binding is made or has failed. */
  readonly settle: () => void;
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
    descriptor: AnyDescriptor,
    timeout: number,
  ): BindingInTheMaking {
    let settle = (): void => {};
    const settled = new Promise<void>((resolve) => {
      settle = resolve;
    });
    const label = this.#owner.labelOf(service, instance);
    const longestReply = Math.max(descriptor.longestReply, slotPayload);
    const { window, leases } = this.#owner;
    const exchange =
      descriptor.hasResources === true ? new RegionExchange(leases, this.#owner.coreOf(service, instance)) : null;
    const binding = new ClientBinding(this.#owner, label, window, longestReply, exchange);
    const endpoint = this.#endpoints.allocate(binding);
    const deadline = new BindingDeadline(() => this.#failed(client, new TimeoutError(label, timeout)));
    const client: Client = { place, service, instance, descriptor, binding, endpoint, deadline, settle };
    this.#clients.push(client);
    this.#owner.deadlines.add(deadline, timeout);
    if (this.#owner.signal.aborted) this.#failed(client, this.#owner.signal.reason);
    else if (endpoint === 0)
      this.#failed(client, new BindingRefused(label, "the client's kernel has no endpoint left"));
    else this.#lookUp(client);
    return { binding, settled };
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
    const { place, descriptor, endpoint } = client;
    this.#control.ask({
      core: at.core,
      kind: frameKind.bind,
      answerKind: frameKind.bound,
      message: { numbers: [at.endpoint, endpoint, place.instance], texts: [descriptor.fingerprint, place.program] },
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
