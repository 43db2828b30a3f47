import { Broadcast } from "../agreement/broadcast.ts";
import { Majority } from "../agreement/majority/majority.ts";
import type { Message } from "../agreement/messages.ts";
import type { AgreementView, Proposal } from "../agreement/protocol.ts";
import { type MakeProtocol, Replica, type ReplicaStanding } from "../agreement/replica.ts";
import type { Settled } from "../agreement/sessions.ts";
import { Shootdown } from "../agreement/shootdown.ts";
import { TwoPhase } from "../agreement/two-phase.ts";
import { StateLostError } from "../errors.ts";
import type { BootState } from "../kernel/boot-configuration.ts";
import { timeoutFault } from "../kernel/deadlines.ts";
import type { Agreement, NotAgreed, ProposeOptions, WatchOptions } from "./agreement.ts";
import { Alarm } from "./alarm.ts";
import type { Answer, Ask } from "./asks.ts";
import { encodeCommand } from "./command-codec.ts";
import { Inquiries, type InquiriesOwner } from "./inquiries.ts";
import type { Latencies } from "./latencies.ts";
import { LocalCopy } from "./local-copy.ts";
import type { ObjectOwner } from "./object-owner.ts";
import { operations } from "./operations.ts";
import { notAgreed, Proposer, shutDown, stateLost } from "./proposer.ts";
import { Reads } from "./reads.ts";
import type { RemoteObject } from "./remote-object.ts";
import type { ChangeBytes, Command, Query, ReplicatedObject, StateKind } from "./replicated-object.ts";
import { StateReplica } from "./state-replica.ts";
import { noBytes } from "./value-codec.ts";
import { changesOf } from "./watchers.ts";

const protocols: Readonly<Record<BootState["protocol"], MakeProtocol>> = {
  broadcast: Broadcast,
  twoPhase: TwoPhase,
  majority: Majority,
  shootdown: Shootdown,
};

/** Milliseconds until what nobody answers is said again: many times what an answer takes. */
const patience = 50;
/** Entries of a replica's log that are kept for others. */
const retained = 128;

const noAnswer = notAgreed("noQuorum", "too few replicas could be reached in time");

/** An object that this kernel has a replica of. Serves its own programs, and kernels without a replica. */
export class LocalObject implements ReplicatedObject, InquiriesOwner {
  readonly kind: StateKind;
  readonly replica: LocalCopy;
  readonly #replica: StateReplica;
  readonly #facts: BootState;
  readonly #owner: ObjectOwner;
  readonly #alarm: Alarm;
  readonly #proposer: Proposer;
  readonly #reads: Reads;
  readonly #inquiries: Inquiries;
  readonly #snapshotBytes: number;
  readonly #elsewhere: RemoteObject | null;
  /** Null while this kernel, started anew, is in no view. */
  #agreement: Replica | null = null;
  #held = false;
  #isOver = false;

  /** `elsewhere`: what programs of this kernel propose by, where the replica only stands in for another. */
  constructor(facts: BootState, snapshotBytes: number, owner: ObjectOwner, elsewhere: RemoteObject | null = null) {
    this.kind = facts.kind;
    this.#facts = facts;
    this.#snapshotBytes = snapshotBytes;
    this.#elsewhere = elsewhere;
    this.#owner = owner;
    this.#replica = new StateReplica(facts, () => owner.now());
    this.replica = new LocalCopy(facts.name, this.#replica, () => this.#want());
    this.#alarm = new Alarm(owner.deadlines, () => this.#agreement?.expire());
    this.#proposer = new Proposer(owner.core, owner.incarnation, this, owner.deadlines);
    this.#reads = new Reads(owner.deadlines);
    this.#inquiries = new Inquiries(this.#replica.watchers, this);
    const isFirst = owner.incarnation === 0 && facts.replicas.includes(owner.core);
    if (owner.view.members.has(owner.core)) this.#begin(owner.view, !isFirst);
  }

  /** Whether it has state to give to others. */
  get holds(): boolean {
    return this.#agreement?.holds ?? false;
  }

  /** Where its replica stands; null while this kernel is in no view. */
  get standing(): ReplicaStanding | null {
    return this.#agreement?.standing ?? null;
  }

  /** Whether it is among those who decide, by what is agreed, or is about to be. */
  get decides(): boolean {
    return this.holds || this.#agreement?.deciders.includes(this.#owner.core) === true;
  }

  /** Whether all who decide are there: one that is gone is to be left out before another goes. */
  get isSettled(): boolean {
    const { members } = this.#owner.view;
    return (this.#agreement?.deciders ?? []).every((core) => members.has(core));
  }

  /** A core is to leave in order; null: none is. Whether this replica knows that the others decide without it. */
  relinquish(core: number | null): boolean {
    return this.#agreement?.relinquish(core) !== false;
  }

  // ── what programs do ──

  propose(command: Command, options?: ProposeOptions): Promise<Agreement<Uint8Array>> {
    const fault = timeoutFault(options);
    return fault !== null ? Promise.reject(fault) : this.#proposeBytes(encodeCommand(command), options);
  }

  async get(query: Query): Promise<Uint8Array | null> {
    const { known } = this.replica;
    if (known !== null) await known;
    return this.replica.query(query);
  }

  read(query: Query, options: ProposeOptions = {}): Promise<Agreement<Uint8Array | null>> {
    const fault = timeoutFault(options);
    if (fault !== null) return Promise.reject(fault);
    return new Promise((resolve) => {
      this.whenLatest(options, (isLatest) => {
        const { index } = this.#replica;
        resolve(isLatest ? { kind: "agreed", index, value: this.#replica.query(query) } : this.#noAnswer);
      });
    });
  }

  watch(options?: WatchOptions): AsyncIterableIterator<ChangeBytes> {
    return changesOf(this.#replica.watchers.add(options));
  }

  now(): number {
    return this.#owner.now();
  }

  /** How long what this kernel has proposed took. */
  get latencies(): Latencies {
    return this.#proposer.latencies;
  }

  // ── what other kernels say ──

  /** False for what no replica would have sent. */
  receive(from: number, message: Message): boolean {
    const isSound = this.#agreement?.receive(from, message) ?? true;
    this.#noteState();
    return isSound;
  }

  /** False for what no kernel would have asked. */
  asked(from: number, ask: Ask): boolean {
    return this.#inquiries.asked(from, ask);
  }

  viewChanged(view: AgreementView): void {
    const { core } = this.#owner;
    this.#inquiries.keep(view.members);
    if (this.#agreement !== null) this.#agreement.viewChanged(view);
    else if (view.members.has(core)) this.#begin(view, true);
    this.#noteState();
  }

  shutdown(): void {
    this.#isOver = true;
    this.#proposer.end(shutDown.text);
    this.#reads.fail();
    this.replica.shutdown();
    this.#replica.watchers.end();
    this.#alarm.stop();
    this.#agreement = null;
  }

  // ── what its parts ask ──

  /** Whether nobody has the state any more. */
  get isLost(): boolean {
    return this.#agreement?.isLost ?? false;
  }

  /** Whether it has, or had, a state that was agreed on. */
  get isKnown(): boolean {
    return this.replica.isKnown;
  }

  /** As this replica has it. */
  query(query: Query): Uint8Array | null {
    return this.#replica.query(query);
  }

  answer(to: number, answer: Answer): void {
    this.#owner.answer(to, answer);
  }

  submit(proposal: Proposal): void {
    const command = proposal.command.length === 0 ? noBytes : this.#replica.stamp(proposal.command);
    this.#agreement?.submit(command === proposal.command ? proposal : { ...proposal, command });
  }

  withdraw(proposal: Proposal): void {
    this.#agreement?.withdraw(proposal);
  }

  wasSent(proposal: Proposal): boolean {
    return this.#agreement?.wasSent(proposal) ?? false;
  }

  /** Calls back when all that was agreed by now is in the state, or that cannot be known in time. */
  whenLatest(options: ProposeOptions, then: (isLatest: boolean) => void): void {
    let ticket = 0;
    const answered = (isAnswered: boolean): void => {
      if (!isAnswered) this.#agreement?.forgetRead(ticket);
      then(isAnswered);
    };
    if (this.isLost || this.#isOver) then(false);
    else if (this.#agreement?.readsByTicket === true) {
      ticket = this.#reads.open(options, answered);
      this.#agreement.read(ticket);
    } else void this.#proposeBytes(noBytes, options).then(({ kind }) => then(kind === "agreed"));
  }

  /** Has it find out whether there is a state to be had: some protocols do nothing before they are asked. */
  #want(): void {
    if (this.#agreement?.readsByTicket === true) void this.read({ operation: operations.get, key: noBytes });
  }

  /** Tells when the state has come that it began without. */
  #noteState(): void {
    const { holds } = this;
    if (this.#agreement?.isCurrent === true && !this.replica.isKnown) {
      this.replica.know();
      this.#inquiries.askAgain();
    }
    if (holds && !this.#held) this.#owner.held();
    this.#held = holds;
  }

  #begin(view: AgreementView, joins: boolean): void {
    const { replicas, leader, tree, protocol, candidates = [] } = this.#facts;
    const { core } = this.#owner;
    const kept = { patience, retained, snapshotBytes: this.#snapshotBytes };
    const group = { core, replicas, candidates: candidates.flat(), leader, tree, view, joins, ...kept };
    this.#agreement = new Replica(protocols[protocol], group, this.#replica, {
      send: (to, message, isRepeat) => this.#owner.tell(to, message, isRepeat),
      alarm: (after) => this.#alarm.set(after),
      settled: (proposal, settled) => this.#settled(proposal, settled),
      readable: (ticket) => this.#reads.answer(ticket),
      lost: (tells) => this.#lost(tells),
    });
    this.#agreement.begin();
    this.#proposer.again();
    if (this.replica.isAwaited) this.#want();
    this.#noteState();
  }

  #proposeBytes(command: Uint8Array, options?: ProposeOptions): Promise<Agreement<Uint8Array>> {
    if (!this.#owner.hasQuorum || this.isLost) return Promise.resolve(this.#noAnswer);
    // A kernel has one sequence of proposals.
    return this.#elsewhere?.proposeBytes(command, options) ?? this.#proposer.propose(command, options);
  }

  /** Programs here and who watches from elsewhere are told at once, others when they ask again. */
  #lost(tells: boolean): void {
    this.#proposer.fail(stateLost.text);
    this.#reads.fail();
    this.replica.lose();
    this.#inquiries.lose();
    this.#replica.watchers.end(new StateLostError(this.#facts.name));
    this.#inquiries.askAgain();
    if (tells) this.#owner.lost();
  }

  get #noAnswer(): NotAgreed {
    if (this.#isOver) return shutDown;
    return this.isLost ? stateLost : noAnswer;
  }

  #settled(proposal: Proposal, settled: Settled): void {
    const { core, incarnation, sequence } = proposal;
    if (core === this.#owner.core && this.#elsewhere === null) this.#proposer.settled(proposal, settled);
    else this.#owner.answer(core, { kind: "settled", incarnation, sequence, ...settled });
  }
}
