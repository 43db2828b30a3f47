import type { Result } from "../../agreement/result.ts";
import type { Command, EntryBytes, StateMachine } from "../replicated-object.ts";
import { noBytes } from "../value-codec.ts";

/** What comes of a command, as things stand. */
export interface Step {
  readonly result: Result;
  /** Makes it so; null for a command that changes nothing. */
  readonly act: (() => void) | null;
}

/** What a replicated object of one kind has in it. */
export interface Content extends StateMachine {
  decide(command: Command): Step;
  /** What a snapshot has to say beside the entries. */
  head(): Uint8Array;
  /** False for what is no such content; nothing has changed then. */
  restore(head: Uint8Array, entries: readonly EntryBytes[]): boolean;
  /** Adds entries of another replica that this one lacks; false where that makes no sense. */
  merge(entries: readonly EntryBytes[]): boolean;
  /** A command as it is to be proposed by this kernel. */
  stamp(command: Command): Command;
}

/** Most bytes that a kind's entries may have. */
export interface Bounds {
  readonly keyBytes: number;
  readonly valueBytes: number;
  readonly capacity: number;
}

export function done(act: (() => void) | null, value: Uint8Array = noBytes): Step {
  return { result: { kind: "done", value }, act };
}

export function undone(result: Result): Step {
  return { result, act: null };
}

export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}
