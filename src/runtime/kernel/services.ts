import type { InterfaceDescriptor, ServerStub } from "../stub.ts";
import type { Bulk } from "./bulk.ts";
import { type ControlMessage, verdict } from "./control.ts";
import type { ControlEndpoint } from "./control-endpoint.ts";
import { type Endpoints, isEndpoint } from "./endpoints.ts";
import type { ProgramPlace } from "./events.ts";
import { frameKind } from "./frame.ts";
import { type Address, Line, type Outgoing } from "./outgoing.ts";
import type { EventPublisher } from "./publisher.ts";
import { Service, type ServiceOwner } from "./service.ts";
import type { Switch } from "./switch.ts";

/** What the services need of their kernel. */
export interface ServicesOwner extends ServiceOwner {
  readonly core: number;
  readonly bootCore: number;
  readonly signal: AbortSignal;
}

/** Who asks to be bound. */
interface Asker {
  readonly peer: Address;
  readonly program: string;
  readonly instance: number;
}

/** The server half of a kernel: its services, and who may bind to them. */
export class Services {
  readonly #owner: ServicesOwner;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  readonly #bulk: Bulk;
  /** By endpoint. */
  readonly #services = new Map<number, Service>();

  constructor(owner: ServicesOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#switch = frames;
    this.#control = control;
    this.#endpoints = endpoints;
    this.#bulk = bulk;
  }

  /** A service is up: makes it known. */
  serve(
    place: ProgramPlace,
    descriptor: InterfaceDescriptor<unknown, unknown, unknown>,
    events: EventPublisher,
    stub: ServerStub,
  ): void {
    const endpoint = this.#endpoints.allocate();
    if (endpoint === 0) throw new RangeError("its kernel has no endpoint left");
    this.#services.set(endpoint, new Service(this.#owner, place, descriptor, events, stub));
    this.#register(place, verdict.yes, endpoint, "");
    this.#owner.log({ kind: "serviceReady", ...place, interface: descriptor.name, version: descriptor.version });
  }

  /** A service did not come up. */
  failed(place: ProgramPlace, text: string): void {
    this.#register(place, verdict.failed, 0, text);
    this.#owner.log({ kind: "serviceFailed", ...place, text });
  }

  /** A client asks to be bound. Numbers: service endpoint, client endpoint, instance. Texts: fingerprint, program. */
  asked(from: Address, correlation: number, message: ControlMessage): void {
    const [serviceEndpoint, endpoint, instance] = message.numbers;
    const [fingerprint = "", program = ""] = message.texts;
    const outgoing = this.#switch.outgoingTo(from.core);
    if (outgoing === null || !isEndpoint(endpoint)) {
      this.#owner.drop("malformed", from.core);
      return;
    }
    const asker = { peer: { core: from.core, endpoint }, program, instance };
    const bound = this.#bind(this.#services.get(serviceEndpoint), fingerprint, outgoing, asker);
    const answer: ControlMessage =
      typeof bound === "string"
        ? { numbers: [verdict.failed, 0, 0], texts: [bound] }
        : { numbers: [verdict.yes, bound.endpoint, bound.hasBlocks ? 1 : 0], texts: [] };
    this.#control.send(from.core, frameKind.bound, correlation, answer);
  }

  /** Drops the bindings of the clients on cores that `reasonFor` has one for. */
  dropClients(reasonFor: (core: number) => unknown): void {
    for (const service of this.#services.values()) service.dropClients(reasonFor);
  }

  /** The new binding, or why there is none. */
  #bind(
    service: Service | undefined,
    fingerprint: string,
    outgoing: Outgoing,
    asker: Asker,
  ): { readonly endpoint: number; readonly hasBlocks: boolean } | string {
    if (service === undefined) return "there is no such service";
    if (this.#owner.signal.aborted) return "the system is shutting down";
    const refusal = service.refusal(fingerprint);
    if (refusal !== null) return refusal;
    const endpoint = this.#endpoints.allocate();
    if (endpoint === 0) return "its kernel has no endpoint left";
    const { peer, program, instance } = asker;
    const place = { program, instance, service: service.place.program, serviceInstance: service.place.instance };
    const { producer, consumer } = this.#bulk.takeServerEnds(place, peer.core);
    const line = new Line(outgoing, { core: this.#owner.core, endpoint }, peer, producer);
    const caller = { core: this.#owner.nameOf(peer.core), program };
    this.#endpoints.place(endpoint, service.bind(line, peer, caller, consumer));
    return { endpoint, hasBlocks: producer !== null || consumer !== null };
  }

  #register(place: ProgramPlace, result: number, endpoint: number, text: string): void {
    const message: ControlMessage = { numbers: [result, endpoint, place.instance], texts: [place.program, text] };
    this.#control.send(this.#owner.bootCore, frameKind.register, 0, message);
  }
}
