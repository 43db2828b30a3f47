import type { AgreementView, Proposal } from "../agreement/protocol.ts";
import { ShutdownError, StateLostError, TimeoutError } from "../errors.ts";
import type { BootState } from "../kernel/boot-configuration.ts";
import { defaultTimeout, timeoutFault } from "../kernel/deadlines.ts";
import type { Agreement, NotAgreed, ProposeOptions, WatchOptions } from "./agreement.ts";
import { Alarm } from "./alarm.ts";
import type { Answer, Ask } from "./asks.ts";
import { encodeCommand } from "./command-codec.ts";
import type { Latencies } from "./latencies.ts";
import type { ObjectOwner } from "./object-owner.ts";
import { notAgreed, Proposer, shutDown, stateLost } from "./proposer.ts";
import { Reads } from "./reads.ts";
import type { ChangeBytes, Command, Query, ReplicatedObject, StateKind } from "./replicated-object.ts";
import { ticketsOf } from "./tickets.ts";
import { WatchesElsewhere } from "./watches-elsewhere.ts";

/** Milliseconds until what nobody answers is asked again. */
const patience = 100;

const noAnswer = notAgreed("noQuorum", "no replica has answered in time");

interface Question {
  readonly query: Query;
  readonly isLatest: boolean;
  readonly answered: (value: Uint8Array | null) => void;
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
  readonly #questions = new Map<number, Question>();
  readonly #watches: WatchesElsewhere;
  /** By the plan, the nearest first. */
  readonly #planned: readonly number[];
  /** As it is now. */
  #replicas: readonly number[];
  #asked: number;
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
    const tickets = ticketsOf(owner.incarnation);
    this.#reads = new Reads(owner.deadlines, tickets);
    this.#alarm = new Alarm(owner.deadlines, () => this.#askAgain());
    this.#watches = new WatchesElsewhere(owner.deadlines, tickets, (ask) => this.#ask(ask));
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
    const answer = await this.#question(query, false, {});
    if (answer.kind === "agreed") return answer.value;
    if (this.#isLost) throw this.#lossOf();
    throw this.#isOver ? new ShutdownError() : new TimeoutError(this.#name, defaultTimeout);
  }

  read(query: Query, options: ProposeOptions = {}): Promise<Agreement<Uint8Array | null>> {
    const fault = timeoutFault(options);
    return fault !== null ? Promise.reject(fault) : this.#question(query, true, options);
  }

  watch(options: WatchOptions = {}): AsyncIterableIterator<ChangeBytes> {
    return this.#watches.add(options);
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
        this.#questions.get(answer.ticket)?.answered(answer.isThere ? answer.value : null);
        return;
      case "changes":
        if (from === this.#asked) this.#watches.answered(answer.ticket, answer.number, answer.changes);
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
    this.#watches.end(this.#lossOf());
  }

  #lossOf(): StateLostError {
    return new StateLostError(this.#name);
  }

  viewChanged(view: AgreementView): void {
    const next = this.#chooseReplica(view);
    const isAnother = next !== this.#asked;
    if (isAnother) this.#watches.moveOn();
    this.#asked = next;
    this.#proposer.again();
    this.#askQuestions();
    if (isAnother) this.#watches.askAgain();
  }

  shutdown(): void {
    this.#isOver = true;
    this.#proposer.end(shutDown.text);
    this.#reads.fail();
    this.#alarm.stop();
    this.#watches.end(null);
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
    if (this.#isLost) return stateLost;
    return this.#isOver ? shutDown : noAnswer;
  }

  #question(query: Query, isLatest: boolean, options: ProposeOptions): Promise<Agreement<Uint8Array | null>> {
    if (this.#isLost || this.#isOver) return Promise.resolve(this.#noAnswer);
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
