import type { BlockConsumer } from "../channel/block-ring.ts";
import { slotPayload } from "../channel/slot.ts";
import type { Caller, InterfaceDescriptor, ServerStub } from "../stub.ts";
import type { DropReason, KernelEvent, ProgramPlace } from "./events.ts";
import type { Leases } from "./leases.ts";
import type { Address, Line } from "./outgoing.ts";
import type { EventPublisher } from "./publisher.ts";
import { RegionExchange } from "./region-exchange.ts";
import { Scratch } from "./scratch.ts";
import { type ServedService, ServerBinding } from "./server-binding.ts";

/** What a service needs of its kernel. */
export interface ServiceOwner {
  readonly window: number;
  readonly leases: Leases;
  drop(reason: DropReason, from: number): void;
  handledInPlace(): void;
  log(event: KernelEvent): void;
  owes(binding: ServerBinding): void;
  nameOf(core: number): string;
}

/** One running instance of a service, in its kernel. */
export class Service implements ServedService {
  readonly place: ProgramPlace;
  readonly events: EventPublisher;
  readonly scratch = new Scratch();
  readonly longestRequest: number;
  readonly stub: ServerStub;
  readonly #owner: ServiceOwner;
  readonly #descriptor: InterfaceDescriptor<unknown, unknown, unknown>;
  readonly #bindings = new Set<ServerBinding>();

  constructor(
    owner: ServiceOwner,
    place: ProgramPlace,
    descriptor: InterfaceDescriptor<unknown, unknown, unknown>,
    events: EventPublisher,
    stub: ServerStub,
  ) {
    this.#owner = owner;
    this.place = place;
    this.#descriptor = descriptor;
    this.events = events;
    this.stub = stub;
    this.longestRequest = Math.max(descriptor.longestRequest, slotPayload);
  }

  get window(): number {
    return this.#owner.window;
  }

  /** Why a client that was built for `fingerprint` is not served; null when it is. */
  refusal(fingerprint: string): string | null {
    const { name, version } = this.#descriptor;
    if (fingerprint === this.#descriptor.fingerprint) return null;
    return `it serves ${name} @ ${version} (${this.#descriptor.fingerprint}), not what the client was built for (${fingerprint})`;
  }

  bind(line: Line, peer: Address, caller: Caller, blocks: BlockConsumer | null): ServerBinding {
    const { hasResources = false } = this.#descriptor;
    const exchange = hasResources ? new RegionExchange(this.#owner.leases, peer.core) : null;
    const binding = new ServerBinding(this, line, peer, caller, blocks, exchange);
    this.#bindings.add(binding);
    return binding;
  }

  /** Drops the bindings of clients that `reasonFor` has one for. */
  dropClients(reasonFor: (core: number) => unknown): void {
    for (const binding of this.#bindings) {
      const reason = reasonFor(binding.peer.core);
      if (reason === null) continue;
      this.#bindings.delete(binding);
      binding.drop(reason);
    }
  }

  drop(reason: DropReason, from: number): void {
    this.#owner.drop(reason, from);
  }

  handledInPlace(): void {
    this.#owner.handledInPlace();
  }

  fault(text: string, caller: Caller): void {
    this.#owner.log({ kind: "serviceFault", ...this.place, text, caller: `${caller.program} on ${caller.core}` });
  }

  owes(binding: ServerBinding): void {
    this.#owner.owes(binding);
  }
}
