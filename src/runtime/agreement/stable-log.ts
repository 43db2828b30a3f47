import type { Snapshot } from "./catch-up.ts";
import { EntryLog } from "./entry-log.ts";
import type { Entry } from "./messages.ts";
import type { ProtocolPort } from "./protocol.ts";

/** A replica's log, how much of it all replicas of the view have, and how much of that is in the state. */
export class StableLog {
  readonly entries: EntryLog;
  readonly #port: Pick<ProtocolPort, "snapshot" | "restore">;
  #stable = 0;
  #delivered = 0;

  constructor(port: Pick<ProtocolPort, "snapshot" | "restore">, retained: number) {
    this.entries = new EntryLog(retained);
    this.#port = port;
  }

  get last(): number {
    return this.entries.last;
  }

  /** Index of the last entry that all replicas are known to have. */
  get stable(): number {
    return this.#stable;
  }

  /** Index of the last entry that is in the state. */
  get delivered(): number {
    return this.#delivered;
  }

  /** All replicas have everything up to there; false where that was known. */
  advance(stable: number): boolean {
    const reached = Math.min(stable, this.last);
    if (reached <= this.#stable) return false;
    this.#stable = reached;
    return true;
  }

  /** The next so many entries, which are delivered thereby; null while they are not all stable. */
  deliver(count: number): readonly Entry[] | null {
    const first = this.#delivered + 1;
    if (this.#delivered + count > this.#stable) return null;
    this.#delivered += count;
    return Array.from({ length: count }, (_, place) => this.entries.at(first + place)).filter(
      (entry) => entry !== undefined,
    );
  }

  take(): Snapshot {
    return { index: this.#delivered, term: 0, bytes: this.#port.snapshot() };
  }

  /** Takes another's state in place of its own. False for bytes that are none. */
  install({ index, bytes }: Snapshot): boolean {
    if (!this.#port.restore(bytes)) return false;
    this.#begin(index);
    return true;
  }

  /** Nothing is known any more. */
  forget(): void {
    this.#begin(0);
  }

  #begin(index: number): void {
    this.entries.reset(index, 0);
    this.#stable = index;
    this.#delivered = index;
  }
}
