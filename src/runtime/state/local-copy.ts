import { ShutdownError, StateLostError } from "../errors.ts";
import type { EntryBytes, Query, ReadableCopy } from "./replicated-object.ts";
import type { StateReplica } from "./state-replica.ts";

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * A replica as programs of its own kernel read it. A replica of a kernel that starts anew has nothing until another has given
 * it its state, which is no state that anybody has agreed on: it is not to be read before.
 */
export class LocalCopy implements ReadableCopy {
  readonly #object: string;
  readonly #replica: StateReplica;
  readonly #want: () => void;
  #fate: "awaited" | "had" | "lost" = "awaited";
  #waiting: Waiting[] = [];
  #isOver = false;

  /** `want`: called when somebody begins to wait for its state. */
  constructor(object: string, replica: StateReplica, want: () => void) {
    this.#object = object;
    this.#replica = replica;
    this.#want = want;
  }

  /** Whether somebody waits for its state. */
  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether it has, or had, a state that was agreed on. */
  get isKnown(): boolean {
    return this.#fate === "had";
  }

  get known(): Promise<void> | null {
    if (this.#fate !== "awaited") return null;
    if (this.#isOver) return Promise.reject(new ShutdownError());
    this.#want();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  /** Throws a StateLostError where it never had a state, and never will. */
  query(query: Query): Uint8Array | null {
    this.#expect();
    return this.#replica.query(query);
  }

  entries(): Iterable<EntryBytes> {
    this.#expect();
    return this.#replica.entries();
  }

  get size(): number {
    this.#expect();
    return this.#replica.size;
  }

  know(): void {
    this.#fate = "had";
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** What it had it keeps. */
  lose(): void {
    if (this.#fate === "awaited") this.#fate = "lost";
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  /** Nobody gives it a state any more: who waits for one is told so, and who would. */
  shutdown(): void {
    this.#isOver = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new ShutdownError());
  }

  #expect(): void {
    if (this.#fate === "lost") throw new StateLostError(this.#object);
  }
}
