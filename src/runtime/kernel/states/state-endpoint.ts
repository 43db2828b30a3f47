import { partBytes } from "../../agreement/catch-up.ts";
import { longestHeader, type Message } from "../../agreement/messages.ts";
import type { AgreementView } from "../../agreement/protocol.ts";
import type { ReplicaStanding } from "../../agreement/replica.ts";
import { proposalWindow } from "../../agreement/sessions.ts";
import type { Membership, View } from "../../membership/view.ts";
import type { Answer, Ask } from "../../state/asks.ts";
import { LocalObject } from "../../state/local-object.ts";
import type { ObjectOwner } from "../../state/object-owner.ts";
import { operations } from "../../state/operations.ts";
import { RemoteObject } from "../../state/remote-object.ts";
import { noBytes } from "../../state/value-codec.ts";
import type { BootState } from "../boot-configuration.ts";
import type { Deadlines } from "../deadlines.ts";
import type { DropReason, KernelEvent } from "../events.ts";
import { type Frame, frameKind } from "../frame.ts";
import { lastOfStates } from "../switching/endpoints.ts";
import type { Switch } from "../switching/switch.ts";
import { StateMessages, type StateReceiver } from "./state-messages.ts";

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

/** Bytes that a command, an entry or a result takes beside its own, and that the proposals of one kernel leave in a snapshot. */
const wrapping = 128;
/** Milliseconds until it is looked again whether an object goes on without a replica that has left. */
const settlingPatience = 100;
const anything = { operation: operations.get, key: noBytes };

/** One object's place in its kernel: whether there is a replica of it here, or one elsewhere that is asked. */
export class StateEndpoint implements ObjectOwner, StateReceiver {
  /** What programs of this kernel use. */
  readonly object: LocalObject | RemoteObject;
  readonly core: number;
  readonly incarnation: number;
  readonly deadlines: Deadlines;
  readonly #facts: BootState;
  readonly #index: number;
  readonly #snapshotBytes: number;
  readonly #owner: StatesOwner;
  /** Cores of programs that use it and were moved there. */
  readonly #admitted = new Set<number>();
  readonly #messages: StateMessages;
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
    this.#owner = owner;
    this.#before = this.view;
    this.#snapshotBytes = facts.snapshotBytes + (facts.capacity + kernels * proposalWindow) * wrapping;
    // What a watcher has missed comes in one message.
    const longest = Math.max(this.#snapshotBytes, facts.commandBytes + partBytes) + longestHeader + wrapping;
    this.#messages = new StateMessages(owner.core, lastOfStates - index, longest, frames, this);
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
    const before = this.#before.incarnations;
    this.#messages.forget((core) => !members.has(core) || incarnations.get(core) !== before.get(core));
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

  // ── what it says, and hears ──

  tell(to: number, message: Message, isRepeat: boolean): void {
    this.#messages.tell(to, message, isRepeat);
  }

  ask(to: number, ask: Ask, isRepeat: boolean): void {
    this.#messages.ask(to, ask, isRepeat);
  }

  answer(to: number, answer: Answer): void {
    this.#messages.answer(to, answer);
  }

  receive(frame: Frame): void {
    this.#messages.receive(frame);
  }

  /** Replicas speak to replicas, users and those that stand in for a replica ask replicas, and replicas answer them. */
  mayCome(kind: number, source: number): boolean {
    const isReplica = mayHaveReplica(this.#facts, source);
    const mayHaveOne = mayHaveReplica(this.#facts, this.core);
    if (kind === frameKind.agree) return isReplica && mayHaveOne;
    if (kind === frameKind.answer) return isReplica && this.#remote !== null;
    return kind === frameKind.ask && mayHaveOne && (isReplica || this.#isUser(source));
  }

  #isUser(source: number): boolean {
    return this.#facts.users.some(({ core }) => core === source) || this.#admitted.has(source);
  }

  agreed(source: number, message: Message): boolean {
    return this.#replica?.receive(source, message) ?? true;
  }

  /** Where the replica is no more, or not yet, who asks will ask again. */
  asked(source: number, ask: Ask): boolean {
    return this.#replica?.asked(source, ask) ?? true;
  }

  answered(source: number, answer: Answer): void {
    this.#remote?.answered(source, answer);
  }

  drop(reason: DropReason, from: number): void {
    this.#owner.drop(reason, from);
  }
}

/** Whether a core has a replica, or may come to have one. */
export function mayHaveReplica({ replicas, candidates = [] }: BootState, core: number): boolean {
  return replicas.includes(core) || candidates.some((cores) => cores.includes(core));
}
