import type { Server } from "../messages.ts";
import type { Outbox } from "./outbox.ts";
import type { PendingReads } from "./pending-reads.ts";
import type { Presence } from "./presence.ts";
import { isSameServer } from "./quorum.ts";
import type { Replication } from "./replication.ts";
import type { ServerLog } from "./server-log.ts";

/** Reads that wait for their round, at most. */
const mostReads = 1024;

interface Read {
  readonly round: number;
  readonly index: number;
  readonly from: Server;
  readonly ticket: number;
}

/**
 * Linearisable reads: what is committed now is what a read sees, once a quorum confirms that this server leads still (Ongaro,
 * 2014, §6.4).
 */
export class ReadIndex {
  readonly #log: ServerLog;
  readonly #presence: Presence;
  readonly #replication: Replication;
  readonly #outbox: Outbox;
  /** Of this server's own programs. */
  readonly #own: PendingReads;
  #reads: Read[] = [];

  constructor(log: ServerLog, presence: Presence, replication: Replication, outbox: Outbox, own: PendingReads) {
    this.#log = log;
    this.#presence = presence;
    this.#replication = replication;
    this.#outbox = outbox;
    this.#own = own;
  }

  /** Nobody waits. */
  get isIdle(): boolean {
    return this.#reads.length === 0;
  }

  ask(from: Server, ticket: number): void {
    if (this.#reads.length >= mostReads) return;
    if (this.#reads.some((read) => read.ticket === ticket && isSameServer(read.from, from))) return;
    this.#reads.push({ round: this.#replication.beginRound(), index: this.#log.commit, from, ticket });
    this.#replication.spread();
    this.answer();
  }

  /** Those whose round a quorum has answered. */
  answer(): void {
    if (this.isIdle) return;
    const { confirmed } = this.#replication;
    const done = this.#reads.filter(({ round }) => round <= confirmed);
    this.#reads = this.#reads.filter(({ round }) => round > confirmed);
    for (const read of done) this.#tell(read);
  }

  #tell({ from, ticket, index }: Read): void {
    if (isSameServer(from, this.#presence.self)) this.#own.expect(ticket, index, this.#log.commit);
    else this.#outbox.send(from, { kind: "readFrom", ticket, index });
  }
}
