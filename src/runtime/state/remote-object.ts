import type { AgreementView, Proposal } from "../agreement/protocol.ts";
import { ShutdownError, StateLostError } from "../errors.ts";
import type { BootState } from "../kernel/boot-configuration.ts";
import { timeoutFault } from "../kernel/deadlines.ts";
import type { Agreement, NotAgreed, ProposeOptions, WatchOptions } from "./agreement.ts";
import { Alarm } from "./alarm.ts";
import type { Answer, Ask, AskedChange } from "./asks.ts";
import { encodeCommand } from "./command-codec.ts";
import type { Latencies } from "./latencies.ts";
import type { ObjectOwner } from "./object-owner.ts";
import { operations } from "./operations.ts";
import { notAgreed, Proposer, stateLost } from "./proposer.ts";
import { Reads } from "./reads.ts";
import type { ChangeBytes, Command, Query, ReplicatedObject, StateKind } from "./replicated-object.ts";
import { bufferOf, leavable } from "./watchers.ts";

/** Milliseconds until what nobody answers is asked again; for watchers, who may have nothing to hear, longer. */
const patience = 100;
const watchPatience = 1000;

const noAnswer = notAgreed("noQuorum", "no replica has answered in time");

interface Question {
  readonly query: Query;
  readonly isLatest: boolean;
  readonly answered: (value: Uint8Array | null) => void;
}

interface RemoteWatch {
  readonly ticket: number;
  readonly buffer: number;
  received: number;
  /** What came after this answer was asked for. */
  asked: number;
  /** Index of the latest change that it was told of; 0 where changes have none. */
  seen: number;
  readonly changes: AskedChange[];
  isOver: boolean;
  fault: Error | null;
  wake: (() => void) | null;
}

/** An object that this kernel has no replica of: the nearest replica that lives is asked. */
export class RemoteObject implements ReplicatedObject {
  readonly kind: StateKind;
  readonly replica = null;
  readonly #name: string;
  readonly #owner: ObjectOwner;
  readonly #proposer: Proposer;
  readonly #reads: Reads;
  readonly #alarm: Alarm;
  readonly #watchAlarm: Alarm;
  readonly #questions = new Map<number, Question>();
  readonly #watches = new Map<number, RemoteWatch>();
  /** By the plan, the nearest first. */
  readonly #planned: readonly number[];
  /** As it is now. */
  #replicas: readonly number[];
  #asked: number;
  #tickets = 0;
  #isOver = false;
  /** Nobody has the state any more, and who has none yet will never be given it. */
  #isLost = false;
  #isRepeating = false;

  constructor(facts: BootState, owner: ObjectOwner) {
    this.kind = facts.kind;
    this.#name = facts.name;
    this.#owner = owner;
    const nearest = facts.users.find((user) => user.core === owner.core)?.replica;
    const others = facts.tree.cores.filter((core) => core !== nearest);
    this.#planned = nearest === undefined ? others : [nearest, ...others];
    this.#replicas = this.#planned;
    this.#asked = this.#chooseReplica(owner.view);
    this.#proposer = new Proposer(owner.core, owner.incarnation, this, owner.deadlines);
    this.#reads = new Reads(owner.deadlines);
    this.#alarm = new Alarm(owner.deadlines, () => this.#askAgain());
    this.#watchAlarm = new Alarm(owner.deadlines, () => this.#watchAgain());
  }

  // ── what programs do ──

  propose(command: Command, options?: ProposeOptions): Promise<Agreement<Uint8Array>> {
    const fault = timeoutFault(options);
    return fault !== null ? Promise.reject(fault) : this.proposeBytes(encodeCommand(command), options);
  }

  proposeBytes(command: Uint8Array, options?: ProposeOptions): Promise<Agreement<Uint8Array>> {
    if (!this.#owner.hasQuorum || this.#isLost) return Promise.resolve(this.#noAnswer);
    return this.#proposer.propose(command, options);
  }

  async get(query: Query): Promise<Uint8Array | null> {
    const answer = await this.#question(query, false, { timeout: Number.POSITIVE_INFINITY });
    if (answer.kind === "agreed") return answer.value;
    throw this.#isLost ? this.#lossOf() : new ShutdownError();
  }

  read(query: Query, options: ProposeOptions = {}): Promise<Agreement<Uint8Array | null>> {
    const fault = timeoutFault(options);
    return fault !== null ? Promise.reject(fault) : this.#question(query, true, options);
  }

  watch(options: WatchOptions = {}): AsyncIterableIterator<ChangeBytes> {
    const ticket = ++this.#tickets;
    const numbers = { received: 0, asked: 0, seen: 0, buffer: bufferOf(options) };
    const watch = { ticket, ...numbers, changes: [], isOver: this.#isOver, fault: null, wake: null };
    this.#watches.set(ticket, watch);
    if (this.#isLost) endWatch(watch, this.#lossOf());
    else this.#askChanges(watch);
    return leavable(this.#changesOf(watch), () => this.#unwatch(watch));
  }

  now(): number {
    return this.#owner.now();
  }

  /** How long what this kernel has proposed took. */
  get latencies(): Latencies {
    return this.#proposer.latencies;
  }

  // ── what a replica says ──

  /** What a core says that stands in for a replica no more is late, and asked of another already. */
  answered(from: number, answer: Answer): void {
    if (!this.#replicas.includes(from)) return;
    switch (answer.kind) {
      case "settled":
        this.#proposer.settled(answer, answer);
        return;
      case "value":
        this.#answeredQuestion(answer.ticket, answer.isThere ? answer.value : null);
        return;
      case "changes":
        if (from === this.#asked) this.#changed(answer.ticket, answer.number, answer.changes);
        return;
      case "lost":
        this.lose();
        return;
    }
  }

  /** Nobody has the state any more: nothing will come of what is under way. */
  lose(): void {
    this.#isLost = true;
    this.#proposer.fail(stateLost.text);
    this.#reads.fail();
    for (const watch of this.#watches.values()) endWatch(watch, this.#lossOf());
  }

  #lossOf(): StateLostError {
    return new StateLostError(this.#name);
  }

  viewChanged(view: AgreementView): void {
    const before = this.#asked;
    this.#asked = this.#chooseReplica(view);
    this.#proposer.again();
    this.#askQuestions();
    if (this.#asked !== before) this.#watchElsewhere();
  }

  shutdown(): void {
    this.#isOver = true;
    this.#proposer.fail("the system is shutting down");
    this.#reads.fail();
    this.#alarm.stop();
    this.#watchAlarm.stop();
    for (const watch of this.#watches.values()) endWatch(watch);
  }

  // ── what its proposer asks ──

  submit(proposal: Proposal): void {
    this.#ask({ kind: "propose", proposal });
    this.#alarm.set(patience);
  }

  withdraw(): void {}

  wasSent(): boolean {
    return true;
  }

  get #noAnswer(): NotAgreed {
    return this.#isLost ? stateLost : noAnswer;
  }

  #question(query: Query, isLatest: boolean, options: ProposeOptions): Promise<Agreement<Uint8Array | null>> {
    if (this.#isLost) return Promise.resolve(stateLost);
    return new Promise((resolve) => {
      let found: Agreement<Uint8Array | null> | null = null;
      const ticket = this.#reads.open(options, () => {
        this.#questions.delete(ticket);
        resolve(found ?? this.#noAnswer);
      });
      const answered = (value: Uint8Array | null): void => {
        found = { kind: "agreed", index: 0, value };
        this.#reads.answer(ticket);
      };
      this.#questions.set(ticket, { query, isLatest, answered });
      this.#ask({ kind: "get", ticket, isLatest, query });
      this.#alarm.set(patience);
    });
  }

  #answeredQuestion(ticket: number, value: Uint8Array | null): void {
    this.#questions.get(ticket)?.answered(value);
  }

  #askAgain(): void {
    this.#isRepeating = true;
    this.#proposer.again();
    this.#askQuestions();
    this.#isRepeating = false;
    if (!this.#proposer.isIdle || this.#questions.size > 0) this.#alarm.set(patience);
  }

  #askQuestions(): void {
    for (const [ticket, { query, isLatest }] of this.#questions) this.#ask({ kind: "get", ticket, isLatest, query });
  }

  // ── watching ──

  async *#changesOf(watch: RemoteWatch): AsyncGenerator<ChangeBytes, void> {
    try {
      for (;;) {
        for (let change = watch.changes.shift(); change !== undefined; change = watch.changes.shift()) {
          yield changeOf(change);
        }
        if (watch.fault !== null) throw watch.fault;
        if (watch.isOver) return;
        if (watch.asked < watch.received) this.#askChanges(watch);
        await new Promise<void>((resolve) => {
          watch.wake = resolve;
        });
      }
    } finally {
      this.#unwatch(watch);
    }
  }

  #unwatch(watch: RemoteWatch): void {
    if (this.#watches.delete(watch.ticket)) this.#ask({ kind: "unwatch", ticket: watch.ticket });
    endWatch(watch);
  }

  /** The next answer is asked for when this one has been read: no more than one is on its way, or waits here. */
  #changed(ticket: number, number: number, changes: readonly AskedChange[]): void {
    const watch = this.#watches.get(ticket);
    if (watch === undefined || number !== watch.received + 1) return;
    watch.received = number;
    for (const change of changes) if (isNews(watch, change)) watch.changes.push(change);
    wakeWatch(watch);
  }

  #askChanges(watch: RemoteWatch): void {
    const { ticket, received, buffer } = watch;
    watch.asked = received;
    this.#ask({ kind: "watch", ticket, received, buffer });
    this.#watchAlarm.set(watchPatience);
  }

  #watchAgain(): void {
    for (const watch of this.#watches.values())
      if (watch.changes.length === 0 && !watch.isOver) this.#askChanges(watch);
  }

  /** Who has heard nothing yet may have missed what the replica before had to tell. */
  #watchElsewhere(): void {
    for (const watch of this.#watches.values()) watch.received = Math.max(watch.received, 1);
    this.#watchAgain();
  }

  #ask(ask: Ask): void {
    if (this.#asked >= 0 && !this.#isOver) this.#owner.ask(this.#asked, ask, this.#isRepeating);
  }

  #chooseReplica({ members, replicas }: AgreementView): number {
    const others = replicas?.filter((core) => !this.#planned.includes(core)) ?? [];
    this.#replicas = others.length === 0 ? this.#planned : [...this.#planned, ...others];
    // What it agrees on itself it has applied when it answers.
    if (others.includes(this.#owner.core)) return this.#owner.core;
    return this.#replicas.find((replica) => members.has(replica)) ?? -1;
  }
}

/** Another replica may not have got as far as the one that was asked before. */
function isNews(watch: RemoteWatch, { index }: AskedChange): boolean {
  if (watch.seen > 0 && index <= watch.seen) return false;
  watch.seen = index;
  return true;
}

function wakeWatch(watch: RemoteWatch): void {
  watch.wake?.();
  watch.wake = null;
}

function endWatch(watch: RemoteWatch, fault: Error | null = null): void {
  if (!watch.isOver) watch.fault = fault;
  watch.isOver = true;
  wakeWatch(watch);
}

function changeOf(change: AskedChange): ChangeBytes {
  if (change.kind === "change") return { ...change };
  const snapshot = change.entries.map(({ key, value }) => [key, value] as const);
  return { index: change.index, operation: operations.missed, snapshot };
}
