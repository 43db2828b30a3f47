import { decode, encodeForNow, type Field } from "../../agreement/fields.ts";
import { type Message, messageField } from "../../agreement/messages.ts";
import { type Answer, type Ask, answerField, askField } from "../../state/asks.ts";
import { Assembly } from "../channels/assembly.ts";
import { Line } from "../channels/line.ts";
import type { Outgoing } from "../channels/outgoing.ts";
import { highestPriority } from "../channels/priority-queue.ts";
import type { DropReason } from "../events.ts";
import { type Frame, frameKind } from "../frame.ts";
import type { Switch } from "../switching/switch.ts";
import { Conflation } from "./conflation.ts";

/** Where an object's messages end; false: no such message could have been sent. */
export interface StateReceiver {
  /** Whether a kernel may send such frames at all. */
  mayCome(kind: number, source: number): boolean;
  agreed(source: number, message: Message): boolean;
  asked(source: number, ask: Ask): boolean;
  answered(source: number, answer: Answer): void;
  drop(reason: DropReason, from: number): void;
}

/** Messages of one object that wait for room on the way to one kernel, at most; others are lost, and said again. */
const mostWaiting = 64;

/** What one replicated object says to itself on other kernels, and hears from there: messages as frames. */
export class StateMessages {
  readonly #core: number;
  /** The object's, on every kernel. */
  readonly #endpoint: number;
  readonly #longest: number;
  readonly #frames: Switch;
  readonly #receiver: StateReceiver;
  /** By source core. */
  readonly #assemblies = new Map<number, Assembly>();
  /** By destination. */
  readonly #lines = new Map<number, Line>();
  /** Messages without room, by destination. */
  readonly #waiting = new Map<number, number>();
  readonly #conflation = new Conflation({
    send: (to, message, left) => this.#send(to, frameKind.agree, messageField, message, left),
    // While a change is acted on, whoever cannot be reached as before is told nothing of what went before.
    isOpen: (to) => this.#frames.lossFor(to) === null,
  });

  /** `longest`: the most bytes that a message may have. */
  constructor(core: number, endpoint: number, longest: number, frames: Switch, receiver: StateReceiver) {
    this.#core = core;
    this.#endpoint = endpoint;
    this.#longest = longest;
    this.#frames = frames;
    this.#receiver = receiver;
  }

  // ── out ──

  tell(to: number, message: Message, isRepeat: boolean): void {
    if (isRepeat && this.#waits(to)) return;
    this.#conflation.tell(to, message);
  }

  ask(to: number, ask: Ask, isRepeat: boolean): void {
    if (isRepeat && this.#waits(to)) return;
    this.#send(to, frameKind.ask, askField, ask);
  }

  answer(to: number, answer: Answer): void {
    this.#send(to, frameKind.answer, answerField, answer);
  }

  /** Whether there is too little room for what was to go there already. */
  #waits(to: number): boolean {
    return (this.#waiting.get(to) ?? 0) > 0;
  }

  /** `then`: it has left, or never will. */
  #send<Value>(to: number, kind: number, field: Field<Value>, value: Value, then: () => void = () => {}): void {
    const outgoing = this.#frames.exits.to(to);
    const waiting = this.#waiting.get(to) ?? 0;
    if (outgoing === null || waiting >= mostWaiting) {
      then();
      return;
    }
    this.#waiting.set(to, waiting + 1);
    const left = (): void => {
      this.#waiting.set(to, (this.#waiting.get(to) ?? 1) - 1);
      then();
    };
    const { words, length } = encodeForNow(field, value);
    if (this.#lineTo(to, outgoing).send(kind, 0, 0, words, length, highestPriority, left)) left();
  }

  #lineTo(core: number, outgoing: Outgoing): Line {
    const known = this.#lines.get(core);
    if (known?.outgoing === outgoing) return known;
    const endpoint = this.#endpoint;
    const line = new Line(outgoing, { core: this.#core, endpoint }, { core, endpoint });
    this.#lines.set(core, line);
    return line;
  }

  // ── in ──

  receive(frame: Frame): void {
    const { source } = frame;
    if (frame.sourceEndpoint !== this.#endpoint || !this.#receiver.mayCome(frame.kind, source)) {
      this.#receiver.drop("endpoint", source);
      return;
    }
    const isFirst = !this.#assemblies.has(source);
    const assembled = this.#assemblyOf(source).accept(frame, this.#longest);
    if (assembled === "partial") return;
    // What it is the end of was begun in a view that this kernel has never acted on.
    if (assembled === "fragment" && isFirst) {
      this.#assemblies.delete(source);
      return;
    }
    if (assembled !== "whole") this.#receiver.drop(assembled, source);
    else if (!this.#act(frame)) this.#receiver.drop("malformed", source);
  }

  /** Nobody goes on with what these had begun to say. */
  forget(isGone: (core: number) => boolean): void {
    for (const core of [...this.#assemblies.keys()]) if (isGone(core)) this.#assemblies.delete(core);
  }

  /** False for bytes that are no message, or none that could have been sent. */
  #act({ kind, source, store, at, bytes }: Frame): boolean {
    const end = at + bytes;
    if (kind === frameKind.answer) {
      const answer = decode(answerField, store.bytes, at, end);
      if (answer !== null) this.#receiver.answered(source, answer);
      return answer !== null;
    }
    if (kind === frameKind.ask) {
      const ask = decode(askField, store.bytes, at, end);
      return ask !== null && this.#receiver.asked(source, ask);
    }
    const message = decode(messageField, store.bytes, at, end);
    return message !== null && this.#receiver.agreed(source, message);
  }

  #assemblyOf(core: number): Assembly {
    const known = this.#assemblies.get(core) ?? new Assembly();
    this.#assemblies.set(core, known);
    return known;
  }
}
