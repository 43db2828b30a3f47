import type { Address } from "../channels/line.ts";
import type { Directory } from "../control/directory.ts";
import type { ClientEnd, CoversEnd } from "./client-end.ts";
import type { ClientEnds } from "./client-ends.ts";
import { Holds } from "./holds.ts";

/** Connections that are held while what they lead to changes. */
export class HeldEnds {
  readonly #ends: ClientEnds;
  readonly #holds: Holds;
  readonly #connect: (end: ClientEnd) => void;

  /** `connect`: makes a connection again that is held no more. */
  constructor(ends: ClientEnds, directory: Directory, connect: (end: ClientEnd) => void) {
    this.#ends = ends;
    this.#holds = new Holds(directory);
    this.#connect = connect;
  }

  /**
   * What is called on those covered waits from now on. Calls back, at once or later, when nothing of them is under way any
   * more and their servers know that. To be called once they have ended: others like them are not held then.
   */
  hold(covers: CoversEnd, done: () => void): () => void {
    const covered = [...this.#ends].filter((end) => covers(end) && !end.isParked && !end.binding.connection.failed);
    const end = this.#holds.add(covers, covered, done);
    for (const end of covered) if (end.peer !== null && !end.left) this.#vacate(end, end.peer);
    if (covered.length === 0) done();
    return end;
  }

  /** What keeps those held from being done, in words; null for nothing. */
  get unfinished(): string | null {
    return this.#holds.unfinished;
  }

  /** Nothing is held any more: they are made again. */
  release(): void {
    for (const end of this.#holds.clear()) if (!end.left && end.peer !== null) end.binding.connection.resume();
    for (const end of [...this.#ends]) if (end.isParked) this.#unpark(end);
  }

  /** Whether one is held. */
  has(end: ClientEnd): boolean {
    return this.#holds.covers(end);
  }

  /** Nothing is under way any more on one, which may be held. */
  settled(end: ClientEnd): void {
    this.#holds.settled(end);
  }

  /** One has no server now, and none that it could have left anything with; if it is held no more, it is made again. */
  park(end: ClientEnd): void {
    end.lastCore = end.peer?.core ?? end.lastCore;
    end.peer = null;
    end.left = false;
    end.isParked = true;
    end.binding.connection.parted();
    this.settled(end);
    if (!this.has(end)) this.#unpark(end);
  }

  /** Lets go of its server as soon as nothing is under way there. */
  #vacate(end: ClientEnd, peer: Address): void {
    end.binding.connection.pause(() => {
      end.binding.connection.fallSilent();
      end.isMoving = true;
      this.#ends.leave(end, peer, true);
    });
  }

  #unpark(end: ClientEnd): void {
    end.isParked = false;
    if (end.binding.connection.failed) this.#ends.end(end);
    else this.#connect(end);
  }
}
