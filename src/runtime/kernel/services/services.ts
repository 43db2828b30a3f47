import type { Allow } from "../../program.ts";
import type { Caller, InterfaceDescriptor, ServerStub } from "../../stub.ts";
import type { Bulk } from "../channels/bulk.ts";
import type { Address } from "../channels/line.ts";
import { type ControlMessage, verdict } from "../control/control.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import type { ProgramPlace } from "../events.ts";
import { frameKind } from "../frame.ts";
import type { ServiceName } from "../service-name.ts";
import type { Endpoints } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import { Admission, type AdmissionOwner, type ServicesByEndpoint } from "./admission.ts";
import type { EventPublisher } from "./publisher.ts";
import { type ServerEnd, ServerEnds } from "./server-ends.ts";
import { Service, type ServiceOwner } from "./service.ts";

/** What the services need of their kernel. */
export interface ServicesOwner extends ServiceOwner, AdmissionOwner {
  readonly bootCore: number;
}

/** The server half of a kernel: its services. */
export class Services implements ServicesByEndpoint {
  /** Who may be bound to them. */
  readonly admission: Admission;
  readonly #owner: ServicesOwner;
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  readonly #ends: ServerEnds;
  /** By endpoint. */
  readonly #services = new Map<number, Service>();
  /** Endpoints of services that have moved. */
  readonly #moved = new Set<number>();
  #registered: readonly ControlMessage[] = [];

  constructor(owner: ServicesOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#control = control;
    this.#endpoints = endpoints;
    this.#ends = new ServerEnds(control, endpoints);
    this.admission = new Admission(owner, { frames, control, endpoints, bulk, ends: this.#ends, services: this });
  }

  /** A service is up: makes it known. */
  serve(
    place: ProgramPlace,
    descriptor: InterfaceDescriptor<unknown, unknown, unknown>,
    events: EventPublisher,
    stub: ServerStub,
    allow: Allow | null,
  ): void {
    const endpoint = this.#endpoints.allocate();
    if (endpoint === 0) throw new RangeError("its kernel has no endpoint left");
    this.#services.set(endpoint, new Service(this.#owner, place, descriptor, events, stub, allow));
    this.#register(place, verdict.yes, endpoint, "");
    this.#owner.log({ kind: "serviceReady", ...place, interface: descriptor.name, version: descriptor.version });
  }

  /** A service did not come up. */
  failed(place: ProgramPlace, text: string): void {
    this.#register(place, verdict.failed, 0, text);
    this.#owner.log({ kind: "serviceFailed", ...place, text });
  }

  at(endpoint: number): Service | undefined {
    return this.#services.get(endpoint);
  }

  hasMoved(endpoint: number): boolean {
    return this.#moved.has(endpoint);
  }

  /** A kernel takes back what it granted: those who were bound by it are told. */
  revoke(granter: number, grant: number, { service, instance }: ServiceName): void {
    for (const running of this.#services.values()) {
      if (running.place.program !== service || running.place.instance !== instance) continue;
      this.#ends.tellUnbound(running.revoke((right) => right.grant.granter === granter && right.grant.grant === grant));
    }
  }

  /**
   * A client's end sends nothing more; false when it has no such connection. `inOrder`: what it has sent is to be finished
   * before it hears of that.
   */
  unbind(client: Address, endpoint: number, inOrder: boolean): boolean {
    const end = this.#ends.find(endpoint, client);
    if (end === undefined) return false;
    if (inOrder && !end.binding.dropped) end.binding.whenIdle(() => this.#part(end));
    else this.#part(end);
    return true;
  }

  #part(end: ServerEnd): void {
    const { service, binding } = end;
    if (!binding.dropped) this.#ends.tellUnbound([binding, ...service.unbind(binding)]);
    this.#ends.end(end);
  }

  // ── services that end here in order ──

  /** Nobody is bound to an instance any more; calls back when nobody is. False when it does not run here. */
  retire(name: ServiceName, gone: () => void): boolean {
    const service = this.#find(name);
    service?.retire(gone);
    return service !== undefined;
  }

  stay(name: ServiceName): void {
    this.#find(name)?.stay();
  }

  /** Who is still bound to a service that is to end; null for nobody. */
  boundTo(name: ServiceName): Caller | null {
    return this.#find(name)?.boundTo ?? null;
  }

  /** An instance has ended, and will not be asked for here any more; the subscriptions that its clients will make anew. */
  remove(name: ServiceName): number {
    const subscriptions = this.#find(name)?.subscriptions ?? 0;
    for (const [endpoint, service] of [...this.#services]) {
      const { place } = service;
      if (place.program !== name.service || place.instance !== name.instance) continue;
      this.#sever(service);
      this.#services.delete(endpoint);
      this.#moved.add(endpoint);
    }
    const isOf = ({ numbers, texts }: ControlMessage): boolean =>
      texts[0] === name.service && numbers[2] === name.instance;
    this.#registered = this.#registered.filter((message) => !isOf(message));
    return subscriptions;
  }

  /** Requests that its services have not finished. */
  get underWay(): number {
    return [...this.#services.values()].reduce((sum, service) => sum + service.underWay, 0);
  }

  /** Who is still bound to it is told to look elsewhere, and not waited for. */
  #sever(service: Service): void {
    for (const end of this.#ends.all()) {
      if (end.service !== service) continue;
      end.binding.drop(new DOMException("the service has moved", "AbortError"));
      this.#ends.tellUnbound([end.binding], true);
      this.#ends.end(end);
    }
  }

  #find({ service, instance }: ServiceName): Service | undefined {
    const isMeant = ({ place }: Service): boolean => place.program === service && place.instance === instance;
    return [...this.#services.values()].find(isMeant);
  }

  /** Drops the bindings of the clients on cores that `reasonFor` has one for. */
  dropClients(reasonFor: (core: number) => unknown): void {
    for (const service of this.#services.values()) service.dropClients(reasonFor);
    for (const end of this.#ends.all()) if (reasonFor(end.binding.peer.core) !== null) this.#ends.end(end);
  }

  /** Once more with the name service, on a core that has lost touch with this one meanwhile. */
  registerAt(core: number): void {
    for (const message of this.#registered) this.#control.send(core, frameKind.register, 0, message);
  }

  /** With the name service, and with this kernel's own part of it. */
  #register(place: ProgramPlace, result: number, endpoint: number, text: string): void {
    const message: ControlMessage = { numbers: [result, endpoint, place.instance, 0], texts: [place.program, text] };
    this.#registered = [...this.#registered, message];
    for (const core of new Set([this.#owner.core, this.#owner.bootCore])) {
      this.#control.send(core, frameKind.register, 0, message);
    }
  }
}
