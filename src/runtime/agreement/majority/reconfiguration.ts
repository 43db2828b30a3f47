import type { Server } from "../messages.ts";
import type { Outbox } from "./outbox.ts";
import type { Presence } from "./presence.ts";
import { hasServer, isEven, isSameServer, quorumOf } from "./quorum.ts";
import type { Replication } from "./replication.ts";
import type { ServerLog } from "./server-log.ts";

/**
 * Which servers a leader wants to decide: one more or less than now, and the next only when that is committed (Ongaro, 2014,
 * §4.1), and an entry of its own term (Ongaro, raft-dev 2015).
 */
export class Reconfiguration {
  readonly #log: ServerLog;
  readonly #presence: Presence;
  readonly #replication: Replication;
  readonly #outbox: Outbox;
  /** Index of the first entry of this leader. */
  readonly #begin: number;
  /** A core that is to leave in order; null for none. */
  #leaving: number | null = null;
  /** Who has asked whether a core may leave, by core: which one. */
  readonly #asked = new Map<number, { readonly from: Server; readonly core: number }>();

  constructor(log: ServerLog, presence: Presence, replication: Replication, outbox: Outbox, begin: number) {
    this.#log = log;
    this.#presence = presence;
    this.#replication = replication;
    this.#outbox = outbox;
    this.#begin = begin;
  }

  /** A server is to go, or it is not known yet whether a core may. */
  get isOpen(): boolean {
    return this.#idle !== undefined || (this.#leaving !== null && !this.isDispensable(this.#leaving));
  }

  get leaving(): number | null {
    return this.#leaving;
  }

  /** Those to whom the log goes: the other servers, and the replicas that are to become some. */
  get audience(): readonly Server[] {
    const { servers } = this.#log;
    const learners = this.#wanted.filter((wanted) => !servers.some(({ core }) => core === wanted.core));
    return [...servers, ...learners].filter(({ core }) => core !== this.#presence.self.core);
  }

  /** The servers that are to decide next; null where they are to stay the same, or no change may be made now. */
  get next(): readonly Server[] | null {
    return this.#mayChange ? (this.#withoutGone ?? this.#withNew ?? this.#withoutIdle) : null;
  }

  /** It is told of everything, and counts, until it has gone. */
  relinquish(core: number | null): void {
    this.#leaving = core;
  }

  /** It is answered once it may. */
  askLeave(from: Server, core: number): void {
    this.#asked.set(from.core, { from, core });
    this.answerLeave();
  }

  answerLeave(): void {
    for (const [key, { from, core }] of this.#asked) {
      if (!this.isDispensable(core)) continue;
      this.#asked.delete(key);
      this.#outbox.send(from, { kind: "mayLeave", core });
    }
  }

  /**
   * Whether the others decide without the one that is to leave: it is none of the servers any more, or those who have
   * answered since that was said are so many that it may go as one who is lost.
   */
  isDispensable(core: number): boolean {
    if (!this.#mayChange) return false;
    const { servers } = this.#log;
    const rest = servers.filter((server) => server.core !== core);
    if (rest.length === servers.length) return true;
    const isEnough = this.#replication.countPresent(rest) >= quorumOf(servers);
    return core === this.#leaving && !isEven(servers) && isEnough;
  }

  get #mayChange(): boolean {
    const { serversAt, commit } = this.#log;
    return serversAt <= commit && commit >= this.#begin;
  }

  // No change leaves fewer than there could be: first goes who is lost or has begun anew, then comes who has nearly all that is
  // committed, then goes who is to leave, who votes until then, and last who has only stood in.

  get #withoutGone(): readonly Server[] | null {
    const { servers } = this.#log;
    const gone = this.#others.find((server) => !this.#presence.isThere(server));
    return gone === undefined ? null : servers.filter((server) => server !== gone);
  }

  get #withNew(): readonly Server[] | null {
    const { servers } = this.#log;
    const found = this.#replication.caughtUp.find((server) => {
      return this.#presence.isThere(server) && server.core !== this.#leaving && !hasServer(servers, server);
    });
    return found === undefined ? null : [...servers, found];
  }

  /**
   * One of the rest may be dead without anybody's knowing, and who is to go, and votes, the only one that is left to decide on
   * that.
   */
  get #withoutIdle(): readonly Server[] | null {
    const { servers } = this.#log;
    const idle = this.#idle;
    const rest = servers.filter((server) => server !== idle);
    return idle !== undefined && this.#replication.countPresent(rest) >= quorumOf(rest) ? rest : null;
  }

  /**
   * A server that could go: the one that is to leave, or one that has stood in for another. Of an odd number who is to leave
   * stays until it has gone: one server less would bear one loss less, and should another be lost in this very moment, those
   * that are left could neither make the change nor take it back.
   */
  get #idle(): Server | undefined {
    const leaver = this.#others.find(({ core }) => core === this.#leaving);
    if (leaver !== undefined && isEven(this.#log.servers)) return leaver;
    const wanted = this.#wanted;
    return this.#others.find((each) => each !== leaver && !hasServer(wanted, each));
  }

  /** The servers but this one. */
  get #others(): readonly Server[] {
    return this.#log.servers.filter((server) => !isSameServer(server, this.#presence.self));
  }

  /** The replicas of the view that stay. */
  get #wanted(): readonly Server[] {
    return this.#presence.replicas.filter(({ core }) => core !== this.#leaving);
  }
}
