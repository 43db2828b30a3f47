import { partBytes } from "../agreement/catch-up.ts";
import { decode, encode, type Field } from "../agreement/fields.ts";
import { longestHeader, type Message, messageField } from "../agreement/messages.ts";
import { proposalWindow } from "../agreement/sessions.ts";
import type { Membership, View } from "../membership/view.ts";
import { type Answer, type Ask, answerField, askField } from "../state/asks.ts";
import { LocalObject } from "../state/local-object.ts";
import type { ObjectOwner } from "../state/object-owner.ts";
import { RemoteObject } from "../state/remote-object.ts";
import type { ReplicatedObject } from "../state/replicated-object.ts";
import { Assembly } from "./assembly.ts";
import type { BootConfiguration, BootState } from "./boot-configuration.ts";
import type { Deadlines } from "./deadlines.ts";
import { lastOfStates } from "./endpoints.ts";
import type { DropReason } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { Line } from "./outgoing.ts";
import { highestPriority } from "./priority-queue.ts";
import type { Switch } from "./switch.ts";

/** What a kernel lends its replicated objects. */
export interface StatesOwner {
  readonly core: number;
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  readonly membership: Membership;
  now(): number;
  drop(reason: DropReason, from: number): void;
}

/** Messages of one object that wait for room on the way to one kernel, at most; others are lost, and said again. */
const mostWaiting = 64;
/** Bytes that a command, an entry or a result takes beside its own, and that the proposals of one kernel leave in a snapshot. */
const wrapping = 128;

/** Replicated objects, as this kernel has them. They talk to themselves on other kernels, endpoint to endpoint. */
export class States {
  readonly #objects = new Map<string, StateEndpoint>();
  readonly #endpoints: readonly (StateEndpoint | null)[];
  readonly #owner: StatesOwner;

  constructor(configuration: BootConfiguration, frames: Switch, owner: StatesOwner) {
    this.#owner = owner;
    const { states = [], order } = configuration;
    this.#endpoints = states.map((facts, index) => {
      const isUsed = facts.users.some(({ core }) => core === owner.core);
      if (!isUsed && !facts.replicas.includes(owner.core)) return null;
      const endpoint = new StateEndpoint(facts, lastOfStates - index, order.length, frames, owner);
      this.#objects.set(facts.name, endpoint);
      return endpoint;
    });
  }

  find(name: string): ReplicatedObject | null {
    return this.#objects.get(name)?.object ?? null;
  }

  /** To an endpoint that is an object's. */
  receive(frame: Frame): void {
    const endpoint = this.#endpoints[lastOfStates - frame.endpoint] ?? null;
    if (endpoint === null) this.#owner.drop("endpoint", frame.source);
    else endpoint.receive(frame);
  }

  /** The kernel acts on it already. */
  viewChanged(view: View): void {
    for (const endpoint of this.#objects.values()) endpoint.viewChanged(view);
  }

  shutdown(): void {
    for (const endpoint of this.#objects.values()) endpoint.object.shutdown();
  }
}

/** One object's place in its kernel: where its frames come and go. */
class StateEndpoint implements ObjectOwner {
  readonly object: LocalObject | RemoteObject;
  readonly core: number;
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  readonly #facts: BootState;
  readonly #endpoint: number;
  readonly #longest: number;
  readonly #frames: Switch;
  readonly #owner: StatesOwner;
  /** By source core. */
  readonly #assemblies = new Map<number, Assembly>();
  /** Messages without room, by destination. */
  readonly #waiting = new Map<number, number>();

  constructor(facts: BootState, endpoint: number, kernels: number, frames: Switch, owner: StatesOwner) {
    this.core = owner.core;
    this.incarnation = owner.incarnation;
    this.deadlines = owner.deadlines;
    this.#facts = facts;
    this.#endpoint = endpoint;
    this.#frames = frames;
    this.#owner = owner;
    const snapshotBytes = facts.snapshotBytes + (facts.capacity + kernels * proposalWindow) * wrapping;
    // What a watcher has missed comes in one message.
    this.#longest = Math.max(snapshotBytes, facts.commandBytes + partBytes) + longestHeader + wrapping;
    const isLocal = facts.replicas.includes(owner.core);
    this.object = isLocal ? new LocalObject(facts, snapshotBytes, this) : new RemoteObject(facts, this);
  }

  get view(): View {
    return this.#owner.membership.view;
  }

  get hasQuorum(): boolean {
    return this.#owner.membership.hasQuorum;
  }

  now(): number {
    return this.#owner.now();
  }

  viewChanged(view: View): void {
    for (const core of [...this.#assemblies.keys()]) if (!view.members.has(core)) this.#assemblies.delete(core);
    this.object.viewChanged(view);
  }

  // ── out ──

  tell(to: number, message: Message): void {
    this.#send(to, frameKind.agree, messageField, message);
  }

  ask(to: number, ask: Ask): void {
    this.#send(to, frameKind.ask, askField, ask);
  }

  answer(to: number, answer: Answer): void {
    this.#send(to, frameKind.answer, answerField, answer);
  }

  #send<Value>(to: number, kind: number, field: Field<Value>, value: Value): void {
    const outgoing = this.#frames.outgoingTo(to);
    const waiting = this.#waiting.get(to) ?? 0;
    if (outgoing === null || waiting >= mostWaiting) return;
    const bytes = encode(field, value);
    const line = new Line(
      outgoing,
      { core: this.core, endpoint: this.#endpoint },
      { core: to, endpoint: this.#endpoint },
    );
    this.#waiting.set(to, waiting + 1);
    const left = (): void => void this.#waiting.set(to, (this.#waiting.get(to) ?? 1) - 1);
    if (line.send(kind, 0, 0, wordsOf(bytes), bytes.length, highestPriority, left)) left();
  }

  // ── in ──

  receive(frame: Frame): void {
    const { source } = frame;
    if (frame.sourceEndpoint !== this.#endpoint || !this.#mayCome(frame.kind, source)) {
      this.#owner.drop("endpoint", source);
      return;
    }
    const assembled = this.#assemblyOf(source).accept(frame, this.#longest);
    if (assembled === "partial") return;
    if (assembled !== "whole") this.#owner.drop(assembled, source);
    else if (!this.#act(frame)) this.#owner.drop("malformed", source);
  }

  /** Replicas speak to replicas, users ask replicas, and replicas answer users. */
  #mayCome(kind: number, source: number): boolean {
    const isReplica = this.#facts.replicas.includes(source);
    if (kind === frameKind.agree) return isReplica && this.object instanceof LocalObject;
    if (kind === frameKind.answer) return isReplica && this.object instanceof RemoteObject;
    return kind === frameKind.ask && this.object instanceof LocalObject && this.#isUser(source);
  }

  #isUser(source: number): boolean {
    return this.#facts.users.some(({ core }) => core === source);
  }

  /** False for bytes that are no message, or none that could have been sent. */
  #act({ kind, source, store, at, bytes }: Frame): boolean {
    const memory = store.bytes.slice(at, at + bytes);
    if (this.object instanceof RemoteObject) {
      const answer = decode(answerField, memory);
      return answer !== null && this.object.answered(source, answer);
    }
    if (kind === frameKind.ask) {
      const ask = decode(askField, memory);
      return ask !== null && this.object.asked(source, ask);
    }
    const message = decode(messageField, memory);
    return message !== null && this.object.receive(source, message);
  }

  #assemblyOf(core: number): Assembly {
    const known = this.#assemblies.get(core) ?? new Assembly();
    this.#assemblies.set(core, known);
    return known;
  }
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const words = new Int32Array((bytes.length + 3) >> 2);
  new Uint8Array(words.buffer).set(bytes);
  return words;
}
