import { Assembly } from "./assembly.ts";
import { type ControlMessage, decodeControl, encodeControl, encodeText, longestControl } from "./control.ts";
import { Conversations } from "./conversations.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { type Address, Line } from "./line.ts";
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
  readonly #owner: ControlOwner;
  readonly #asks = new Conversations<Ask>();
  readonly #asked = new Map<number, Ask>();
  /** By source core. */
  readonly #assemblies = new Map<number, Assembly>();

  constructor(core: number, frames: Switch, owner: ControlOwner) {
    this.#core = core;
    this.#switch = frames;
    this.#owner = owner;
  }

  send(
    core: number,
    kind: number,
    correlation: number,
    message: ControlMessage,
    priority: number = highestPriority,
  ): void {
    const outgoing = this.#switch.outgoingTo(core);
    if (outgoing === null) return;
    const { words, bytes } = encodeControl(message);
    const line = new Line(outgoing, { core: this.#core, endpoint: 0 }, { core, endpoint: 0 });
    line.send(kind, 0, correlation, words, bytes, priority, null);
  }

  /** A line for another kernel to print, and of what it is. */
  report(core: number, what: number, text: string): void {
    const outgoing = this.#switch.outgoingTo(core);
    if (outgoing === null) return;
    const encoded = encodeText(text, longestReport);
    const memory = new Uint8Array(longestReport);
    memory.set(encoded);
    const line = new Line(outgoing, { core: this.#core, endpoint: 0 }, { core, endpoint: 0 });
    line.send(frameKind.report, what, 0, new Int32Array(memory.buffer), encoded.length, highestPriority, null);
  }

  ask(ask: Ask): void {
    if (!this.#switch.reaches(ask.core) || this.#switch.outgoingTo(ask.core) === null) {
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

  receive(frame: Frame): void {
    if (frame.kind === frameKind.hello) {
      this.#owner.greeted(frame);
      return;
    }
    if (frame.sourceEndpoint !== 0) {
      this.#owner.drop("endpoint", frame.source);
      return;
    }
    const assembled = this.#assemblyOf(frame.source).accept(frame, longestControl);
    if (assembled === "partial") return;
    if (assembled !== "whole") {
      this.#owner.drop(assembled, frame.source);
      return;
    }
    const message = decodeControl(frame);
    if (message === null) this.#owner.drop("malformed", frame.source);
    else this.#act(frame, message);
  }

  #act({ kind, source, correlation }: Frame, message: ControlMessage): void {
    const from = { core: source, endpoint: 0 };
    switch (kind) {
      case frameKind.register:
        this.#owner.registered({ core: source, endpoint: 0 }, message);
        return;
      case frameKind.lookup:
        this.#owner.lookedUp(from, correlation, message);
        return;
      case frameKind.bind:
        this.#owner.asked(from, correlation, message);
        return;
      case frameKind.lease:
        this.#owner.toldOfGrant(from, message);
        return;
      case frameKind.vouch:
        this.#owner.askedToVouch(from, correlation, message);
        return;
      case frameKind.revoke:
        this.#owner.toldOfRevocation(from, message);
        return;
      case frameKind.unbound:
        this.#owner.unbound(from, message);
        return;
      case frameKind.unbind:
        this.#owner.unbind(from, message);
        return;
      case frameKind.halt:
        this.#owner.ordered(from, kind, message);
        return;
      case frameKind.found:
      case frameKind.bound:
      case frameKind.vouched:
        this.#answered(kind, source, correlation, message);
        return;
      default:
        this.#owner.drop("kind", source);
        return;
    }
  }

  #answered(kind: number, source: number, correlation: number, message: ControlMessage): void {
    const ask = this.#asks.get(correlation);
    if (ask === null || ask.core !== source || ask.answerKind !== kind) {
      this.#owner.drop("correlation", source);
      return;
    }
    this.#take(correlation)?.answer(message);
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
