import type { Snapshot } from "../catch-up.ts";
import { EntryLog } from "../entry-log.ts";
import { decode, encode, fields, record } from "../fields.ts";
import { type Entry, type Server, serversField } from "../messages.ts";
import { nobody, type ProtocolPort } from "../protocol.ts";

const snapshotField = record({ servers: serversField, state: fields.bytes });

type StatePort = Pick<ProtocolPort, "apply" | "settle" | "snapshot" | "restore">;

/** A server's log, what of it is committed, and who decides: as the last entry on that says, committed or not (§6). */
export class ServerLog {
  readonly entries: EntryLog;
  readonly #port: StatePort;
  /** Who decides as of the log's base. */
  #first: readonly Server[];
  #servers: readonly Server[];
  /** Index of the entry that says so. */
  #serversAt = 0;
  #commit = 0;

  constructor(port: StatePort, servers: readonly Server[], retained: number) {
    this.entries = new EntryLog(retained);
    this.#port = port;
    this.#first = servers;
    this.#servers = servers;
  }

  get servers(): readonly Server[] {
    return this.#servers;
  }

  /** As far as it is committed. */
  get agreedServers(): readonly Server[] {
    return this.#serversAt <= this.#commit ? this.#servers : this.#serversUpTo(this.#commit);
  }

  get serversAt(): number {
    return this.#serversAt;
  }

  get commit(): number {
    return this.#commit;
  }

  get last(): number {
    return this.entries.last;
  }

  get lastTerm(): number {
    return this.entries.termAt(this.entries.last);
  }

  append(entry: Entry): void {
    const index = this.entries.append(entry);
    if (entry.content.kind !== "servers") return;
    this.#servers = entry.content.servers;
    this.#serversAt = index;
  }

  /** Takes the leader's entries after `previous`, which is in the log: what contradicts them goes (§5.3). */
  accept(previous: number, entries: readonly Entry[]): void {
    for (const [place, entry] of entries.entries()) {
      const index = previous + 1 + place;
      if (index <= this.entries.base || this.entries.termAt(index) === entry.term) continue;
      if (index <= this.last) this.#truncate(index - 1);
      this.append(entry);
    }
  }

  /** A quorum has everything up to there: applies it. */
  commitTo(index: number): boolean {
    const reached = Math.min(index, this.last);
    if (reached <= this.#commit) return false;
    while (this.#commit < reached) {
      const content = this.entries.at(++this.#commit)?.content;
      if (content?.kind !== "proposal") continue;
      this.#port.apply(this.#commit, content.proposal, nobody);
      this.#port.settle(content.proposal);
    }
    this.#compact();
    return true;
  }

  take(): Snapshot {
    const bytes = encode(snapshotField, { servers: this.#serversUpTo(this.#commit), state: this.#port.snapshot() });
    return { index: this.#commit, term: this.entries.termAt(this.#commit), bytes };
  }

  /**
   * Takes a leader's state in place of the log up to there. What goes on from there stays (§7): the leader may have counted
   * it. False for bytes that are none.
   */
  install({ index, term, bytes }: Snapshot): boolean {
    const snapshot = decode(snapshotField, bytes);
    if (snapshot === null || !this.#port.restore(snapshot.state)) return false;
    this.entries.rebase(index, term);
    this.#commit = index;
    this.#first = snapshot.servers;
    this.#servers = this.#serversUpTo(this.last);
    this.#serversAt = this.#serversIndexUpTo(this.last);
    return true;
  }

  /** Nothing is known any more. */
  forget(): void {
    this.entries.reset(0, 0);
    this.#commit = 0;
    this.#first = [];
    this.#servers = [];
    this.#serversAt = 0;
  }

  #truncate(index: number): void {
    this.entries.truncate(index);
    this.#servers = this.#serversUpTo(index);
    this.#serversAt = this.#serversIndexUpTo(index);
  }

  #compact(): void {
    const base = this.entries.compactedBase(this.#commit);
    if (base === this.entries.base) return;
    this.#first = this.#serversUpTo(base);
    this.entries.compact(this.#commit);
  }

  #serversUpTo(index: number): readonly Server[] {
    const content = this.entries.at(this.#serversIndexUpTo(index))?.content;
    return content?.kind === "servers" ? content.servers : this.#first;
  }

  /** Index of the last entry up to there that says who decides; the log's base where none does. */
  #serversIndexUpTo(index: number): number {
    for (let at = index; at > this.entries.base; at--) {
      if (this.entries.at(at)?.content.kind === "servers") return at;
    }
    return this.entries.base;
  }
}
