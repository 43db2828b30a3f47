import type { BlockConsumer } from "../../channel/block-ring.ts";
import { slotPayload } from "../../channel/slot.ts";
import { EndpointRevokedError } from "../../errors.ts";
import type { Allow } from "../../program.ts";
import type { Caller, InterfaceDescriptor, OperationFacts, ServerStub } from "../../stub.ts";
import type { Address, Line } from "../channels/line.ts";
import { Scratch } from "../channels/scratch.ts";
import { type Negotiated, negotiate, type Offer } from "../control/negotiation.ts";
import type { DropReason, KernelEvent, ProgramPlace } from "../events.ts";
import { byOpcode, type Operations, type Refusal, refusal } from "../operations.ts";
import type { GrantedEndpoint } from "../resources/endpoint-grants.ts";
import type { Leases } from "../resources/leases.ts";
import { type EndpointPassing, ResourceExchange } from "../resources/resource-exchange.ts";
import type { EventPublisher } from "./publisher.ts";
import type { Debtor, ServedService } from "./served-service.ts";
import { ServerBinding } from "./server-binding.ts";

/** What a binding may do when it does not come from the system's description: what its granter lets it. */
export interface Right {
  readonly grant: GrantedEndpoint;
  /** Null for the service itself. */
  readonly granter: ServerBinding | null;
  /** Null for all. */
  readonly opcodes: ReadonlySet<number> | null;
}

/** What a service needs of its kernel. */
export interface ServiceOwner {
  readonly window: number;
  readonly leases: Leases;
  endpointsOf(place: ProgramPlace): EndpointPassing;
  drop(reason: DropReason, from: number): void;
  handledInPlace(): void;
  log(event: KernelEvent): void;
  owes(debtor: Debtor): void;
}

/** One running instance of a service, in its kernel. */
export class Service implements ServedService {
  readonly place: ProgramPlace;
  readonly events: EventPublisher;
  readonly scratch = new Scratch();
  readonly longestRequest: number;
  readonly stub: ServerStub;
  readonly operations: Operations;
  readonly #owner: ServiceOwner;
  readonly #descriptor: InterfaceDescriptor<unknown, unknown, unknown>;
  readonly #allow: Allow | null;
  /** With the right that each rests on; null when it comes from the system's description. */
  readonly #bindings = new Map<ServerBinding, Right | null>();
  /** Of clients that have gone since it began to retire. */
  #subscriptions = 0;
  /** It is to end here, and serves nobody anew: what is to be told when the last has gone. */
  #retiring: (() => void) | null = null;
  /** By operation and caller: how often it was refused. */
  readonly #refused = new Map<string, number>();

  constructor(
    owner: ServiceOwner,
    place: ProgramPlace,
    descriptor: InterfaceDescriptor<unknown, unknown, unknown>,
    events: EventPublisher,
    stub: ServerStub,
    allow: Allow | null,
  ) {
    this.#owner = owner;
    this.place = place;
    this.#descriptor = descriptor;
    this.events = events;
    this.stub = stub;
    this.#allow = allow;
    this.operations = byOpcode(descriptor.operations);
    this.longestRequest = Math.max(descriptor.longestRequest, slotPayload);
  }

  get window(): number {
    return this.#owner.window;
  }

  /** Requests that are not finished. */
  get underWay(): number {
    return [...this.#bindings.keys()].reduce((sum, binding) => sum + binding.underWay, 0);
  }

  get isRetiring(): boolean {
    return this.#retiring !== null;
  }

  /** Nobody is bound to it any more from now on. Calls back, at once or later, when nobody is. */
  retire(gone: () => void): void {
    this.#retiring = gone;
    if (this.#bindings.size === 0) gone();
  }

  /** Subscriptions that are to be made anew where it goes on. */
  get subscriptions(): number {
    return this.#subscriptions;
  }

  /** It goes on as it was. */
  stay(): void {
    this.#retiring = null;
    this.#subscriptions = 0;
  }

  /** Who is still bound to it; null for nobody. */
  get boundTo(): Caller | null {
    const [binding] = this.#bindings.keys();
    return binding?.caller ?? null;
  }

  get version(): number {
    return this.#descriptor.version;
  }

  negotiate(offer: Offer): Negotiated {
    return negotiate(this.#descriptor, offer);
  }

  bind(
    line: Line,
    peer: Address,
    caller: Caller,
    agreed: ReadonlySet<number> | null,
    blocks: BlockConsumer | null,
    right: Right | null,
  ): ServerBinding {
    const refusals = this.#refusalsOf(caller.program, agreed, right);
    const { hasResources = false } = this.#descriptor;
    const { leases } = this.#owner;
    const exchange = hasResources ? new ResourceExchange(leases, peer.core, this.#owner.endpointsOf(this.place)) : null;
    const binding = new ServerBinding(this, line, peer, caller, refusals, blocks, exchange);
    this.#bindings.set(binding, right);
    return binding;
  }

  /** Whether the end of a connection at its client is one of those served. */
  serves({ core, endpoint }: Address): boolean {
    const ofPeer = ({ peer }: ServerBinding): boolean => peer.core === core && peer.endpoint === endpoint;
    return [...this.#bindings.keys()].some(ofPeer);
  }

  /** The right that a program of a core has; undefined when it has none that it could pass on. */
  rightOf(core: number, program: string): ServerBinding | undefined {
    return [...this.#bindings.keys()].find(
      (binding) => binding.peer.core === core && binding.caller.program === program,
    );
  }

  /** Drops the bindings that rest on a grant, and those that rest on theirs; each of them. */
  revoke(isRevoked: (right: Right) => boolean): readonly ServerBinding[] {
    const revoked: ServerBinding[] = [];
    for (const [binding, right] of this.#bindings) {
      if (right === null || !isRevoked(right)) continue;
      this.#bindings.delete(binding);
      binding.drop(new EndpointRevokedError(this.place.program));
      revoked.push(binding, ...this.revoke(({ granter }) => granter === binding));
    }
    return revoked;
  }

  /** A client's end sends nothing more; each binding that rests on it is dropped with it. */
  unbind(binding: ServerBinding): readonly ServerBinding[] {
    this.#bindings.delete(binding);
    if (this.#retiring !== null) this.#subscriptions += binding.subscriptions;
    binding.drop(new DOMException("the caller has given up", "AbortError"));
    const others = this.revoke(({ granter }) => granter === binding);
    this.#noteGone();
    return others;
  }

  #noteGone(): void {
    if (this.#bindings.size === 0) this.#retiring?.();
  }

  /** What a program may not use, by opcode. An endpoint gives what its granter may use, whoever holds it. */
  #refusalsOf(program: string, agreed: ReadonlySet<number> | null, right: Right | null): ReadonlyMap<number, Refusal> {
    const refusals = new Map<number, Refusal>();
    for (const { name, opcode } of this.#descriptor.operations) {
      const isAllowed =
        right === null
          ? this.#allow === null || this.#allow[program]?.includes(name) === true
          : right.opcodes?.has(opcode) !== false && right.granter?.refusals.get(opcode) !== refusal.notAllowed;
      if (!isAllowed) refusals.set(opcode, refusal.notAllowed);
      else if (agreed?.has(opcode) === false) refusals.set(opcode, refusal.unavailable);
    }
    return refusals;
  }

  /** Drops the bindings of clients that `reasonFor` has one for. */
  dropClients(reasonFor: (core: number) => unknown): void {
    for (const binding of this.#bindings.keys()) {
      const reason = reasonFor(binding.peer.core);
      if (reason === null) continue;
      this.#bindings.delete(binding);
      binding.drop(reason);
    }
    this.#noteGone();
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

  notAllowed({ name }: OperationFacts, caller: Caller): void {
    const who = `${caller.program} on ${caller.core}`;
    const count = (this.#refused.get(`${name} ${who}`) ?? 0) + 1;
    this.#refused.set(`${name} ${who}`, count);
    // What a program does in a loop must not fill the log.
    if ((count & (count - 1)) !== 0) return;
    this.#owner.log({ kind: "notAllowed", ...this.place, operation: name, caller: who, count });
  }

  owes(debtor: Debtor): void {
    this.#owner.owes(debtor);
  }
}
