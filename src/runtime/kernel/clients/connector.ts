import { BindingRefused, EndpointRevokedError, MovedError, type UnreachableError } from "../../errors.ts";
import { type Bulk, noBulk } from "../channels/bulk.ts";
import { type Address, Line } from "../channels/line.ts";
import type { Outgoing } from "../channels/outgoing.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import { unreachable } from "../control/losses.ts";
import type { Loss } from "../routes/routing.ts";
import { type Endpoints, isEndpoint } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import type { ClientEnd, ClientsOwner, CoversEnd } from "./client-end.ts";
import { ClientEnds } from "./client-ends.ts";
import { type Acceptance, type Enquirer, Enquiries } from "./enquiries.ts";
import { HeldEnds } from "./held-ends.ts";

/**
 * Makes the connections of a kernel's clients, makes them again elsewhere when their servers are lost, and ends them. Where
 * a service is, and whether it accepts a client, its {@link Enquiries} find out.
 */
export class Connector implements Enquirer {
  readonly #owner: ClientsOwner;
  readonly #switch: Switch;
  readonly #bulk: Bulk;
  readonly #ends: ClientEnds;
  readonly #enquiries: Enquiries;
  /** Those that wait for what they lead to. */
  readonly held: HeldEnds;
  /** Those that have failed because no instance was within reach. */
  readonly #absent = new Set<ClientEnd>();

  constructor(owner: ClientsOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#switch = frames;
    this.#bulk = bulk;
    this.#ends = new ClientEnds(control, endpoints);
    this.#enquiries = new Enquiries(owner, control, this);
    this.held = new HeldEnds(this.#ends, owner.directory, (end) => this.#connectAgain(end));
  }

  /** Those begun and not ended. */
  get ends(): Iterable<ClientEnd> {
    return this.#ends;
  }

  begin(end: ClientEnd, timeout: number): void {
    if (!this.#ends.begin(end)) {
      this.fail(end, new BindingRefused(end.binding.service, "the client's kernel has no endpoint left"));
      return;
    }
    this.#owner.deadlines.add(end.deadline, timeout);
    const { signal } = this.#owner;
    if (signal.aborted) this.fail(end, signal.reason);
    else this.#enquiries.begin(end);
  }

  /** It cannot be made, or no more. */
  fail(end: ClientEnd, error: unknown): void {
    const { place, service, instance, binding, deadline } = end;
    if (binding.connection.failed) return;
    this.#owner.deadlines.remove(deadline);
    binding.connection.fail(error);
    const text = error instanceof Error ? error.message : String(error);
    // Nothing that ends because the system stops has failed.
    if (!this.#owner.signal.aborted) {
      this.#owner.log({ kind: "bindingFailed", ...place, service, serviceInstance: instance, text });
    }
    end.settle();
    if (!end.asking) this.#ends.end(end);
    this.held.settled(end);
  }

  /** The server sends nothing more; false when it has no such client. */
  unbound(from: Address, endpoint: number, isSevered: boolean): boolean {
    const end = this.#ends.find(endpoint, from);
    if (end === undefined) return false;
    if (isSevered || (end.left && end.isMoving)) {
      if (isSevered) end.binding.connection.lost(this.#unreachable(end, from), from.core);
      end.isMoving = true;
      this.held.park(end);
      return true;
    }
    this.#ends.leave(end, from);
    // Whoever gave the right to the connection has taken it back.
    end.binding.connection.fail(new EndpointRevokedError(end.binding.service));
    this.#ends.end(end);
    return true;
  }

  /**
   * Ways have changed: bindings whose way was cut are made again, to their own instance where that lives, else to others
   * of the service; where there are none they fail, until one is back.
   */
  changed(): void {
    for (const end of [...this.#ends]) {
      const loss = end.peer === null ? null : this.#switch.lossFor(end.peer.core);
      if (loss === null) continue;
      if (end.binding.connection.failed) this.#ends.end(end);
      else this.#moveFrom(end, loss);
    }
  }

  /** The change has been acted on: bindings that had failed for want of an instance are made again where there is one. */
  retry(): void {
    for (const end of [...this.#absent]) {
      if (end.binding.connection.released) this.#absent.delete(end);
      else if (this.#candidates(end).some(({ core }) => this.#switch.reaches(core))) this.#revive(end);
    }
  }

  /** Ends those of a program that has ended here: as they are, or when held, without a word. */
  end(covers: CoversEnd, reason: unknown): void {
    for (const end of [...this.#ends]) {
      if (!covers(end)) continue;
      end.binding.connection.fail(reason);
      if (end.peer !== null) this.#ends.leave(end, end.peer);
      if (!end.asking) this.#ends.end(end);
    }
    for (const end of this.#absent) if (covers(end)) this.#absent.delete(end);
  }

  /** One that was held, and has no server. */
  #connectAgain(end: ClientEnd): void {
    const { service, instance, binding, deadline, timeout, lastCore } = end;
    const core = this.#owner.directory.coreOf({ service, instance });
    if (lastCore >= 0 && core !== lastCore) binding.connection.movesTo(core, new MovedError(binding.service));
    end.others = this.#candidates(end).filter((other) => other.instance !== instance);
    this.#owner.deadlines.add(deadline, timeout);
    this.#enquiries.begin(end);
  }

  #revive(end: ClientEnd): void {
    end.others = this.#candidates(end);
    const next = this.#nextOf(end);
    if (next === undefined || !this.#ends.begin(end)) return;
    this.#absent.delete(end);
    end.left = false;
    end.binding.connection.revive(next.core);
    this.#owner.deadlines.add(end.deadline, end.timeout);
    this.#tryNext(end, end.loss ?? this.#unreachable(end, { core: next.core }));
  }

  /** The instances that it can be bound to, its own first; an endpoint is the right to call one. */
  #candidates({ service, instance, binding }: ClientEnd): ClientEnd["others"] {
    const all = this.#owner.directory.instancesOf(service);
    const own = all.filter((each) => each.instance === instance);
    return binding.connection.canMove ? [...own, ...all.filter((each) => each.instance !== instance)] : own;
  }

  /** A binding that was made has lost its server. */
  #moveFrom(end: ClientEnd, lost: Loss): void {
    const { place, service, instance, binding, deadline, timeout } = end;
    const loss = this.#unreachable(end, lost);
    end.loss = loss;
    end.peer = null;
    end.left = false;
    this.held.settled(end);
    end.others = this.#candidates(end);
    if (this.#nextOf(end) === undefined) {
      binding.connection.fail(loss);
      this.#ends.end(end);
      this.#absent.add(end);
      return;
    }
    this.#owner.log({ kind: "bindingLost", ...place, service, serviceInstance: instance, text: loss.message });
    this.#owner.deadlines.add(deadline, timeout);
    this.#tryNext(end, loss);
  }

  /** The next instance that is within reach. */
  #nextOf({ others }: ClientEnd): ClientEnd["others"][number] | undefined {
    return others.find(({ core }) => this.#switch.reaches(core));
  }

  /** Looks for the next instance; without one the binding fails with `error`. */
  #tryNext(end: ClientEnd, error: Error): void {
    const next = this.#nextOf(end);
    if (next === undefined) {
      this.fail(end, error);
      this.#absent.add(end);
      return;
    }
    end.instance = next.instance;
    end.others = end.others.slice(end.others.indexOf(next) + 1);
    end.binding.connection.lost(error, next.core);
    this.#enquiries.begin(end);
  }

  // ── what its enquiries ask and find out ──

  isHeld(end: ClientEnd): boolean {
    return this.held.has(end);
  }

  park(end: ClientEnd): void {
    this.held.park(end);
  }

  accepted(end: ClientEnd, acceptance: Acceptance): void {
    const { binding, deadline } = end;
    const { peer } = acceptance;
    const outgoing = this.#switch.exits.to(peer.core);
    if (outgoing === null || !isEndpoint(peer.endpoint)) {
      this.refused(end, "its kernel gave no endpoint");
      return;
    }
    end.peer = peer;
    if (binding.connection.failed) {
      // The client has given up meanwhile: the server is to forget its end too.
      this.#ends.leave(end, peer);
      return;
    }
    this.#owner.deadlines.remove(deadline);
    if (this.held.has(end)) {
      end.isMoving = true;
      this.#ends.leave(end, peer, true);
    } else this.#made(end, outgoing, acceptance);
  }

  #made(end: ClientEnd, outgoing: Outgoing, { peer, hasBlocks, serverVersion, agreed }: Acceptance): void {
    const { place, service, instance, binding, endpoint } = end;
    const bound = { program: place.program, instance: place.instance, service, serviceInstance: instance };
    const { producer, consumer: blocks } = hasBlocks ? this.#bulk.takeClientEnds(bound, peer.core) : noBulk;
    const line = new Line(outgoing, { core: this.#owner.core, endpoint }, peer, producer);
    const label = this.#owner.directory.labelOf({ service, instance });
    end.isMoving = false;
    binding.connection.opened({ line, peer, blocks, service: label, instance, serverVersion, agreed });
    this.#owner.log({ kind: "bindingMade", ...place, service, serviceInstance: instance, serviceCore: peer.core });
    end.settle();
    this.held.settled(end);
  }

  lost(end: ClientEnd, loss: Loss): void {
    this.#tryNext(end, this.#unreachable(end, loss));
  }

  failed(end: ClientEnd, error: unknown): void {
    this.fail(end, error);
  }

  over(end: ClientEnd): void {
    this.#ends.end(end);
  }

  /** Where an instance was lost, one that refuses is passed over for the next. */
  refused(end: ClientEnd, text: string): void {
    if (end.binding.connection.failed) this.#ends.end(end);
    else if (end.loss !== null) this.#tryNext(end, end.loss);
    else this.fail(end, new BindingRefused(end.binding.service, text));
  }

  #unreachable({ service, instance }: ClientEnd, loss: Loss): UnreachableError {
    const { directory } = this.#owner;
    return unreachable(directory.labelOf({ service, instance }), loss, directory);
  }
}
