import type { Clients } from "./clients/clients.ts";
import { type ControlMessage, verdict } from "./control/control.ts";
import type { ControlEndpoint, ControlOwner } from "./control/control-endpoint.ts";
import type { Correspondent } from "./control/correspondent.ts";
import type { Directory } from "./control/directory.ts";
import type { Greetings } from "./control/greetings.ts";
import type { NameService } from "./control/name-service.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import type { KernelHost } from "./host.ts";
import { type EndpointGrants, printOpcodes, type Vouching } from "./resources/endpoint-grants.ts";
import type { Leases } from "./resources/leases.ts";
import type { Services } from "./services/services.ts";

export interface CorrespondenceParts {
  readonly bootCore: number;
  readonly host: KernelHost;
  readonly signal: AbortSignal;
  readonly control: ControlEndpoint;
  readonly greetings: Greetings;
  readonly names: NameService;
  readonly services: Services;
  readonly clients: Clients;
  readonly leases: Leases;
  readonly grants: EndpointGrants;
  readonly directory: Directory;
  drop(reason: DropReason, from: number): void;
}

/** What a kernel does about what other kernels say to it. Nothing is done that is not theirs to ask. */
export class Correspondence implements ControlOwner {
  readonly #parts: CorrespondenceParts;

  constructor(parts: CorrespondenceParts) {
    this.#parts = parts;
  }

  greeted(frame: Frame): void {
    if (!this.#parts.greetings.hear(frame)) this.drop("kind", frame.source);
  }

  registered(from: Correspondent, message: ControlMessage): void {
    this.#parts.names.register(from, message);
  }

  lookedUp(from: Correspondent, correlation: number, message: ControlMessage): void {
    this.#parts.names.lookup(from, correlation, message);
  }

  asked(from: Correspondent, correlation: number, message: ControlMessage): void {
    this.#parts.services.admission.asked(from, correlation, message);
  }

  /** Numbers: fate, grant, its generation. */
  toldOfGrant(from: Correspondent, { numbers: [fate, grant, generation] }: ControlMessage): void {
    if (!this.#parts.leases.told(from.core, fate, grant, generation)) this.drop("correlation", from.core);
  }

  /** Numbers: grant, its holder, instance. Texts: service. */
  askedToVouch(
    from: Correspondent,
    correlation: number,
    { numbers: [grant, holder, instance], texts: [service = ""] }: ControlMessage,
  ): void {
    const { control, directory, grants, signal } = this.#parts;
    // Only the kernel of the service need know.
    if (directory.coreOf({ service, instance }) !== from.core) {
      this.drop("kind", from.core);
      return;
    }
    void grants.vouch(grant, holder, { service, instance }).then((vouching) => {
      if (!signal.aborted) control.answer(from, frameKind.vouched, correlation, answerOf(vouching));
    });
  }

  /** Numbers: grant, instance. Texts: service. */
  toldOfRevocation(from: Correspondent, { numbers: [grant, instance], texts: [service = ""] }: ControlMessage): void {
    this.#parts.services.revoke(from.core, grant, { service, instance });
  }

  /** Numbers: endpoint of the client, endpoint of the server, 1 when the server has moved and waits for nothing. */
  unbound({ core }: Correspondent, { numbers: [client, endpoint, isSevered] }: ControlMessage): void {
    if (!this.#parts.clients.unbound({ core, endpoint }, client, isSevered === 1)) this.drop("endpoint", core);
  }

  /** Numbers: endpoint of the server, endpoint of the client, 1 when what was sent is to be finished. */
  unbind({ core }: Correspondent, { numbers: [server, endpoint, inOrder] }: ControlMessage): void {
    if (!this.#parts.services.unbind({ core, endpoint }, server, inOrder === 1)) this.drop("endpoint", core);
  }

  /** Nobody but the boot core may give orders. */
  ordered({ core }: Correspondent, kind: number): void {
    const { bootCore, host } = this.#parts;
    if (core === bootCore && host.ordered !== undefined) host.ordered(kind);
    else this.drop("kind", core);
  }

  drop(reason: DropReason, from: number): void {
    this.#parts.drop(reason, from);
  }
}

function answerOf(vouching: Vouching | null): ControlMessage {
  if (vouching === null) return { numbers: [verdict.failed, 0, 0, 0], texts: [] };
  const { instance, program, opcodes } = vouching;
  return { numbers: [verdict.yes, instance, 0, 0], texts: [program, printOpcodes(opcodes)] };
}
