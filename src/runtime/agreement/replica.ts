import { decode, encode, fields, record } from "./fields.ts";
import type { Message } from "./messages.ts";
import {
  type AgreementView,
  type Group,
  nobody,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "./protocol.ts";
import { type Result, Sessions, type Settled, sessionsField } from "./sessions.ts";

/** The state that is replicated, as far as agreement cares. Deterministic: the same commands give the same results. */
export interface Machine {
  /** Changes the state. */
  apply(index: number, command: Uint8Array): Result;
  /** Whether the command would be rejected, as things stand. */
  refuses(command: Uint8Array): boolean;
  snapshot(): Uint8Array;
  /** False for bytes that are no snapshot; nothing has changed then. */
  restore(bytes: Uint8Array, index: number): boolean;
  /** Adds what only the other has, where that makes sense; else false. */
  merge(bytes: Uint8Array): boolean;
}

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

const snapshotField = record({ index: fields.count, sessions: sessionsField, state: fields.bytes });
/** Proposals of all kernels that wait at one replica, at most. */
const mostWaiting = 4096;
const mostRestraint = 8;
/** Alarms in a row that are spared because things go on: something may still have been lost. */
const mostSpared = 4;
/** Alarms between two times that what waits is proposed again. */
const retryEvery = 3;

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
  /** By proposing core: what comes before has been settled there. */
  readonly #lows = new Map<number, number>();
  /** By name. */
  readonly #waiting = new Map<string, Proposal>();
  /** Those that somebody was told of. */
  readonly #sent = new Set<string>();
  readonly #reads = new Set<number>();
  /** Of what was applied last. */
  #index = 0;
  #alarms = 0;
  /** How much was applied, by now and when the last alarm came. */
  #applied = 0;
  #appliedBefore = 0;
  /** Alarms in a row that have found things going on. */
  #spared = 0;
  #isArmed = false;
  /** What is sent now was said before: where that still waits, more of it would keep everything else waiting for longer. */
  #isRepeating = false;
  /** How many times as long the next alarm takes: where nothing goes on, saying it again is of less and less use. */
  #restraint = 1;
  /** The protocol is at work: what comes of it waits until it is done. */
  #isBusy = false;
  readonly #later: (() => void)[] = [];

  constructor(make: MakeProtocol, group: Group, machine: Machine, owner: ReplicaOwner) {
    this.#owner = owner;
    this.#machine = machine;
    this.#patience = group.patience;
    this.#isBusy = true;
    this.#protocol = new make(group, this);
    this.#isBusy = false;
  }

  /** Whether there is state here that others could have. */
  get holds(): boolean {
    return this.#protocol.holds;
  }

  /** Whether nobody has the state any more, as far as this replica knows. */
  get isLost(): boolean {
    return this.#protocol.isLost;
  }

  /** Where it stands, and how much waits for that here: proposals and reads. */
  get standing(): ReplicaStanding {
    return { ...this.#protocol.standing, proposals: this.#waiting.size, reads: this.#reads.size };
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
    this.#forgetBefore(proposal);
    if (this.#waiting.size < mostWaiting) this.#waiting.set(nameOf(proposal), proposal);
    this.#work(() => this.#again(proposal));
    this.#askAlarm();
    return this.wasSent(proposal);
  }

  /** Cores that decide, where the view alone does not say who; else none. */
  get deciders(): readonly number[] {
    return this.#protocol.deciders ?? [];
  }

  relinquish(core: number | null): void {
    this.#work(() => this.#protocol.relinquish?.(core));
    this.#askAlarm();
  }

  /** Whether somebody was told of it, who may have gone on with it. */
  wasSent(proposal: Proposal): boolean {
    const name = nameOf(proposal);
    return !this.#waiting.has(name) || this.#sent.has(name);
  }

  /** Nobody wants to know any more what becomes of it. */
  withdraw(proposal: Proposal): void {
    this.#drop(nameOf(proposal));
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
    this.#work(() => read(ticket));
    this.#askAlarm();
    return true;
  }

  forgetRead(ticket: number): void {
    this.#reads.delete(ticket);
  }

  /** False for what no replica would have sent. */
  receive(from: number, message: Message): boolean {
    return this.#work(() => this.#protocol.receive(from, message)) ?? true;
  }

  expire(): void {
    this.#isArmed = false;
    this.#isRepeating = true;
    this.#repeat();
    this.#isRepeating = false;
    this.#askAlarm();
  }

  #repeat(): void {
    // On a busy machine answers take longer than alarms: to say it all again would make it busier still.
    const isQuiet = this.#applied === this.#appliedBefore || ++this.#spared > mostSpared;
    this.#appliedBefore = this.#applied;
    if (isQuiet) {
      this.#spared = 0;
      this.#restraint = Math.min(this.#restraint * 2, mostRestraint);
      this.#work(() => this.#protocol.expire());
    } else {
      this.#restraint = Math.max(1, this.#restraint / 2);
      this.#work(() => this.#protocol.watch());
    }
    if (++this.#alarms % retryEvery === 0) this.ready();
  }

  viewChanged(view: AgreementView): void {
    this.#restraint = 1;
    this.#work(() => this.#protocol.viewChanged(view));
    this.#askAlarm();
  }

  // ── what the protocol asks ──

  send(to: number, message: Message, isRepeat: boolean = false): void {
    this.#owner.send(to, message, isRepeat || this.#isRepeating);
  }

  alarm(after: number): void {
    if (this.#isArmed) return;
    this.#isArmed = true;
    this.#owner.alarm(after * this.#restraint);
  }

  apply(index: number, proposal: Proposal, refusedBy: number): void {
    this.#sessions.apply(index, proposal, () => this.#run(index, proposal, refusedBy));
    this.#index = Math.max(this.#index, index);
    this.#applied++;
  }

  settle(proposal: Proposal): void {
    const settled = this.#sessions.find(proposal);
    if (settled === null || !this.#drop(nameOf(proposal))) return;
    this.#later.push(() => this.#owner.settled(proposal, settled));
  }

  lost(tells: boolean): void {
    this.#later.push(() => this.#giveUp(tells));
    if (!this.#isBusy) this.#work(() => undefined);
  }

  ready(): void {
    for (const proposal of this.#waiting.values()) this.#later.push(() => this.#again(proposal));
    for (const ticket of this.#reads) this.#later.push(() => this.#protocol.read?.(ticket));
    if (!this.#isBusy) this.#work(() => undefined);
  }

  readable(ticket: number): void {
    if (this.#reads.delete(ticket)) this.#later.push(() => this.#owner.readable(ticket));
  }

  isApplied(proposal: Proposal): boolean {
    return this.#sessions.isPast(proposal);
  }

  refuses({ command }: Proposal): boolean {
    return command.length > 0 && this.#machine.refuses(command);
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
    for (const proposal of [...this.#waiting.values()]) this.settle(proposal);
    return true;
  }

  merge(bytes: Uint8Array): boolean {
    const snapshot = decode(snapshotField, bytes);
    if (snapshot === null || !this.#machine.merge(snapshot.state)) return false;
    this.#sessions.merge(snapshot.sessions);
    return true;
  }

  #run(index: number, { command }: Proposal, refusedBy: number): Result {
    if (refusedBy !== nobody) return rejection(`the replica on core ${refusedBy} is against it`);
    return command.length === 0 ? nothing : this.#machine.apply(index, command);
  }

  /** What its proposer does not wait for any more, nobody does. */
  #forgetBefore({ core, incarnation, low }: Proposal): void {
    if (low <= (this.#lows.get(core) ?? 0)) return;
    this.#lows.set(core, low);
    for (const [name, other] of this.#waiting) {
      if (other.core === core && (other.incarnation < incarnation || other.sequence < low)) this.#drop(name);
    }
  }

  #giveUp(tells: boolean): void {
    this.#owner.lost(tells);
    this.#waiting.clear();
    this.#sent.clear();
    this.#reads.clear();
  }

  #again(proposal: Proposal): void {
    const name = nameOf(proposal);
    if (this.#waiting.has(name) && this.#protocol.propose(proposal) && this.#waiting.has(name)) this.#sent.add(name);
  }

  #drop(name: string): boolean {
    this.#sent.delete(name);
    return this.#waiting.delete(name);
  }

  #askAlarm(): void {
    if (this.#waiting.size + this.#reads.size > 0) this.alarm(this.#patience);
  }

  /** One step of the protocol at a time; null when another one is under way, which this one then follows. */
  #work<Value>(step: () => Value): Value | null {
    if (this.#isBusy) {
      this.#later.push(step);
      return null;
    }
    this.#isBusy = true;
    try {
      const value = step();
      for (let next = this.#later.shift(); next !== undefined; next = this.#later.shift()) next();
      return value;
    } finally {
      this.#isBusy = false;
    }
  }
}

const nothing: Result = { kind: "done", value: new Uint8Array(0) };
const encoder = new TextEncoder();

export function rejection(text: string): Result {
  return { kind: "rejected", text: encoder.encode(text) };
}

export function supersession(text: string): Result {
  return { kind: "superseded", text: encoder.encode(text) };
}

function nameOf({ core, incarnation, sequence }: Proposal): string {
  return `${core} ${incarnation} ${sequence}`;
}
