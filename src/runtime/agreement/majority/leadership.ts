import type { MessageOf, Server } from "../messages.ts";
import type { Proposal } from "../protocol.ts";
import type { Outbox } from "./outbox.ts";
import type { PendingReads } from "./pending-reads.ts";
import type { Presence } from "./presence.ts";
import { ReadIndex } from "./read-index.ts";
import { Reconfiguration } from "./reconfiguration.ts";
import { Replication, window } from "./replication.ts";
import type { ServerLog } from "./server-log.ts";

/** A server's time as the leader: it tells the others what its log says, and commits what a quorum has. */
export class Leadership {
  readonly #log: ServerLog;
  readonly #outbox: Outbox;
  readonly #replication: Replication;
  readonly #reads: ReadIndex;
  readonly #reconfiguration: Reconfiguration;
  /** Entries before this index are of earlier leaders, and committed only together with it (§5.4.2). */
  readonly #begin: number;

  /** In the term that the outbox is in now. `isFirst`: nobody has led before, so that it need not say that it leads. */
  constructor(log: ServerLog, presence: Presence, outbox: Outbox, own: PendingReads, isFirst: boolean) {
    this.#log = log;
    this.#outbox = outbox;
    if (!isFirst) log.append({ term: outbox.term, content: { kind: "nothing" } });
    this.#begin = log.last;
    this.#replication = new Replication(log, presence, outbox);
    this.#reads = new ReadIndex(log, presence, this.#replication, outbox, own);
    this.#reconfiguration = new Reconfiguration(log, presence, this.#replication, outbox, this.#begin);
    this.#replication.follow(this.#reconfiguration.audience, isFirst ? 0 : undefined);
    if (!isFirst) this.#replication.callRoll();
    this.#settle();
  }

  /** Something is to be said again if nobody answers. */
  get isOpen(): boolean {
    const { commit, last } = this.#log;
    return commit < last || !this.#reads.isIdle || this.#reconfiguration.isOpen || this.#replication.isOpen;
  }

  /** Cores whose logs are not what this one is. */
  get awaits(): readonly number[] {
    return this.#replication.awaits;
  }

  propose(proposal: Proposal): void {
    const { last, commit, entries } = this.#log;
    if (last - commit >= window || entries.proposes(proposal, commit)) return;
    this.#log.append({ term: this.#outbox.term, content: { kind: "proposal", proposal } });
    this.#replication.spread();
    this.#settle();
  }

  /** It is told from where on it may read. Nobody is before an entry of this leader is committed. */
  read(from: Server, ticket: number): void {
    if (this.#log.commit >= this.#begin) this.#reads.ask(from, ticket);
  }

  /** What is said to the leader. */
  receive(from: Server, message: MessageOf<"appended"> | MessageOf<"askRead"> | MessageOf<"askLeave">): void {
    if (message.kind === "appended") this.#appended(from, message);
    else if (message.kind === "askRead") this.read(from, message.ticket);
    else this.#reconfiguration.askLeave(from, message.core);
  }

  viewChanged(): void {
    this.#replication.viewChanged();
    this.#regroup();
  }

  /** A core that is to leave in order, or null: none is. */
  relinquish(core: number | null): void {
    if (core === this.#reconfiguration.leaving) return;
    this.#reconfiguration.relinquish(core);
    this.#regroup();
  }

  /** Whether the others decide without the one that is to leave. */
  isDispensable(core: number): boolean {
    return this.#reconfiguration.isDispensable(core);
  }

  /** What nobody has answered goes again. */
  remind(): void {
    this.#replication.remind();
  }

  /** Answers who catches up. */
  supply(to: number, question: MessageOf<"fetch">): void {
    if (question.epoch === this.#outbox.term) this.#replication.supply(to, question);
  }

  #appended(from: Server, message: MessageOf<"appended">): void {
    const progress = this.#replication.note(from, message);
    if (progress === null) return;
    const isAstray = message.match < 0;
    if (!isAstray) this.#settle();
    this.#replication.goOn(progress, isAstray);
    this.#answerWaiting();
  }

  /** Fewer may be a quorum now, maybe this server alone, whom nobody answers any more. */
  #regroup(): void {
    this.#replication.follow(this.#reconfiguration.audience);
    this.#replication.callRoll();
    this.#settle();
    this.#answerWaiting();
  }

  #answerWaiting(): void {
    this.#reads.answer();
    this.#reconfiguration.answerLeave();
  }

  /** A quorum has more than is committed: that is committed where it is of this term (§5.4.2). */
  #settle(): void {
    const { commit, entries } = this.#log;
    const { replicated } = this.#replication;
    const isOfTerm = replicated > commit && entries.termAt(replicated) === this.#outbox.term;
    if (isOfTerm && this.#log.commitTo(replicated)) this.#replication.spread();
    this.#change();
  }

  /** Who decides changes with the entry itself, committed or not (§6). */
  #change(): void {
    const servers = this.#reconfiguration.next;
    if (servers === null) return;
    this.#log.append({ term: this.#outbox.term, content: { kind: "servers", servers } });
    this.#replication.follow(this.#reconfiguration.audience);
    this.#replication.spread();
    this.#settle();
  }
}
