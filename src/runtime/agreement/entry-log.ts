import type { Entry } from "./messages.ts";
import { isSameProposal, type Proposal } from "./protocol.ts";

/** Bytes that an entry takes in a message, at least. */
const entryBytes = 32;

/** What is not in a snapshot yet, in order. The first entry of all has index 1. */
export class EntryLog {
  readonly #retained: number;
  #base = 0;
  #baseTerm = 0;
  #entries: Entry[] = [];

  /** `retained`: entries that are kept though they are in the state; half as many more come before they are forgotten. */
  constructor(retained: number) {
    this.#retained = retained;
  }

  /** The entries begin after this index. */
  get base(): number {
    return this.#base;
  }

  get last(): number {
    return this.#base + this.#entries.length;
  }

  at(index: number): Entry | undefined {
    return this.#entries[index - this.#base - 1];
  }

  /** Of the entry at an index not before {@link base}; -1 where there is none. */
  termAt(index: number): number {
    return index === this.#base ? this.#baseTerm : (this.at(index)?.term ?? -1);
  }

  /** Whether one of the entries after an index is that proposal. */
  proposes(proposal: Proposal, after: number): boolean {
    for (let index = this.last; index > after; index--) {
      const content = this.at(index)?.content;
      if (content?.kind === "proposal" && isSameProposal(content.proposal, proposal)) return true;
    }
    return false;
  }

  /** Returns its index. */
  append(entry: Entry): number {
    this.#entries.push(entry);
    return this.last;
  }

  /** Drops what comes after an index. */
  truncate(index: number): void {
    if (index < this.last) this.#entries.length = Math.max(0, index - this.#base);
  }

  /** From an index on, as many as go into so many bytes, but at least one; none after `until`. */
  from(first: number, bytes: number, until: number = this.last): readonly Entry[] {
    const found: Entry[] = [];
    let room = bytes;
    for (let index = first; index <= until; index++) {
      const entry = this.at(index);
      if (entry === undefined) break;
      room -= bytesOf(entry);
      if (room < 0 && found.length > 0) break;
      found.push(entry);
    }
    return found;
  }

  /** Everything up to an index is in a snapshot. */
  reset(base: number, term: number): void {
    this.#base = base;
    this.#baseTerm = term;
    this.#entries = [];
  }

  /** The same; entries after the index stay where the one there is of that term: they go on from it. */
  rebase(base: number, term: number): void {
    const kept = base >= this.#base && this.termAt(base) === term ? this.#entries.slice(base - this.#base) : [];
    this.reset(base, term);
    this.#entries = kept;
  }

  /** The base after {@link compact}. */
  compactedBase(delivered: number): number {
    const base = delivered - this.#retained;
    return base - this.#base <= this.#retained >> 1 ? this.#base : base;
  }

  /** Everything up to `delivered` is in the state; forgets what is old. */
  compact(delivered: number): void {
    const base = this.compactedBase(delivered);
    if (base === this.#base) return;
    this.#baseTerm = this.termAt(base);
    this.#entries.splice(0, base - this.#base);
    this.#base = base;
  }
}

function bytesOf({ content }: Entry): number {
  return entryBytes + (content.kind === "proposal" ? content.proposal.command.length : 0);
}
