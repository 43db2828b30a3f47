import { BindingRefused, EndpointRevokedError, MovedError, type UnreachableError } from "../errors.ts";
import { type Bulk, noBulk } from "./bulk.ts";
import { BindingDeadline, type ClientEnd, type ClientsOwner, type CoversEnd } from "./client-end.ts";
import { verdict } from "./control.ts";
import type { ControlEndpoint } from "./control-endpoint.ts";
import { printGrant } from "./endpoint-grants.ts";
import { type Endpoints, isEndpoint } from "./endpoints.ts";
import { frameKind } from "./frame.ts";
import { type Address, Line } from "./line.ts";
import { unreachable } from "./losses.ts";
import { readOpcodes, writeSignatures } from "./negotiation.ts";
import { lowestPriority } from "./priority-queue.ts";
import type { Loss } from "./routing.ts";
import type { Switch } from "./switch.ts";

/** Connections that are held while what they lead to changes. */
export interface HeldConnections {
  /**
   * What is called on those covered waits from now on. Calls back, at once or later, when nothing of them is under way any
   * more and their servers know that.
   */
  hold(covers: CoversEnd, done: () => void): void;
  /** What keeps those held from being done, in words; null for nothing. */
  readonly unfinished: string | null;
  /** Nothing is held any more: they are made again. */
  release(): void;
  /** Ends those of a program that has ended here: as they are, or when held, without a word. */
  end(covers: CoversEnd, reason: unknown): void;
}

interface Hold {
  readonly covers: CoversEnd;
  readonly waiting: Set<ClientEnd>;
  readonly done: () => void;
}

/** Milliseconds until it is asked again whether a service that moves has arrived. */
const movingPatience = 2;

/**
 * Makes the connections of a kernel's clients, makes them again elsewhere when their servers are lost, and ends them. An
 * end of a connection tells the other when it sends nothing more, as the last it sends; a number is free once both have.
 */
export class Connector implements HeldConnections {
  readonly #owner: ClientsOwner;
  readonly #switch: Switch;
  readonly #control: ControlEndpoint;
  readonly #endpoints: Endpoints;
  readonly #bulk: Bulk;
  /** Those begun and not ended, by their endpoints. */
  readonly #ends = new Map<number, ClientEnd>();
  /** Those that have failed because no instance was within reach. */
  readonly #absent = new Set<ClientEnd>();
  #holds: Hold[] = [];

  constructor(owner: ClientsOwner, frames: Switch, control: ControlEndpoint, endpoints: Endpoints, bulk: Bulk) {
    this.#owner = owner;
    this.#switch = frames;
    this.#control = control;
    this.#endpoints = endpoints;
    this.#bulk = bulk;
  }

  get ends(): Iterable<ClientEnd> {
    return this.#ends.values();
  }

  begin(end: ClientEnd, timeout: number): void {
    end.endpoint = this.#endpoints.allocate(end.binding);
    if (end.endpoint === 0) {
      this.fail(end, new BindingRefused(end.binding.service, "the client's kernel has no endpoint left"));
      return;
    }
    this.#ends.set(end.endpoint, end);
    this.#owner.deadlines.add(end.deadline, timeout);
    const { signal } = this.#owner;
    if (signal.aborted) this.fail(end, signal.reason);
    else this.#lookUp(end);
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
    if (!end.asking) this.#end(end);
    this.#noLongerWaits(end);
  }

  /** The server sends nothing more; false when it has no such client. */
  unbound(from: Address, endpoint: number, isSevered: boolean): boolean {
    const end = this.#ends.get(endpoint);
    if (end === undefined || end.peer?.core !== from.core || end.peer.endpoint !== from.endpoint) return false;
    if (isSevered || (end.left && end.isMoving)) {
      if (isSevered) end.binding.connection.lost(this.#unreachable(end, from), from.core);
      end.isMoving = true;
      this.#park(end);
      return true;
    }
    this.#leave(end, end.peer);
    // Whoever gave the right to the connection has taken it back.
    end.binding.connection.fail(new EndpointRevokedError(end.binding.service));
    this.#end(end);
    return true;
  }

  /**
   * Ways have changed: bindings whose way was cut are made again, to their own instance where that lives, else to others
   * of the service; where there are none they fail, until one is back.
   */
  changed(): void {
    for (const end of [...this.#ends.values()]) {
      const loss = end.peer === null ? null : this.#switch.lossFor(end.peer.core);
      if (loss === null) continue;
      if (end.binding.connection.failed) this.#end(end);
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

  // ── what is held ──

  hold(covers: CoversEnd, done: () => void): void {
    const hold: Hold = { covers, waiting: new Set(), done };
    this.#holds.push(hold);
    const covered = [...this.#ends.values()].filter(
      (end) => covers(end) && !end.isParked && !end.binding.connection.failed,
    );
    for (const end of covered) hold.waiting.add(end);
    for (const end of covered) if (end.peer !== null && !end.left) this.#vacate(end, end.peer);
    if (covered.length === 0) done();
  }

  get unfinished(): string | null {
    for (const { waiting } of this.#holds) {
      for (const { place, binding } of waiting) {
        const { count, operation } = binding.connection.unfinished ?? { count: 0, operation: "" };
        const what = count === 0 ? "is being bound" : `has ${count} under way, ${operation} among them`;
        return `${place.program} on ${this.#owner.directory.nameOf(place.core)} ${what}, on ${binding.service}`;
      }
    }
    return null;
  }

  release(): void {
    const vacating = this.#holds.flatMap(({ waiting }) => [...waiting]);
    this.#holds = [];
    for (const end of vacating) if (!end.left && end.peer !== null) end.binding.connection.resume();
    for (const end of [...this.#ends.values()]) if (end.isParked) this.#unpark(end);
  }

  end(covers: CoversEnd, reason: unknown): void {
    for (const end of [...this.#ends.values()]) {
      if (!covers(end)) continue;
      end.binding.connection.fail(reason);
      if (end.peer !== null) this.#leave(end, end.peer);
      if (!end.asking) this.#end(end);
    }
    for (const end of this.#absent) if (covers(end)) this.#absent.delete(end);
  }

  #isHeld(end: ClientEnd): boolean {
    return this.#holds.some(({ covers }) => covers(end));
  }

  /** Lets go of its server as soon as nothing is under way there. */
  #vacate(end: ClientEnd, peer: Address): void {
    end.binding.connection.pause(() => {
      end.binding.connection.fallSilent();
      end.isMoving = true;
      this.#leave(end, peer, true);
    });
  }

  /** It has no server now, and none that it could have left anything with. */
  #park(end: ClientEnd): void {
    end.lastCore = end.peer?.core ?? end.lastCore;
    end.peer = null;
    end.left = false;
    end.isParked = true;
    end.binding.connection.parted();
    this.#noLongerWaits(end);
    if (!this.#isHeld(end)) this.#unpark(end);
  }

  #noLongerWaits(end: ClientEnd): void {
    for (const { waiting, done } of this.#holds) if (waiting.delete(end) && waiting.size === 0) done();
  }

  #unpark(end: ClientEnd): void {
    end.isParked = false;
    if (end.binding.connection.failed) {
      this.#end(end);
      return;
    }
    const { service, instance, binding, deadline, timeout, lastCore } = end;
    const core = this.#owner.directory.coreOf({ service, instance });
    if (lastCore >= 0 && core !== lastCore) binding.connection.movesTo(core, new MovedError(binding.service));
    end.others = this.#candidates(end).filter((other) => other.instance !== instance);
    this.#owner.deadlines.add(deadline, timeout);
    this.#lookUp(end);
  }

  #revive(end: ClientEnd): void {
    this.#absent.delete(end);
    end.endpoint = this.#endpoints.allocate(end.binding);
    if (end.endpoint === 0) return;
    end.others = this.#candidates(end);
    const next = this.#nextOf(end);
    if (next === undefined) return;
    this.#ends.set(end.endpoint, end);
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
    this.#noLongerWaits(end);
    end.others = this.#candidates(end);
    if (this.#nextOf(end) === undefined) {
      binding.connection.fail(loss);
      this.#end(end);
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
    this.#lookUp(end);
  }

  /** Asks the name service on the boot core; when that is out of reach, the instance's own kernel. */
  #lookUp(end: ClientEnd, core: number = this.#owner.bootCore): void {
    const { service, instance } = end;
    if (this.#isHeld(end)) {
      this.#park(end);
      return;
    }
    end.asking = true;
    this.#control.ask({
      core,
      kind: frameKind.lookup,
      answerKind: frameKind.found,
      message: { numbers: [instance, 0, 0, 0], texts: [service] },
      answer: ({ numbers: [result, at, endpoint], texts: [text = ""] }) => {
        end.asking = false;
        if (end.binding.connection.failed) this.#end(end);
        else if (result === verdict.yes) this.#connect(end, { core: at, endpoint }, []);
        else if (this.#isHeld(end)) this.#park(end);
        else if (result === verdict.moving) this.#lookUpLater(end);
        else if (result === verdict.lost) this.#tryNext(end, this.#unreachable(end, { core: at }));
        else this.#refused(end, text);
      },
      fail: (lost, error) => {
        const own = this.#owner.directory.coreOf({ service, instance });
        if (error === null && own >= 0 && own !== core && !end.binding.connection.failed) this.#lookUp(end, own);
        else this.#notReached(end, lost, error);
      },
    });
  }

  #connect(end: ClientEnd, at: Address, signatures: readonly string[]): void {
    const { place, descriptor, endpoint, grant } = end;
    const { fingerprint, name, version, operations } = descriptor;
    end.asking = true;
    this.#control.ask({
      core: at.core,
      kind: frameKind.bind,
      answerKind: frameKind.bound,
      message: {
        numbers: [at.endpoint, endpoint, place.instance, version],
        texts: [fingerprint, place.program, printGrant(grant), name, ...signatures],
      },
      answer: ({ numbers: [result, peer, hasBlocks, serverVersion], texts: [text = ""] }) => {
        end.asking = false;
        const isNew = signatures.length === 0;
        if (result === verdict.yes) {
          const agreed = isNew ? null : readOpcodes(text);
          this.#made(end, { core: at.core, endpoint: peer }, hasBlocks === 1, serverVersion, agreed);
        } else if (end.binding.connection.failed) this.#end(end);
        else if (result === verdict.differs && isNew) this.#connect(end, at, [writeSignatures(operations)]);
        else if (result === verdict.moving || (result === verdict.unvouched && end.isMoving)) this.#lookUpLater(end);
        else this.#refused(end, text);
      },
      fail: (lost, error) => this.#notReached(end, lost, error),
    });
  }

  #lookUpLater(end: ClientEnd): void {
    const later = new BindingDeadline(() => {
      if (end.binding.connection.failed) this.#end(end);
      else this.#lookUp(end);
    });
    this.#owner.deadlines.add(later, movingPatience);
  }

  #made(
    end: ClientEnd,
    peer: Address,
    hasBlocks: boolean,
    serverVersion: number,
    agreed: ReadonlySet<number> | null,
  ): void {
    const { place, service, instance, binding, endpoint, deadline } = end;
    const outgoing = this.#switch.exits.to(peer.core);
    if (outgoing === null || !isEndpoint(peer.endpoint)) {
      this.#refused(end, "its kernel gave no endpoint");
      return;
    }
    end.peer = peer;
    if (binding.connection.failed) {
      // The client has given up meanwhile: the server is to forget its end too.
      this.#leave(end, peer);
      return;
    }
    this.#owner.deadlines.remove(deadline);
    if (this.#isHeld(end)) {
      end.isMoving = true;
      this.#leave(end, peer, true);
      return;
    }
    const bound = { program: place.program, instance: place.instance, service, serviceInstance: instance };
    const { producer, consumer: blocks } = hasBlocks ? this.#bulk.takeClientEnds(bound, peer.core) : noBulk;
    const line = new Line(outgoing, { core: this.#owner.core, endpoint }, peer, producer);
    const label = this.#owner.directory.labelOf({ service, instance });
    end.isMoving = false;
    binding.connection.opened({ line, peer, blocks, service: label, instance, serverVersion, agreed });
    this.#owner.log({ kind: "bindingMade", ...place, service, serviceInstance: instance, serviceCore: peer.core });
    end.settle();
    this.#noLongerWaits(end);
  }

  #notReached(end: ClientEnd, lost: Loss, error: unknown): void {
    end.asking = false;
    if (end.binding.connection.failed) this.#end(end);
    else if (error !== null) this.fail(end, error);
    else this.#tryNext(end, this.#unreachable(end, lost));
  }

  /** Where an instance was lost, one that refuses is passed over for the next. */
  #refused(end: ClientEnd, text: string): void {
    if (end.binding.connection.failed) this.#end(end);
    else if (end.loss !== null) this.#tryNext(end, end.loss);
    else this.fail(end, new BindingRefused(end.binding.service, text));
  }

  /** Tells the server, behind everything else, that nothing more is sent to it; `inOrder`: it is to finish what it has. */
  #leave(end: ClientEnd, peer: Address, inOrder: boolean = false): void {
    if (end.left) return;
    end.left = true;
    const numbers = [peer.endpoint, end.endpoint, inOrder ? 1 : 0, 0] as const;
    this.#control.send(peer.core, frameKind.unbind, 0, { numbers, texts: [] }, lowestPriority);
  }

  /** Nobody sends to it any more. */
  #end(end: ClientEnd): void {
    if (this.#ends.delete(end.endpoint)) this.#endpoints.release(end.endpoint);
  }

  #unreachable({ service, instance }: ClientEnd, loss: Loss): UnreachableError {
    const { directory } = this.#owner;
    return unreachable(directory.labelOf({ service, instance }), loss, directory);
  }
}
