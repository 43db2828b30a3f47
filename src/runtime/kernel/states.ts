import { partBytes } from "../agreement/catch-up.ts";
import { decode, encode, type Field } from "../agreement/fields.ts";
import { longestHeader, type Message, messageField } from "../agreement/messages.ts";
import type { AgreementView } from "../agreement/protocol.ts";
import type { ReplicaStanding } from "../agreement/replica.ts";
import { proposalWindow } from "../agreement/sessions.ts";
import type { Membership, View } from "../membership/view.ts";
import { type Answer, type Ask, answerField, askField } from "../state/asks.ts";
import { LocalObject } from "../state/local-object.ts";
import type { ObjectOwner } from "../state/object-owner.ts";
import { operations } from "../state/operations.ts";
import { RemoteObject } from "../state/remote-object.ts";
import type { ReplicatedObject } from "../state/replicated-object.ts";
import { noBytes } from "../state/value-codec.ts";
import { Assembly } from "./assembly.ts";
import type { BootConfiguration, BootState } from "./boot-configuration.ts";
import { Conflation } from "./conflation.ts";
import type { Deadlines } from "./deadlines.ts";
import { lastOfStates } from "./endpoints.ts";
import type { DropReason, KernelEvent } from "./events.ts";
import { type Frame, frameKind } from "./frame.ts";
import { Line } from "./line.ts";
import type { ObjectStanding, StateLoad } from "./load.ts";
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
  log(event: KernelEvent): void;
  /** This kernel has the state of an object again, for whose replica here another stands in. */
  holdsAgain(object: number): void;
}

/** Messages of one object that wait for room on the way to one kernel, at most; others are lost, and said again. */
const mostWaiting = 64;
/** Bytes that a command, an entry or a result takes beside its own, and that the proposals of one kernel leave in a snapshot. */
const wrapping = 128;

/** Milliseconds until it is looked again whether an object goes on without a replica that has left. */
const settlingPatience = 100;
const anything = { operation: operations.get, key: noBytes };

/** Replicated objects, as this kernel has them. They talk to themselves on other kernels, endpoint to endpoint. */
export class States {
  readonly #objects = new Map<string, StateEndpoint>();
  readonly #endpoints: (StateEndpoint | null)[];
  readonly #owner: StatesOwner;
  readonly #facts: BootState[];
  readonly #make: (facts: BootState, index: number) => StateEndpoint;

  constructor(configuration: BootConfiguration, frames: Switch, owner: StatesOwner) {
    this.#owner = owner;
    const { states = [], order } = configuration;
    this.#facts = [...states];
    this.#make = (facts, index) => {
      const endpoint = new StateEndpoint(facts, index, order.length, frames, owner);
      this.#objects.set(facts.name, endpoint);
      return endpoint;
    };
    this.#endpoints = states.map((facts, index) => {
      const isUsed = facts.users.some(({ core }) => core === owner.core);
      return isUsed || mayHaveReplica(facts, owner.core) ? this.#make(facts, index) : null;
    });
  }

  /** An instance of a program runs on another core: what it uses is to be had there. */
  relocate(program: string, instance: number, core: number): void {
    for (const [index, facts] of this.#facts.entries()) {
      const user = facts.users.find((each) => each.program === program && each.instance === instance);
      if (user === undefined) continue;
      const replica = facts.replicas.includes(core) ? core : user.replica;
      const moved = { ...facts, users: [...facts.users.filter((each) => each !== user), { ...user, core, replica }] };
      this.#facts[index] = moved;
      const endpoint = this.#endpoints[index] ?? null;
      if (endpoint !== null) endpoint.admit(core);
      else if (core === this.#owner.core) this.#endpoints[index] = this.#make(moved, index);
    }
  }

  /** Proposals of this kernel's programs by object: how many were settled, and how long that took. */
  loads(): readonly StateLoad[] {
    return [...this.#objects].flatMap(([name, { object }]) => {
      const { settled, median, slow } = object.latencies;
      return settled === 0 ? [] : [{ name, settled, median, slow }];
    });
  }

  /** Where the replicas of this kernel stand. */
  standings(): readonly ObjectStanding[] {
    return [...this.#objects].flatMap(([name, { standing }]) => (standing === null ? [] : [{ name, ...standing }]));
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

  /** Whether all objects go on without those who have left; what is needed for that is begun where it is not. */
  settle(): boolean {
    const unsettled = [...this.#objects.values()].filter((endpoint) => !endpoint.settle());
    return unsettled.length === 0;
  }

  /** A core is to leave in order, or null: none is. The objects whose replicas here do not go on without it yet. */
  relinquish(core: number | null): readonly string[] {
    return [...this.#objects].flatMap(([name, endpoint]) => (endpoint.relinquish(core) ? [] : [name]));
  }

  shutdown(): void {
    for (const endpoint of this.#objects.values()) endpoint.shutdown();
  }
}

/** One object's place in its kernel: where its frames come and go. */
class StateEndpoint implements ObjectOwner {
  /** What programs of this kernel use. */
  readonly object: LocalObject | RemoteObject;
  readonly core: number;
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  readonly #facts: BootState;
  readonly #index: number;
  readonly #endpoint: number;
  readonly #snapshotBytes: number;
  readonly #longest: number;
  readonly #frames: Switch;
  readonly #owner: StatesOwner;
  /** By source core. */
  readonly #assemblies = new Map<number, Assembly>();
  /** Cores of programs that use it and were moved there. */
  readonly #admitted = new Set<number>();
  /** Messages without room, by destination. */
  readonly #waiting = new Map<number, number>();
  readonly #conflation = new Conflation({
    send: (to, message, left) => this.#send(to, frameKind.agree, messageField, message, left),
    // While a change is acted on, whoever cannot be reached as before is told nothing of what went before.
    isOpen: (to) => this.#frames.lossFor(to) === null,
  });

  readonly #remote: RemoteObject | null;
  /** The replica here; null where there is none now. */
  #replica: LocalObject | null;
  #isLost = false;
  #before: AgreementView;

  constructor(facts: BootState, index: number, kernels: number, frames: Switch, owner: StatesOwner) {
    this.core = owner.core;
    this.incarnation = owner.incarnation;
    this.deadlines = owner.deadlines;
    this.#facts = facts;
    this.#index = index;
    this.#endpoint = lastOfStates - index;
    this.#frames = frames;
    this.#owner = owner;
    this.#before = this.view;
    this.#snapshotBytes = facts.snapshotBytes + (facts.capacity + kernels * proposalWindow) * wrapping;
    // What a watcher has missed comes in one message.
    this.#longest = Math.max(this.#snapshotBytes, facts.commandBytes + partBytes) + longestHeader + wrapping;
    // Programs of a core that has its replica by the plan read it in place, and of others never do.
    const isLocal = facts.replicas.includes(owner.core);
    this.#remote = isLocal ? null : new RemoteObject(facts, this);
    this.object = this.#remote ?? this.#makeReplica();
    this.#replica = this.object instanceof LocalObject ? this.object : null;
    if (this.#replica === null && this.#mayServe(this.view)) this.#replica = this.#makeReplica();
  }

  get view(): AgreementView {
    return this.#viewOf(this.#owner.membership.view);
  }

  /** With those who have replicas in it. */
  #viewOf(view: View): AgreementView {
    const { replicas } = this.#facts;
    const others = view.standIns.flatMap(([object, core]) => (object === this.#index ? [core] : []));
    return others.length === 0 ? view : { ...view, replicas: [...replicas, ...others].sort((a, b) => a - b) };
  }

  #makeReplica(): LocalObject {
    return new LocalObject(this.#facts, this.#snapshotBytes, this, this.#remote);
  }

  /** A program that uses it has moved there. */
  admit(core: number): void {
    this.#admitted.add(core);
  }

  get standing(): ReplicaStanding | null {
    return this.#replica?.standing ?? null;
  }

  #mayServe({ replicas = [] }: AgreementView): boolean {
    return this.#facts.replicas.includes(this.core) || replicas.includes(this.core);
  }

  get hasQuorum(): boolean {
    return this.#owner.membership.hasQuorum;
  }

  now(): number {
    return this.#owner.now();
  }

  viewChanged(view: View): void {
    this.#forgetBegun(view);
    const next = this.#viewOf(view);
    if (this.#replica !== null) this.#replica.viewChanged(next);
    else if (this.#mayServe(next)) this.#replica = this.#makeReplica();
    this.#retire(next);
    this.#remote?.viewChanged(next);
    this.#noteLoss(this.#before, next);
    this.#before = next;
  }

  /** Nobody goes on with what somebody had begun to say who is gone, or has started anew meanwhile. */
  #forgetBegun({ members, incarnations }: View): void {
    for (const core of [...this.#assemblies.keys()]) {
      const isAnother = incarnations.get(core) !== this.#before.incarnations.get(core);
      if (isAnother || !members.has(core)) this.#assemblies.delete(core);
    }
  }

  /** All that had a replica are gone: the first of those that have to do with the object says so. */
  #noteLoss(before: AgreementView, view: AgreementView): void {
    const { replicas, candidates = [], users } = this.#facts;
    const isLeft = (core: number): boolean =>
      view.members.has(core) && view.incarnations.get(core) === before.incarnations.get(core);
    const had = (before.replicas ?? replicas).filter((core) => before.members.has(core));
    if (had.length === 0 || had.some(isLeft)) return;
    // What agrees by shootdown begins again with nothing.
    if (this.#facts.protocol !== "shootdown") this.#remote?.lose();
    const concerned = [...replicas, ...candidates.flat(), ...users.map(({ core }) => core)];
    const living = concerned.filter((core) => before.members.has(core) && isLeft(core));
    if (this.core === Math.min(...living)) this.lost();
  }

  /** A replica that another was lost for, and that is not needed any more. Who decides lets go of it first. */
  #retire(view: AgreementView): void {
    const replica = this.#replica;
    if (replica === null || this.#mayServe(view)) return;
    if (this.#facts.protocol === "majority" && replica.decides) return;
    this.#replica = null;
    replica.shutdown();
  }

  /** Whether its replica here goes on without those who have left. */
  settle(): boolean {
    if (this.#replica === null || this.#replica.isSettled) return true;
    // Nothing is agreed on before somebody asks.
    void this.#replica.read(anything, { timeout: settlingPatience });
    return false;
  }

  /** Whether its replica here goes on without a core that is to leave. Who leaves itself need not know. */
  relinquish(core: number | null): boolean {
    return this.#replica === null || this.#replica.relinquish(core) || core === this.core;
  }

  shutdown(): void {
    this.#remote?.shutdown();
    this.#replica?.shutdown();
  }

  // ── what the replica has to tell ──

  held(): void {
    const isPlanned = this.#facts.replicas.includes(this.core);
    const { standIns } = this.#owner.membership.view;
    if (!isPlanned || this.incarnation > 0) {
      this.#owner.log({ kind: "replicaRebuilt", core: this.core, object: this.#facts.name });
    }
    if (isPlanned && standIns.some(([object]) => object === this.#index)) this.#owner.holdsAgain(this.#index);
  }

  lost(): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#owner.log({ kind: "objectLost", core: this.core, object: this.#facts.name });
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
    const bytes = encode(field, value);
    const line = new Line(
      outgoing,
      { core: this.core, endpoint: this.#endpoint },
      { core: to, endpoint: this.#endpoint },
    );
    this.#waiting.set(to, waiting + 1);
    const left = (): void => {
      this.#waiting.set(to, (this.#waiting.get(to) ?? 1) - 1);
      then();
    };
    if (line.send(kind, 0, 0, wordsOf(bytes), bytes.length, highestPriority, left)) left();
  }

  // ── in ──

  receive(frame: Frame): void {
    const { source } = frame;
    if (frame.sourceEndpoint !== this.#endpoint || !this.#mayCome(frame.kind, source)) {
      this.#owner.drop("endpoint", source);
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
    if (assembled !== "whole") this.#owner.drop(assembled, source);
    else if (!this.#act(frame)) this.#owner.drop("malformed", source);
  }

  /** Replicas speak to replicas, users and those that stand in for a replica ask replicas, and replicas answer them. */
  #mayCome(kind: number, source: number): boolean {
    const isReplica = mayHaveReplica(this.#facts, source);
    const mayHaveOne = mayHaveReplica(this.#facts, this.core);
    if (kind === frameKind.agree) return isReplica && mayHaveOne;
    if (kind === frameKind.answer) return isReplica && this.#remote !== null;
    return kind === frameKind.ask && mayHaveOne && (isReplica || this.#isUser(source));
  }

  #isUser(source: number): boolean {
    return this.#facts.users.some(({ core }) => core === source) || this.#admitted.has(source);
  }

  /** False for bytes that are no message, or none that could have been sent. */
  #act({ kind, source, store, at, bytes }: Frame): boolean {
    const memory = store.bytes.slice(at, at + bytes);
    if (kind === frameKind.answer) {
      const answer = decode(answerField, memory);
      if (answer !== null) this.#remote?.answered(source, answer);
      return answer !== null;
    }
    // Where the replica is no more, or not yet, who asks will ask again.
    const replica = this.#replica;
    if (kind === frameKind.ask) {
      const ask = decode(askField, memory);
      return ask !== null && (replica?.asked(source, ask) ?? true);
    }
    const message = decode(messageField, memory);
    return message !== null && (replica?.receive(source, message) ?? true);
  }

  #assemblyOf(core: number): Assembly {
    const known = this.#assemblies.get(core) ?? new Assembly();
    this.#assemblies.set(core, known);
    return known;
  }
}

/** Whether a core has a replica, or may come to have one. */
function mayHaveReplica({ replicas, candidates = [] }: BootState, core: number): boolean {
  return replicas.includes(core) || candidates.some((cores) => cores.includes(core));
}

function wordsOf(bytes: Uint8Array): Int32Array {
  const words = new Int32Array((bytes.length + 3) >> 2);
  new Uint8Array(words.buffer).set(bytes);
  return words;
}
