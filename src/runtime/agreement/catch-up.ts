import type { EntryLog } from "./entry-log.ts";
import type { Entry, MessageOf } from "./messages.ts";

/** Bytes of entries or of a snapshot in one message. */
export const partBytes = 2048;

/** Another replica's state as of an index. */
export interface Snapshot {
  readonly index: number;
  readonly term: number;
  readonly bytes: Uint8Array;
}

/** What was missed. */
export interface Missed {
  readonly snapshot: Snapshot | null;
  /** After the snapshot, or after what was known already. */
  readonly entries: readonly Entry[];
}

export type Part = MessageOf<"logPart"> | MessageOf<"snapshotPart">;

interface PartialSnapshot {
  readonly index: number;
  readonly term: number;
  readonly bytes: Uint8Array;
  filled: number;
}

/** Gets what a replica has missed from another, one part at a time; it asks, the other only answers. */
export class CatchUp {
  readonly source: number;
  readonly #epoch: number;
  readonly #until: number;
  readonly #mostBytes: number;
  readonly #entries: Entry[] = [];
  #after: number;
  #snapshot: Snapshot | null = null;
  #partial: PartialSnapshot | null = null;

  constructor(source: number, epoch: number, after: number, until: number, mostBytes: number) {
    this.source = source;
    this.#epoch = epoch;
    this.#after = after;
    this.#until = until;
    this.#mostBytes = mostBytes;
  }

  /** All there is to have; null while something is missing. */
  get missed(): Missed | null {
    if (this.#partial !== null || this.#after < this.#until) return null;
    return { snapshot: this.#snapshot, entries: this.#entries };
  }

  /** What to ask for next. */
  get request(): MessageOf<"fetch"> {
    const { index = 0, filled = 0 } = this.#partial ?? {};
    return { kind: "fetch", epoch: this.#epoch, after: this.#after, snapshot: index, offset: filled };
  }

  /** Whether it brought something. */
  accept(part: Part): boolean {
    return part.kind === "logPart" ? this.#acceptEntries(part) : this.#acceptBytes(part);
  }

  #acceptEntries({ first, entries }: MessageOf<"logPart">): boolean {
    if (first !== this.#after + 1 || entries.length === 0 || this.#partial !== null) return false;
    const wanted = entries.slice(0, this.#until - this.#after);
    this.#entries.push(...wanted);
    this.#after += wanted.length;
    return true;
  }

  #acceptBytes({ index, term, total, offset, bytes }: MessageOf<"snapshotPart">): boolean {
    if (index < this.#after || total > this.#mostBytes) return false;
    const isSame = index === this.#partial?.index && total === this.#partial.bytes.length;
    if (!isSame && offset !== 0) return false;
    if (!isSame) this.#partial = { index, term, bytes: new Uint8Array(total), filled: 0 };
    const partial = this.#partial;
    if (partial === null || offset !== partial.filled || offset + bytes.length > total) return false;
    partial.bytes.set(bytes, offset);
    partial.filled += bytes.length;
    if (partial.filled === total) this.#finish(partial);
    return true;
  }

  #finish({ index, term, bytes }: PartialSnapshot): void {
    this.#partial = null;
    this.#snapshot = { index, term, bytes };
    this.#entries.length = 0;
    this.#after = index;
  }
}

/** Snapshots that are held for others at once; whoever else wants one asks again later. */
const mostHeld = 2;
/** Questions of others after which who has not asked is taken to want no more: a question may come late, when all was had. */
const mostPassedOver = 8;

interface Held {
  readonly snapshot: Snapshot;
  /** When it was asked for last, in questions. */
  readonly asked: number;
}

/**
 * Gives others what they have missed. A snapshot is held for who asks for it until all of it was: one for all would be taken
 * anew whenever the state has changed, and two that ask in turn would both begin again and again.
 */
export class Supply {
  readonly #log: EntryLog;
  readonly #take: () => Snapshot;
  /** By who asks. */
  readonly #held = new Map<number, Held>();
  /** Questions so far. */
  #asked = 0;

  /** `take`: the state as it is. Snapshots of the same index are the same. */
  constructor(log: EntryLog, take: () => Snapshot) {
    this.#log = log;
    this.#take = take;
  }

  /** Null for who asks for what is not there, or is to ask later. */
  answer(to: number, { epoch, after, snapshot, offset }: MessageOf<"fetch">): Part | null {
    if (after > this.#log.last) return null;
    if (snapshot === 0 && after >= this.#log.base) {
      return { kind: "logPart", epoch, first: after + 1, entries: this.#log.from(after + 1, partBytes) };
    }
    const held = this.#hold(to, after);
    if (held === null) return null;
    const { index, term, bytes } = held;
    const from = index === snapshot ? Math.min(offset, bytes.length) : 0;
    const part = bytes.subarray(from, from + partBytes);
    if (from + part.length === bytes.length) this.#held.delete(to);
    return { kind: "snapshotPart", epoch, index, term, total: bytes.length, offset: from, bytes: part };
  }

  /** Nobody will ask any more for what is held. */
  forget(): void {
    this.#held.clear();
  }

  /** Lets go of what is held for those for whom it does not hold. */
  keep(isThere: (core: number) => boolean): void {
    for (const core of [...this.#held.keys()]) if (!isThere(core)) this.#held.delete(core);
  }

  #hold(to: number, after: number): Snapshot | null {
    const asked = ++this.#asked;
    const known = this.#held.get(to);
    if (known === undefined) this.#makeRoom(asked);
    if (known === undefined && this.#held.size >= mostHeld) return null;
    const snapshot = known !== undefined && known.snapshot.index > after ? known.snapshot : this.#take();
    this.#held.set(to, { snapshot, asked });
    return snapshot;
  }

  #makeRoom(now: number): void {
    for (const [core, { asked }] of this.#held) if (now - asked > mostPassedOver) this.#held.delete(core);
  }
}
