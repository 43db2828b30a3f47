import type { Allow } from "../../program.ts";
import type { Caller, InterfaceDescriptor, ServerStub } from "../../stub.ts";
import { type Bulk, noBulk } from "../channels/bulk.ts";
import { type Address, Line } from "../channels/line.ts";
import type { Outgoing } from "../channels/outgoing.ts";
import { lowestPriority } from "../channels/priority-queue.ts";
import { type ControlMessage, verdict } from "../control/control.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import type { Correspondent } from "../control/correspondent.ts";
import type { Asker, Directory } from "../control/directory.ts";
import { type Offer, writeOpcodes } from "../control/negotiation.ts";
import type { ProgramPlace } from "../events.ts";
import { frameKind } from "../frame.ts";
import { parseGrant } from "../resources/endpoint-grants.ts";
import type { ServiceName } from "../service-name.ts";
import { type Endpoints, isEndpoint } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import type { EventPublisher } from "./publisher.ts";
import type { ServerBinding } from "./server-binding.ts";
import { type Right, Service, type ServiceOwner } from "./service.ts";
import { Vouchers } from "./vouchers.ts";

/** What the services need of their kernel. */
export interface ServicesOwner extends ServiceOwner {
  readonly core: number;
  readonly bootCore: number;
  readonly signal: AbortSignal;
  readonly directory: Directory;
}

/** A server's end of a connection. */
interface ServerEnd {
  readonly service: Service;
  readonly binding: ServerBinding;
}

const notVouched = "nobody vouches for the right to call it";

/** The server half of a kernel: its services, and who may bind to them. */
export class Services {
  readonly #owner: ServicesOwner;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  readonly #bulk: Bulk;
  readonly #vouchers: Vouchers;
  /** By endpoint. */
  readonly #services = new Map<number, Service>();
  /** Endpoints of services that have moved: who looked them up before asks again. */
  readonly #moved = new Set<number>();
  #registered: readonly ControlMessage[] = [];
  /** By endpoint: those whose clients may still send. */
  readonly #ends = new Map<number, ServerEnd>();

  constructor(owner: ServicesOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#switch = frames;
    this.#control = control;
    this.#endpoints = endpoints;
    this.#bulk = bulk;
    this.#vouchers = new Vouchers(owner.core, control);
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

  /**
   * A client asks to be bound. Numbers: service endpoint, client endpoint, instance, version. Texts: fingerprint, program,
   * the grant that gives the right if it is not the system's description, interface, and its operations' signatures once
   * it was told that the fingerprints differ.
   */
  asked(from: Correspondent, correlation: number, message: ControlMessage): void {
    const [serviceEndpoint, endpoint, instance, version] = message.numbers;
    const [fingerprint = "", program = "", granted = "", name = "", signatures = null] = message.texts;
    const outgoing = this.#switch.exits.to(from.core);
    if (outgoing === null || !isEndpoint(endpoint)) {
      this.#owner.drop("malformed", from.core);
      return;
    }
    // The system stops: who asks will be told so by its own kernel.
    if (this.#owner.signal.aborted) return;
    const asker = { peer: { core: from.core, endpoint }, program, instance };
    const service = this.#services.get(serviceEndpoint);
    const offer = { name, version, fingerprint, signatures };
    const tell = (told: ControlMessage): void => this.#control.answer(from, frameKind.bound, correlation, told);
    // It may end here while somebody vouches for the right to call it.
    const answer = (right: Right | null): void =>
      tell(this.#moved.has(serviceEndpoint) ? moved : this.#bind(service, offer, outgoing, asker, right));
    const grant = parseGrant(granted);
    if (granted === "" || service === undefined) answer(null);
    else if (service.isRetiring) tell(refuse("it is about to move", verdict.moving));
    else if (grant === null) tell(refuse(notVouched));
    else {
      this.#vouchers.ask(service, grant, from.core, (right) => {
        if (right === null) tell(refuse(notVouched, verdict.unvouched));
        // Who has given up meanwhile would leave an end here for ever.
        else if (!from.isCut) answer(right);
      });
    }
  }

  /** A kernel takes back what it granted: those who were bound by it are told. */
  revoke(granter: number, grant: number, { service, instance }: ServiceName): void {
    for (const running of this.#services.values()) {
      if (running.place.program !== service || running.place.instance !== instance) continue;
      this.#tellUnbound(running.revoke((right) => right.grant.granter === granter && right.grant.grant === grant));
    }
  }

  /**
   * A client's end sends nothing more; false when it has no such connection. `inOrder`: what it has sent is to be finished
   * before it hears of that.
   */
  unbind({ core, endpoint: client }: Address, endpoint: number, inOrder: boolean): boolean {
    const end = this.#ends.get(endpoint);
    if (end === undefined || end.binding.peer.core !== core || end.binding.peer.endpoint !== client) return false;
    if (inOrder && !end.binding.dropped) end.binding.whenIdle(() => this.#part(endpoint, end));
    else this.#part(endpoint, end);
    return true;
  }

  #part(endpoint: number, { service, binding }: ServerEnd): void {
    if (!binding.dropped) this.#tellUnbound([binding, ...service.unbind(binding)]);
    if (this.#ends.get(endpoint)?.binding === binding) this.#release(endpoint);
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
    for (const [endpoint, { service: bound, binding }] of [...this.#ends]) {
      if (bound !== service) continue;
      binding.drop(new DOMException("the service has moved", "AbortError"));
      this.#tellUnbound([binding], true);
      this.#release(endpoint);
    }
  }

  #find({ service, instance }: ServiceName): Service | undefined {
    const isMeant = ({ place }: Service): boolean => place.program === service && place.instance === instance;
    return [...this.#services.values()].find(isMeant);
  }

  /** The last that these send to their clients, who answer it unless they are severed. */
  #tellUnbound(bindings: readonly ServerBinding[], isSevered: boolean = false): void {
    for (const { peer, endpoint } of bindings) {
      const message: ControlMessage = { numbers: [peer.endpoint, endpoint, isSevered ? 1 : 0, 0], texts: [] };
      this.#control.send(peer.core, frameKind.unbound, 0, message, lowestPriority);
    }
  }

  /** Nobody sends to it any more. */
  #release(endpoint: number): void {
    if (this.#ends.delete(endpoint)) this.#endpoints.release(endpoint);
  }

  /** Drops the bindings of the clients on cores that `reasonFor` has one for. */
  dropClients(reasonFor: (core: number) => unknown): void {
    for (const service of this.#services.values()) service.dropClients(reasonFor);
    for (const [endpoint, { binding }] of [...this.#ends]) {
      if (reasonFor(binding.peer.core) !== null) this.#release(endpoint);
    }
  }

  /** Numbers of the answer: verdict, endpoint, whether there are blocks, version. Text: why not, or what was agreed. */
  #bind(
    service: Service | undefined,
    offer: Offer,
    outgoing: Outgoing,
    asker: Asker,
    right: Right | null,
  ): ControlMessage {
    if (service === undefined) return refuse("there is no such service");
    if (service.isRetiring) return refuse("it is about to move", verdict.moving);
    const { peer, program, instance } = asker;
    if (!this.#owner.directory.runs(program, instance, peer.core)) {
      return refuse(`no ${program === "" ? "program" : program} runs on ${this.#owner.directory.nameOf(peer.core)}`);
    }
    if (right === null && !this.#owner.directory.isUser(asker, service.place)) {
      return refuse("the system does not say that it uses it");
    }
    const negotiated = service.negotiate(offer);
    if (negotiated.kind === "refused") return refuse(negotiated.text);
    if (negotiated.kind === "differs") return { numbers: [verdict.differs, 0, 0, service.version], texts: [] };
    // A frame that is replayed must not use up the endpoints of this kernel.
    if (service.serves(peer)) return refuse("it is bound already");
    const endpoint = this.#endpoints.allocate();
    if (endpoint === 0) return refuse("its kernel has no endpoint left");
    const hasBlocks = this.#open(service, endpoint, outgoing, asker, negotiated.agreed, right);
    const texts = negotiated.agreed === null ? [] : [writeOpcodes(negotiated.agreed)];
    return { numbers: [verdict.yes, endpoint, hasBlocks ? 1 : 0, service.version], texts };
  }

  /** Whether the binding has blocks for long messages. */
  #open(
    service: Service,
    endpoint: number,
    outgoing: Outgoing,
    { peer, program, instance }: Asker,
    agreed: ReadonlySet<number> | null,
    right: Right | null,
  ): boolean {
    const place = { program, instance, service: service.place.program, serviceInstance: service.place.instance };
    const { producer, consumer } = right === null ? this.#bulk.takeServerEnds(place, peer.core) : noBulk;
    const line = new Line(outgoing, { core: this.#owner.core, endpoint }, peer, producer);
    const caller = { core: this.#owner.directory.nameOf(peer.core), program };
    const binding = service.bind(line, peer, caller, agreed, consumer, right);
    this.#endpoints.place(endpoint, binding);
    this.#ends.set(endpoint, { service, binding });
    return producer !== null || consumer !== null;
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

function refuse(text: string, result: number = verdict.failed): ControlMessage {
  return { numbers: [result, 0, 0, 0], texts: [text] };
}

const moved: ControlMessage = refuse("it has moved", verdict.moving);
