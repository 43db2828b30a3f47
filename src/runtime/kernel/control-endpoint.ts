import { Assembly } from "./assembly.ts";
import { type ControlMessage, decodeControl, encodeControl, encodeText, longestControl } from "./control.ts";
import { Conversations } from "./conversations.ts";
import type { ServiceName } from "./endpoint-grants.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { type Address, Line } from "./line.ts";
import type { GrantName } from "./pool.ts";
import { highestPriority } from "./priority-queue.ts";
import type { Loss } from "./routing.ts";
import type { Switch } from "./switch.ts";

/** A question to another kernel. */
export interface Ask {
  readonly core: number;
  readonly kind: number;
  readonly answerKind: number;
  readonly message: ControlMessage;
  readonly answer: (message: ControlMessage) => void;
  /** With what is lost on the way, or, when there is an error, because of that. */
  readonly fail: (loss: Loss, error: unknown) => void;
}

/** Bytes of a line that is reported, at most: kernels on bare metal have so much room. */
const longestReport = 240;

/** Who acts on what other kernels say. */
export interface ControlOwner {
  greeted(frame: Frame): void;
  registered(from: Address, message: ControlMessage): void;
  lookedUp(from: Address, correlation: number, message: ControlMessage): void;
  asked(from: Address, correlation: number, message: ControlMessage): void;
  toldOfGrant(from: Address, message: ControlMessage): void;
  askedToVouch(from: Address, correlation: number, message: ControlMessage): void;
  toldOfRevocation(from: Address, message: ControlMessage): void;
  unbound(from: Address, message: ControlMessage): void;
  unbind(from: Address, message: ControlMessage): void;
  /** Orders of the boot core, where kernels run on bare metal. */
  ordered(from: Address, kind: number, message: ControlMessage): void;
  drop(reason: DropReason, from: number): void;
}

/** Endpoint 0: where kernels talk to each other. */
export class ControlEndpoint {
  readonly #core: number;
  readonly #switch: Switch;
  readonly #asks = new Conversations<Ask>();
  readonly #asked = new Map<number, Ask>();
  /** By source core. */
  readonly #assemblies = new Map<number, Assembly>();

  constructor(core: number, frames: Switch) {
    this.#core = core;
    this.#switch = frames;
  }

  send(
    core: number,
    kind: number,
    correlation: number,
    message: ControlMessage,
    priority: number = highestPriority,
  ): void {
    const outgoing = this.#switch.exits.to(core);
    if (outgoing === null) return;
    const { words, bytes } = encodeControl(message);
    const line = new Line(outgoing, { core: this.#core, endpoint: 0 }, { core, endpoint: 0 });
    line.send(kind, 0, correlation, words, bytes, priority, null);
  }

  /** A line for another kernel to print, and of what it is. */
  report(core: number, what: number, text: string): void {
    const outgoing = this.#switch.exits.to(core);
    if (outgoing === null) return;
    const encoded = encodeText(text, longestReport);
    const memory = new Uint8Array(longestReport);
    memory.set(encoded);
    const line = new Line(outgoing, { core: this.#core, endpoint: 0 }, { core, endpoint: 0 });
    line.send(frameKind.report, what, 0, new Int32Array(memory.buffer), encoded.length, highestPriority, null);
  }

  /** What has become of a grant that another kernel has made. */
  tellOfGrant(core: number, fate: number, { grant, generation }: GrantName): void {
    this.send(core, frameKind.lease, 0, { numbers: [fate, grant, generation, 0], texts: [] });
  }

  /** This kernel takes back a right to call a service, which runs on that core. */
  tellOfRevocation(core: number, { service, instance }: ServiceName, grant: number): void {
    this.send(core, frameKind.revoke, 0, { numbers: [grant, instance, 0, 0], texts: [service] });
  }

  ask(ask: Ask): void {
    if (!this.#switch.reaches(ask.core) || this.#switch.exits.to(ask.core) === null) {
      ask.fail(this.#switch.lossFor(ask.core) ?? { core: ask.core }, null);
      return;
    }
    const correlation = this.#asks.add(ask);
    if (correlation === 0) {
      ask.fail({ core: ask.core }, new RangeError("too many bindings are being made"));
      return;
    }
    this.#asked.set(correlation, ask);
    this.send(ask.core, ask.kind, correlation, ask.message);
  }

  /** Ways have changed: fails what can no longer be answered. */
  changed(): void {
    for (const core of [...this.#assemblies.keys()]) {
      if (this.#switch.lossFor(core) !== null) this.#assemblies.delete(core);
    }
    for (const [correlation, ask] of [...this.#asked]) {
      const loss = this.#switch.lossFor(ask.core);
      if (loss !== null) this.#take(correlation)?.fail(loss, null);
    }
  }

  fail(error: unknown): void {
    for (const correlation of [...this.#asked.keys()]) {
      const ask = this.#take(correlation);
      ask?.fail({ core: ask.core }, error);
    }
  }

  receive(frame: Frame, owner: ControlOwner): void {
    if (frame.kind === frameKind.hello) {
      owner.greeted(frame);
      return;
    }
    if (frame.sourceEndpoint !== 0) {
      owner.drop("endpoint", frame.source);
      return;
    }
    const assembled = this.#assemblyOf(frame.source).accept(frame, longestControl);
    if (assembled === "partial") return;
    if (assembled !== "whole") {
      owner.drop(assembled, frame.source);
      return;
    }
    const message = decodeControl(frame);
    if (message === null) owner.drop("malformed", frame.source);
    else this.#act(frame, message, owner);
  }

  #act({ kind, source, correlation }: Frame, message: ControlMessage, owner: ControlOwner): void {
    const from = { core: source, endpoint: 0 };
    switch (kind) {
      case frameKind.register:
        owner.registered(from, message);
        return;
      case frameKind.lookup:
        owner.lookedUp(from, correlation, message);
        return;
      case frameKind.bind:
        owner.asked(from, correlation, message);
        return;
      case frameKind.lease:
        owner.toldOfGrant(from, message);
        return;
      case frameKind.vouch:
        owner.askedToVouch(from, correlation, message);
        return;
      case frameKind.revoke:
        owner.toldOfRevocation(from, message);
        return;
      case frameKind.unbound:
        owner.unbound(from, message);
        return;
      case frameKind.unbind:
        owner.unbind(from, message);
        return;
      case frameKind.halt:
        owner.ordered(from, kind, message);
        return;
      case frameKind.found:
      case frameKind.bound:
      case frameKind.vouched:
        if (!this.#answered(kind, source, correlation, message)) owner.drop("correlation", source);
        return;
      default:
        owner.drop("kind", source);
        return;
    }
  }

  /** False when it answers nothing that was asked. */
  #answered(kind: number, source: number, correlation: number, message: ControlMessage): boolean {
    const ask = this.#asks.get(correlation);
    if (ask === null || ask.core !== source || ask.answerKind !== kind) return false;
    this.#take(correlation)?.answer(message);
    return true;
  }

  #take(correlation: number): Ask | null {
    const ask = this.#asks.get(correlation);
    this.#asks.remove(correlation);
    this.#asked.delete(correlation);
    return ask;
  }

  #assemblyOf(core: number): Assembly {
    const known = this.#assemblies.get(core);
    if (known !== undefined) return known;
    const assembly = new Assembly();
    this.#assemblies.set(core, assembly);
    return assembly;
  }
}
