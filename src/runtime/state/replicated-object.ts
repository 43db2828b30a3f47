/** A replicated object as one kernel sees it, in bytes. The typed faces of programs are made over it. */
import type { Agreement, ProposeOptions, WatchOptions } from "./agreement.ts";

export type StateKind = "register" | "map" | "counter" | "set" | "log" | "lease";

/** A change. What a kind has no key or value for is empty. */
export interface Command {
  /** One of `operations`. */
  readonly operation: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  /** What must be there for it to be done: these bytes, or nothing; null: whatever is there. */
  readonly expected: Uint8Array | "absent" | null;
}

export interface Query {
  readonly operation: number;
  readonly key: Uint8Array;
}

/** An entry: its key, empty for kinds without, and its value. */
export type EntryBytes = readonly [key: Uint8Array, value: Uint8Array];

/** A change that was agreed on; or, for a watcher that has missed some, all there is. */
export type ChangeBytes =
  | { readonly index: number; readonly operation: number; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly index: number; readonly operation: 255; readonly snapshot: readonly EntryBytes[] };

/** A copy of the object's state. */
export interface StateMachine {
  /** Null for what is not there. */
  query(query: Query): Uint8Array | null;
  entries(): Iterable<EntryBytes>;
  readonly size: number;
}

/** A copy as programs of its kernel read it. */
export interface ReadableCopy extends StateMachine {
  /** Null when it can be read; else comes when it has the state of others, or never will. Rejects when the system stops. */
  readonly known: Promise<void> | null;
}

export interface ReplicatedObject {
  readonly kind: StateKind;
  /** This kernel's own copy; null when it has none. */
  readonly replica: ReadableCopy | null;
  propose(command: Command, options?: ProposeOptions): Promise<Agreement<Uint8Array>>;
  /** From the nearest replica: agreed on, but perhaps not the latest. */
  get(query: Query): Promise<Uint8Array | null>;
  /** Linearisable. */
  read(query: Query, options?: ProposeOptions): Promise<Agreement<Uint8Array | null>>;
  watch(options?: WatchOptions): AsyncIterableIterator<ChangeBytes>;
  /** The host's clock in milliseconds. */
  now(): number;
}
