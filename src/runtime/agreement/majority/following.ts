import { CatchUp, type Part, type Snapshot } from "../catch-up.ts";
import type { MessageOf, Server } from "../messages.ts";
import type { Outbox } from "./outbox.ts";
import type { PendingReads } from "./pending-reads.ts";
import type { ServerLog } from "./server-log.ts";

/**
 * A server's time under one leader: it takes that one's entries (`AppendEntries`, §5.3), and its state where they are in the
 * leader's log no more (`InstallSnapshot`, §7).
 */
export class Following {
  readonly leader: Server;
  readonly #log: ServerLog;
  readonly #reads: PendingReads;
  readonly #outbox: Outbox;
  readonly #term: number;
  readonly #snapshotBytes: number;
  #catchUp: CatchUp | null = null;

  /** In the term that the outbox is in now. `snapshotBytes`: most that the leader's state has. */
  constructor(leader: Server, log: ServerLog, reads: PendingReads, outbox: Outbox, snapshotBytes: number) {
    this.leader = leader;
    this.#log = log;
    this.#reads = reads;
    this.#outbox = outbox;
    this.#term = outbox.term;
    this.#snapshotBytes = snapshotBytes;
  }

  /** Whether it is being given the leader's state. */
  get catchesUp(): boolean {
    return this.#catchUp !== null;
  }

  append({ previous, previousTerm, commit, round, entries }: MessageOf<"append">): void {
    const log = this.#log;
    const isOld = previous < log.commit;
    if (!isOld && log.entries.termAt(previous) !== previousTerm) {
      // Terms of what is not committed may differ: the leader looks for where they agree.
      this.#answer(-1, Math.min(log.last, previous - 1), round);
      return;
    }
    log.accept(previous, entries);
    const match = Math.max(log.commit, previous + entries.length);
    const isNews = log.commitTo(Math.min(commit, match));
    if (isNews) this.#reads.answer(log.commit);
    if (!isNews || entries.length > 0) this.#answer(match, log.last, round);
  }

  /** What comes next is in the leader's log no more, which goes from `base` on. */
  fallBehind({ base }: MessageOf<"behind">): void {
    const { commit, last } = this.#log;
    if (base <= commit) this.#answer(commit, last, 0);
    else if (this.#catchUp === null) {
      this.#catchUp = new CatchUp(this.leader.core, this.#term, commit, base, this.#snapshotBytes);
      this.#ask(this.#catchUp);
    }
  }

  /** What is missing of the leader's state is asked for again. */
  remind(): void {
    if (this.#catchUp !== null) this.#ask(this.#catchUp);
  }

  /** Whether it brought something. */
  acceptPart(part: Part): boolean {
    const catchUp = this.#catchUp;
    if (part.epoch !== this.#term || catchUp === null || !catchUp.accept(part)) return false;
    if (catchUp.missed === null) this.#ask(catchUp);
    else this.#install(catchUp.missed.snapshot);
    return true;
  }

  #install(snapshot: Snapshot | null): void {
    const log = this.#log;
    this.#catchUp = null;
    if (snapshot === null || snapshot.index <= log.commit || !log.install(snapshot)) return;
    this.#reads.answer(log.commit);
    // What goes on from it in the log here may be of an earlier leader.
    this.#answer(log.commit, log.last, 0);
  }

  #answer(match: number, last: number, round: number): void {
    this.#outbox.send(this.leader, { kind: "appended", match, last, round });
  }

  #ask({ source, request }: CatchUp): void {
    this.#outbox.exchange(source, request);
  }
}
