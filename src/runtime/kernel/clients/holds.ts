import type { Directory } from "../control/directory.ts";
import type { ClientEnd, CoversEnd } from "./client-end.ts";

interface Hold {
  readonly covers: CoversEnd;
  /** Those that something is still under way on. */
  readonly waiting: Set<ClientEnd>;
  readonly done: () => void;
}

/** What connections are held for, and which of them something is still under way on. */
export class Holds {
  readonly #directory: Directory;
  #holds: Hold[] = [];

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** Calls back when each of `waiting` has {@link settled}, and never when there are none. To be called to hold no more. */
  add(covers: CoversEnd, waiting: readonly ClientEnd[], done: () => void): () => void {
    const hold = { covers, waiting: new Set(waiting), done };
    this.#holds.push(hold);
    return () => {
      this.#holds = this.#holds.filter((each) => each !== hold);
    };
  }

  covers(end: ClientEnd): boolean {
    return this.#holds.some(({ covers }) => covers(end));
  }

  /** Nothing is under way on it any more. */
  settled(end: ClientEnd): void {
    for (const { waiting, done } of this.#holds) if (waiting.delete(end) && waiting.size === 0) done();
  }

  /** Nothing is held any more; those that had not settled. */
  clear(): readonly ClientEnd[] {
    const unsettled = this.#holds.flatMap(({ waiting }) => [...waiting]);
    this.#holds = [];
    return unsettled;
  }

  /** One that has not settled, in words; null for none. */
  get unfinished(): string | null {
    for (const { waiting } of this.#holds) for (const end of waiting) return this.#describe(end);
    return null;
  }

  #describe({ place, binding }: ClientEnd): string {
    const { count, operation } = binding.connection.unfinished ?? { count: 0, operation: "" };
    const what = count === 0 ? "is being bound" : `has ${count} under way, ${operation} among them`;
    return `${place.program} on ${this.#directory.nameOf(place.core)} ${what}, on ${binding.service}`;
  }
}
