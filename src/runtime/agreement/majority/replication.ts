import { partBytes, Supply } from "../catch-up.ts";
import type { MessageOf, Server } from "../messages.ts";
import type { Outbox } from "./outbox.ts";
import type { Presence } from "./presence.ts";
import { hasServer, isSameServer, reachedByQuorum } from "./quorum.ts";
import type { ServerLog } from "./server-log.ts";

/** Entries that are in the log and not committed, at most; who is to become a server lacks no more of what is committed. */
export const window = 64;

/** Nothing was heard of a server's log. */
const unknown = -1;

/** How far a server, or one that is to become one, has come: `matchIndex` and `nextIndex` of Raft (2014, figure 2). */
export interface Progress {
  readonly server: Server;
  /** Its log is known to be the leader's up to there. */
  match: number;
  /** What it is sent next. */
  next: number;
  /** The last round of messages it has answered. */
  round: number;
}

/** What a leader tells each of the others of its log, and what they have of it (§5.3). */
export class Replication {
  readonly #log: ServerLog;
  readonly #presence: Presence;
  readonly #outbox: Outbox;
  readonly #supply: Supply;
  /** By core. */
  readonly #progress = new Map<number, Progress>();
  #round = 0;
  /** Who has answered this round has been there since it last had to be known who is. */
  #rollCall = 0;

  constructor(log: ServerLog, presence: Presence, outbox: Outbox) {
    this.#log = log;
    this.#presence = presence;
    this.#outbox = outbox;
    this.#supply = new Supply(log.entries, () => log.take());
  }

  /** Somebody who is there has not got all, or has yet to become a server. */
  get isOpen(): boolean {
    const { last, servers } = this.#log;
    return [...this.#progress.values()].some(({ match, server }) => {
      return this.#presence.isThere(server) && (match < last || !hasServer(servers, server));
    });
  }

  /** Cores whose logs are not what this one is. */
  get awaits(): readonly number[] {
    const { last } = this.#log;
    return [...this.#progress.values()].filter(({ match }) => match < last).map(({ server }) => server.core);
  }

  /** Up to where a quorum has the log. */
  get replicated(): number {
    return this.#reached(this.#log.last, ({ match }) => match);
  }

  /** The latest round that a quorum has answered. */
  get confirmed(): number {
    return this.#reached(this.#round, ({ round }) => round);
  }

  /** Those of the others who have nearly all that is committed. One that is busy is always a little behind those who are not. */
  get caughtUp(): readonly Server[] {
    const enough = this.#log.commit - window;
    // One that has died may not be known to have.
    const near = [...this.#progress.values()].filter(
      ({ match, round }) => match >= 0 && match >= enough && round >= this.#rollCall,
    );
    return near.map(({ server }) => server);
  }

  /** Those of some servers who have answered since it last had to be known who is there. */
  countPresent(servers: readonly Server[]): number {
    const { self } = this.#presence;
    const present = servers.filter(
      (server) => isSameServer(server, self) || this.#valueOf(server, ({ round }) => round) >= this.#rollCall,
    );
    return present.length;
  }

  /** From now on the log goes to these, and to nobody else. `match`: up to where those that are new have it, if that is known. */
  follow(others: readonly Server[], match: number = unknown): void {
    for (const [core, { server }] of this.#progress) if (!hasServer(others, server)) this.#progress.delete(core);
    for (const server of others) {
      if (this.#progress.has(server.core)) continue;
      this.#progress.set(server.core, { server, match, next: this.#log.last + 1, round: 0 });
    }
  }

  /** Everything that was not sent yet, and that this server leads, to everybody. */
  spread(): void {
    for (const progress of this.#progress.values()) if (this.#presence.isThere(progress.server)) this.#send(progress);
  }

  /** What nobody has answered goes again. */
  remind(): void {
    for (const progress of this.#progress.values()) {
      if (!this.#presence.isThere(progress.server)) continue;
      progress.next = Math.max(1, progress.match + 1);
      this.#send(progress);
    }
  }

  /** Its number: who answers it has heard of this leader after now. */
  beginRound(): number {
    return ++this.#round;
  }

  /** It has to be known anew who is there. */
  callRoll(): void {
    this.#rollCall = this.beginRound();
    this.spread();
  }

  /** Notes how far somebody is; null for what nobody it is told to would say. */
  note(from: Server, { match, last, round }: MessageOf<"appended">): Progress | null {
    const progress = this.#progressOf(from);
    if (progress === undefined) return null;
    progress.round = Math.max(progress.round, round);
    if (match > this.#log.last || last < -1) return null;
    progress.match = Math.max(progress.match, match);
    const next = match >= 0 ? progress.next : Math.min(progress.next - 1, last + 1);
    progress.next = Math.max(1, next, progress.match + 1);
    return progress;
  }

  /**
   * Sends what somebody lacks who has answered, also if that has made it a server no more. `isAstray`: its log was not the
   * leader's where the last message went on from.
   */
  goOn(progress: Progress, isAstray: boolean): void {
    if (isAstray || progress.next <= this.#lastFor(progress)) this.#send(progress);
  }

  /** Answers who catches up. */
  supply(to: number, question: MessageOf<"fetch">): void {
    const part = this.#supply.answer(to, question);
    if (part !== null) this.#outbox.exchange(to, part);
  }

  /** Who is gone asks for nothing more. */
  viewChanged(): void {
    this.#supply.keep((core) => this.#presence.isMember(core));
  }

  #progressOf(server: Server): Progress | undefined {
    const progress = this.#progress.get(server.core);
    return progress !== undefined && isSameServer(progress.server, server) ? progress : undefined;
  }

  #valueOf(server: Server, valueFor: (progress: Progress) => number): number {
    const progress = this.#progressOf(server);
    return progress === undefined ? unknown : valueFor(progress);
  }

  /** What a quorum has come to. `own`: this server itself. */
  #reached(own: number, valueFor: (progress: Progress) => number): number {
    const { self } = this.#presence;
    return reachedByQuorum(this.#log.servers, (server) => {
      return isSameServer(server, self) ? own : this.#valueOf(server, valueFor);
    });
  }

  /**
   * Who is to become a server has only what is committed: with more it could refuse its vote to the only one that can be
   * elected, and could not be elected itself.
   */
  #lastFor({ server }: Progress): number {
    const { servers, last, commit } = this.#log;
    return hasServer(servers, server) ? last : commit;
  }

  #send(progress: Progress): void {
    const { entries: log, commit } = this.#log;
    const last = this.#lastFor(progress);
    const previous = Math.min(progress.next, last + 1) - 1;
    if (previous < log.base) {
      this.#outbox.send(progress.server, { kind: "behind", base: log.base });
      return;
    }
    const entries = log.from(previous + 1, partBytes, last);
    progress.next = previous + 1 + entries.length;
    const previousTerm = log.termAt(previous);
    this.#outbox.send(progress.server, { kind: "append", previous, previousTerm, commit, round: this.#round, entries });
  }
}
