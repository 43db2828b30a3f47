import type { Result } from "./result.ts";

/** The state that is replicated, as far as agreement cares. Deterministic: the same commands give the same results. */
export interface Machine {
  /** Changes the state. */
  apply(index: number, command: Uint8Array): Result;
  /** What the command would come to where nothing would be changed by it, as things stand; null where it would be done. */
  refusal(command: Uint8Array): Result | null;
  snapshot(): Uint8Array;
  /** False for bytes that are no snapshot; nothing has changed then. */
  restore(bytes: Uint8Array, index: number): boolean;
  /** Adds what only the other has, where that makes sense; else false. */
  merge(bytes: Uint8Array): boolean;
}
