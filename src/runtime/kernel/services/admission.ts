import { type Bulk, noBulk } from "../channels/bulk.ts";
import { Line } from "../channels/line.ts";
import type { Outgoing } from "../channels/outgoing.ts";
import { type ControlMessage, verdict } from "../control/control.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import type { Correspondent } from "../control/correspondent.ts";
import type { Asker, Directory } from "../control/directory.ts";
import { type Offer, writeOpcodes } from "../control/negotiation.ts";
import type { DropReason } from "../events.ts";
import { frameKind } from "../frame.ts";
import { parseGrant } from "../resources/endpoint-grants.ts";
import { type Endpoints, isEndpoint } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import type { ServerEnds } from "./server-ends.ts";
import type { Right, Service } from "./service.ts";
import { Vouchers } from "./vouchers.ts";

/** What admission needs of its kernel. */
export interface AdmissionOwner {
  readonly core: number;
  /** Aborted when the system stops. */
  readonly signal: AbortSignal;
  readonly directory: Directory;
  drop(reason: DropReason, from: number): void;
}

/** The services of a kernel, by endpoint. */
export interface ServicesByEndpoint {
  at(endpoint: number): Service | undefined;
  /** Whether one that had the endpoint runs elsewhere now: who looked it up before asks again. */
  hasMoved(endpoint: number): boolean;
}

/** What the parts of a kernel give to it. */
export interface AdmissionParts {
  readonly frames: Switch;
  readonly control: ControlEndpoint;
  readonly endpoints: Endpoints;
  readonly bulk: Bulk;
  readonly ends: ServerEnds;
  readonly services: ServicesByEndpoint;
}

/** A client's wish to be bound. */
interface Request {
  readonly from: Correspondent;
  readonly correlation: number;
  readonly outgoing: Outgoing;
  readonly asker: Asker;
  readonly serviceEndpoint: number;
  readonly offer: Offer;
  /** The grant that gives the right to it; "" for the system's description. */
  readonly granted: string;
}

const notVouched = "nobody vouches for the right to call it";
const aboutToMove = refuse("it is about to move", verdict.moving);
const moved = refuse("it has moved", verdict.moving);

/** Who may be bound to the services of a kernel. */
export class Admission {
  readonly #owner: AdmissionOwner;
  readonly #parts: AdmissionParts;
  readonly #vouchers: Vouchers;

  constructor(owner: AdmissionOwner, parts: AdmissionParts) {
    this.#owner = owner;
    this.#parts = parts;
    this.#vouchers = new Vouchers(owner.core, parts.control);
  }

  /**
   * A client asks to be bound. Numbers: service endpoint, client endpoint, instance, version. Texts: fingerprint, program,
   * the grant that gives the right if it is not the system's description, interface, and its operations' signatures once
   * it was told that the fingerprints differ.
   */
  asked(from: Correspondent, correlation: number, message: ControlMessage): void {
    const [serviceEndpoint, endpoint, instance, version] = message.numbers;
    const [fingerprint = "", program = "", granted = "", name = "", signatures = null] = message.texts;
    const outgoing = this.#parts.frames.exits.to(from.core);
    if (outgoing === null || !isEndpoint(endpoint)) {
      this.#owner.drop("malformed", from.core);
      return;
    }
    // The system stops: who asks will be told so by its own kernel.
    if (this.#owner.signal.aborted) return;
    const asker = { peer: { core: from.core, endpoint }, program, instance };
    const offer = { name, version, fingerprint, signatures };
    this.#decide({ from, correlation, outgoing, asker, serviceEndpoint, offer, granted });
  }

  #decide(request: Request): void {
    const service = this.#parts.services.at(request.serviceEndpoint);
    if (request.granted === "" || service === undefined) this.#answer(request, this.#admit(request, null));
    else if (service.isRetiring) this.#answer(request, aboutToMove);
    else this.#vouch(request, service);
  }

  /** Asks who gave the right. The service may end here meanwhile, and the client be cut off. */
  #vouch(request: Request, service: Service): void {
    const grant = parseGrant(request.granted);
    if (grant === null) {
      this.#answer(request, refuse(notVouched));
      return;
    }
    this.#vouchers.ask(service, grant, request.from.core, (right) => {
      if (right === null) this.#answer(request, refuse(notVouched, verdict.unvouched));
      // Who has given up meanwhile would leave an end here for ever.
      else if (!request.from.isCut) this.#answer(request, this.#admit(request, right));
    });
  }

  #answer({ from, correlation }: Request, told: ControlMessage): void {
    this.#parts.control.answer(from, frameKind.bound, correlation, told);
  }

  /** `right`: null for the system's description. What the client is told. */
  #admit(request: Request, right: Right | null): ControlMessage {
    const { services } = this.#parts;
    if (services.hasMoved(request.serviceEndpoint)) return moved;
    const service = services.at(request.serviceEndpoint);
    if (service === undefined) return refuse("there is no such service");
    if (service.isRetiring) return aboutToMove;
    const fault = this.#faultOf(request.asker, service, right);
    return fault === null ? this.#bind(service, request, right) : refuse(fault);
  }

  /** Why the asker may not be bound; null when it may. */
  #faultOf(asker: Asker, { place }: Service, right: Right | null): string | null {
    const { directory } = this.#owner;
    const { peer, program, instance } = asker;
    if (!directory.runs(program, instance, peer.core)) {
      return `no ${program === "" ? "program" : program} runs on ${directory.nameOf(peer.core)}`;
    }
    if (right === null && !directory.isUser(asker, place)) return "the system does not say that it uses it";
    return null;
  }

  /** Numbers of the answer: verdict, endpoint, whether there are blocks, version. Text: why not, or what was agreed. */
  #bind(service: Service, request: Request, right: Right | null): ControlMessage {
    const negotiated = service.negotiate(request.offer);
    if (negotiated.kind === "refused") return refuse(negotiated.text);
    if (negotiated.kind === "differs") return { numbers: [verdict.differs, 0, 0, service.version], texts: [] };
    // A frame that is replayed must not use up the endpoints of this kernel.
    if (service.serves(request.asker.peer)) return refuse("it is bound already");
    const endpoint = this.#parts.endpoints.allocate();
    if (endpoint === 0) return refuse("its kernel has no endpoint left");
    const hasBlocks = this.#open(service, endpoint, request, negotiated.agreed, right);
    const texts = negotiated.agreed === null ? [] : [writeOpcodes(negotiated.agreed)];
    return { numbers: [verdict.yes, endpoint, hasBlocks ? 1 : 0, service.version], texts };
  }

  /** Whether the binding has blocks for long messages. */
  #open(
    service: Service,
    endpoint: number,
    { outgoing, asker: { peer, program, instance } }: Request,
    agreed: ReadonlySet<number> | null,
    right: Right | null,
  ): boolean {
    const { core, directory } = this.#owner;
    const place = { program, instance, service: service.place.program, serviceInstance: service.place.instance };
    const { producer, consumer } = right === null ? this.#parts.bulk.takeServerEnds(place, peer.core) : noBulk;
    const line = new Line(outgoing, { core, endpoint }, peer, producer);
    const caller = { core: directory.nameOf(peer.core), program };
    const binding = service.bind(line, peer, caller, agreed, consumer, right);
    this.#parts.ends.begin({ service, binding });
    return producer !== null || consumer !== null;
  }
}

function refuse(text: string, result: number = verdict.failed): ControlMessage {
  return { numbers: [result, 0, 0, 0], texts: [text] };
}
