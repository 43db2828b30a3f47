import { encodeText } from "../channels/frame-text.ts";
import { Line } from "../channels/line.ts";
import { highestPriority } from "../channels/priority-queue.ts";
import { Conversations } from "../conversations/conversations.ts";
import type { DropReason } from "../events.ts";
import { type Frame, frameKind } from "../frame.ts";
import type { Loss } from "../routes/routing.ts";
import type { ServiceName } from "../service-name.ts";
import type { Switch } from "../switching/switch.ts";
import { type ControlMessage, decodeControl, encodeControl, longestControl } from "./control.ts";
import { Correspondent } from "./correspondent.ts";

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
  registered(from: Correspondent, message: ControlMessage): void;
  lookedUp(from: Correspondent, correlation: number, message: ControlMessage): void;
  asked(from: Correspondent, correlation: number, message: ControlMessage): void;
  toldOfGrant(from: Correspondent, message: ControlMessage): void;
  askedToVouch(from: Correspondent, correlation: number, message: ControlMessage): void;
  toldOfRevocation(from: Correspondent, message: ControlMessage): void;
  unbound(from: Correspondent, message: ControlMessage): void;
  unbind(from: Correspondent, message: ControlMessage): void;
  /** Orders of the boot core, where kernels run on bare metal. */
  ordered(from: Correspondent, kind: number, message: ControlMessage): void;
  drop(reason: DropReason, from: number): void;
}

/** Endpoint 0: where kernels talk to each other. */
export class ControlEndpoint {
  readonly #core: number;
  readonly #switch: Switch;
  readonly #asks = new Conversations<Ask>();
  readonly #asked = new Map<number, Ask>();
  /** By core. */
  readonly #correspondents = new Map<number, Correspondent>();

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

  /** Answers what another kernel has asked, should it wait for that still. */
  answer({ core, isCut }: Correspondent, kind: number, correlation: number, message: ControlMessage): void {
    if (!isCut) this.send(core, kind, correlation, message);
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
  tellOfGrant(
    core: number,
    fate: number,
    { grant, generation }: { readonly grant: number; readonly generation: number },
  ): void {
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

  /** Ways have changed: fails what can no longer be answered, and forgets who waits no more for answers. */
  changed(): void {
    for (const [core, correspondent] of [...this.#correspondents]) {
      if (this.#switch.lossFor(core) === null) continue;
      correspondent.cut();
      this.#correspondents.delete(core);
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
    const from = this.#correspondentOn(frame.source);
    const assembled = from.assembly.accept(frame, longestControl);
    if (assembled === "partial") return;
    if (assembled !== "whole") {
      owner.drop(assembled, frame.source);
      return;
    }
    const message = decodeControl(frame);
    if (message === null) owner.drop("malformed", frame.source);
    else this.#act(frame, from, message, owner);
  }

  #act({ kind, correlation }: Frame, from: Correspondent, message: ControlMessage, owner: ControlOwner): void {
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
        if (!this.#answered(kind, from.core, correlation, message)) owner.drop("correlation", from.core);
        return;
      default:
        owner.drop("kind", from.core);
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

  #correspondentOn(core: number): Correspondent {
    const known = this.#correspondents.get(core);
    if (known !== undefined) return known;
    const correspondent = new Correspondent(core);
    this.#correspondents.set(core, correspondent);
    return correspondent;
  }
}
