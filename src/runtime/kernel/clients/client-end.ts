import type { Address } from "../channels/line.ts";
import type { Directory } from "../control/directory.ts";
import type { InstancePlace } from "../control/instances.ts";
import { Expiring } from "../deadlines.ts";
import type { KernelEvent, ProgramPlace } from "../events.ts";
import type { ConnectingDescriptor, EndpointGrants, GrantedEndpoint } from "../resources/endpoint-grants.ts";
import type { Leases } from "../resources/leases.ts";
import type { EndpointPassing } from "../resources/resource-exchange.ts";
import type { BindingOwner } from "./binding-facts.ts";
import type { ClientBinding } from "./client-binding.ts";

/** What the clients need of their kernel. */
export interface ClientsOwner extends BindingOwner {
  readonly core: number;
  readonly bootCore: number;
  readonly window: number;
  readonly signal: AbortSignal;
  readonly leases: Leases;
  readonly grants: EndpointGrants;
  readonly directory: Directory;
  endpointsOf(place: ProgramPlace): EndpointPassing;
  log(event: KernelEvent): void;
}

/** A client's end of a connection, with what was said when it was made. */
export interface ClientEnd {
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
  /** The server's end; null until there is one. */
  peer: Address | null;
  /** A question about it is under way: the server may make an end of its own. */
  asking: boolean;
  /** The server was told that nothing more is sent to it. */
  left: boolean;
  /** It waits, without a server, until what it is held for is done. */
  isParked: boolean;
  /** It had a server that has let it go in order, or is to. */
  isMoving: boolean;
  /** The core of the server that it had last; -1 before there was one. */
  lastCore: number;
  /** Instances to try after that one. */
  others: readonly InstancePlace[];
  /** Why it has to look for another instance; null while the first is looked for. */
  loss: Error | null;
  /** The client object of a right that was passed to the program; null for the system's own. */
  object: unknown;
}

/** What connections are held for. */
export type CoversEnd = (end: ClientEnd) => boolean;

/** When it passes, the service has not started, or a program holds up a kernel on the way. */
export class BindingDeadline extends Expiring {
  readonly #expired: () => void;

  constructor(expired: () => void) {
    super();
    this.#expired = expired;
  }

  override expire(): void {
    this.#expired();
  }
}
