import { decode, encode, fields, record } from "./fields.ts";
import type { Machine } from "./machine.ts";
import type { Message } from "./messages.ts";
import { Pace } from "./pace.ts";
import { PendingProposals } from "./pending-proposals.ts";
import {
  type AgreementView,
  type Group,
  nobody,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "./protocol.ts";
import { nothing, type Result, rejection } from "./result.ts";
import { Sessions, type Settled, sessionsField } from "./sessions.ts";
import { Steps } from "./steps.ts";

/** What a replica tells its kernel. */
export interface ReplicaOwner {
  /** `isRepeat`: see {@link ProtocolPort.send}. */
  send(to: number, message: Message, isRepeat: boolean): void;
  /** Calls {@link Replica.expire} once after so many milliseconds. */
  alarm(after: number): void;
  settled(proposal: Proposal, settled: Settled): void;
  readable(ticket: number): void;
  /** Nobody has the state any more, so that nothing will be settled or readable. `tells`: see {@link ProtocolPort.lost}. */
  lost(tells: boolean): void;
}

export interface ReplicaStanding extends Standing {
  readonly proposals: number;
  readonly reads: number;
}

export type MakeProtocol = new (group: Group, port: ProtocolPort) => Protocol;

const refused = rejection("another replica is against it");
const snapshotField = record({ index: fields.count, sessions: sessionsField, state: fields.bytes });

/**
 * One replica of an object: the protocol's place in its kernel. It remembers what was proposed here until it is settled,
 * proposes it again where the protocol could not, and sees to it that everything is applied once.
 */
export class Replica implements ProtocolPort {
  readonly #owner: ReplicaOwner;
  readonly #machine: Machine;
  readonly #protocol: Protocol;
  readonly #sessions = new Sessions();
  readonly #patience: number;
  readonly #pending = new PendingProposals();
  readonly #pace = new Pace();
  readonly #reads = new Set<number>();
  /** Of what was applied last. */
  #index = 0;
  #isArmed = false;
  /** What is sent now was said before: where that still waits, more of it would keep everything else waiting for longer. */
  #isRepeating = false;
  /** Of the protocol. */
  readonly #steps = new Steps();

  constructor(make: MakeProtocol, group: Group, machine: Machine, owner: ReplicaOwner) {
    this.#owner = owner;
    this.#machine = machine;
    this.#patience = group.patience;
    this.#protocol = this.#steps.takeAlone(() => new make(group, this));
  }

  /** Tells what has come of it while it was made: its owner knows it now. */
  begin(): void {
    this.#steps.goOn();
  }

  /** Whether there is state here that others could have. */
  get holds(): boolean {
    return this.#protocol.holds;
  }

  /** Whether what is applied here is all that was agreed on when this replica joined. */
  get isCurrent(): boolean {
    return this.#protocol.isCurrent ?? this.holds;
  }

  /** Whether nobody has the state any more, as far as this replica knows. */
  get isLost(): boolean {
    return this.#protocol.isLost;
  }

  /** Where it stands, and how much waits for that here: proposals and reads. */
  get standing(): ReplicaStanding {
    return { ...this.#protocol.standing, proposals: this.#pending.size, reads: this.#reads.size };
  }

  get protocol(): Protocol {
    return this.#protocol;
  }

  /** Of what was applied last. */
  get index(): number {
    return this.#index;
  }

  /** Agrees on it; `settled` comes once, maybe at once. False when nobody could be told of it yet; it is tried again. */
  submit(proposal: Proposal): boolean {
    const known = this.#sessions.find(proposal);
    if (known !== null && this.#protocol.appliesAgreed) {
      this.#owner.settled(proposal, known);
      return true;
    }
    this.#pending.add(proposal);
    this.#steps.take(() => this.#again(proposal));
    this.#askAlarm();
    return this.wasSent(proposal);
  }

  /** Cores that decide, where the view alone does not say who; else none. */
  get deciders(): readonly number[] {
    return this.#protocol.deciders ?? [];
  }

  /** A core is to leave in order; null: none is. Whether this replica knows that the others decide without it. */
  relinquish(core: number | null): boolean {
    this.#steps.take(() => this.#protocol.relinquish?.(core));
    this.#askAlarm();
    return core === null || this.#protocol.isDispensable?.(core) !== false;
  }

  /** Whether somebody was told of it, who may have gone on with it. */
  wasSent(proposal: Proposal): boolean {
    return this.#pending.wasSent(proposal);
  }

  /** Nobody wants to know any more what becomes of it. */
  withdraw(proposal: Proposal): void {
    this.#pending.drop(proposal);
  }

  /** Whether {@link read} knows what is latest; else a barrier is to be submitted to the same end. */
  get readsByTicket(): boolean {
    return this.#protocol.read !== null;
  }

  /** `readable` comes once the state has all that was agreed before. False where it never will. */
  read(ticket: number): boolean {
    const { read } = this.#protocol;
    if (read === null) return false;
    this.#reads.add(ticket);
    this.#steps.take(() => read(ticket));
    this.#askAlarm();
    return true;
  }

  forgetRead(ticket: number): void {
    this.#reads.delete(ticket);
  }

  /** False for what no replica would have sent. */
  receive(from: number, message: Message): boolean {
    return this.#steps.take(() => this.#protocol.receive(from, message)) ?? true;
  }

  expire(): void {
    this.#isArmed = false;
    this.#isRepeating = true;
    this.#repeat();
    this.#isRepeating = false;
    this.#askAlarm();
  }

  #repeat(): void {
    const repeats = this.#pace.isToRepeat();
    this.#steps.take(() => (repeats ? this.#protocol.expire() : this.#protocol.watch()));
    if (this.#pace.isToRetry()) this.ready();
  }

  viewChanged(view: AgreementView): void {
    this.#pace.begin();
    this.#steps.take(() => this.#protocol.viewChanged(view));
    this.#askAlarm();
  }

  // ── what the protocol asks ──

  send(to: number, message: Message, isRepeat: boolean = false): void {
    this.#owner.send(to, message, isRepeat || this.#isRepeating);
  }

  alarm(after: number): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#owner.alarm(after * this.#pace.restraint);
  }

  apply(index: number, proposal: Proposal, refusedBy: number): void {
    this.#sessions.apply(index, proposal, () => this.#run(index, proposal, refusedBy));
    this.#index = Math.max(this.#index, index);
    this.#pace.applied++;
  }

  settle(proposal: Proposal): void {
    const settled = this.#sessions.find(proposal);
    if (!this.#pending.drop(proposal) || settled === null) return;
    this.#steps.follow(() => this.#owner.settled(proposal, settled));
  }

  lost(tells: boolean): void {
    this.#steps.follow(() => this.#giveUp(tells));
    this.#steps.goOn();
  }

  ready(): void {
    for (const proposal of this.#pending) this.#steps.follow(() => this.#again(proposal));
    for (const ticket of this.#reads) this.#steps.follow(() => this.#protocol.read?.(ticket));
    this.#steps.goOn();
  }

  readable(ticket: number): void {
    if (this.#reads.delete(ticket)) this.#steps.follow(() => this.#owner.readable(ticket));
  }

  isApplied(proposal: Proposal): boolean {
    return this.#sessions.isPast(proposal);
  }

  refuses({ command }: Proposal): boolean {
    return command.length > 0 && this.#machine.refusal(command) !== null;
  }

  snapshot(): Uint8Array {
    const state = this.#machine.snapshot();
    return encode(snapshotField, { index: this.#index, sessions: this.#sessions.facts(), state });
  }

  restore(bytes: Uint8Array): boolean {
    const snapshot = decode(snapshotField, bytes);
    if (snapshot === null || !this.#machine.restore(snapshot.state, snapshot.index)) return false;
    this.#sessions.restore(snapshot.sessions);
    this.#index = snapshot.index;
    for (const proposal of [...this.#pending]) if (this.isApplied(proposal)) this.settle(proposal);
    return true;
  }

  merge(bytes: Uint8Array): boolean {
    const snapshot = decode(snapshotField, bytes);
    if (snapshot === null || !this.#machine.merge(snapshot.state)) return false;
    this.#sessions.merge(snapshot.sessions);
    return true;
  }

  #run(index: number, { command }: Proposal, refusedBy: number): Result {
    // All are in the same state when they vote on it and when they apply it: why one was against it each knows.
    if (refusedBy !== nobody) return this.#machine.refusal(command) ?? refused;
    return command.length === 0 ? nothing : this.#machine.apply(index, command);
  }

  #giveUp(tells: boolean): void {
    this.#owner.lost(tells);
    this.#pending.clear();
    this.#reads.clear();
  }

  /** What was agreed on elsewhere meanwhile is not proposed again; who proposed it may have heard of that there. */
  #again(proposal: Proposal): void {
    if (this.#protocol.appliesAgreed && this.isApplied(proposal)) this.settle(proposal);
    else this.#pending.attempt(proposal, (waiting) => this.#protocol.propose(waiting));
  }

  #askAlarm(): void {
    if (this.#pending.size + this.#reads.size > 0) this.alarm(this.#patience);
  }
}
