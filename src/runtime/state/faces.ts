/**
 * Replicated objects as programs have them in `context.state`. Every change resolves once it is agreed, or has failed; it
 * rejects only with an EncodeError, for a value that does not fit its type, and a RangeError, for a timeout below 0. `get` and
 * its like read the nearest replica: what it says was agreed on, though others may have agreed on more since. They answer at
 * once where the program's own kernel has a replica (`Local…`), else they are promises, which reject with a TimeoutError when
 * none has answered within 5000 ms. Where nobody knows any more what was agreed on they fail with a StateLostError. `read` is
 * linearisable: it has all that was agreed on before it began. `watch` tells every change that is agreed on after the call.
 */
import type { Agreement, ProposeOptions, WatchOptions } from "./agreement.ts";

/** What a watcher is told that fell too far behind: changes up to `index` are left out, and this is all there is. */
export interface Missed<Entry> {
  readonly kind: "missed";
  readonly index: number;
  readonly entries: readonly Entry[];
}

// ───────────────────────────── register ─────────────────────────────

export interface RegisterChanges<Value> {
  /** Linearisable; undefined before anything was set. */
  read(options?: ProposeOptions): Promise<Agreement<Value | undefined>>;
  set(value: Value, options?: ProposeOptions): Promise<Agreement<void>>;
  /** Sets it if it is still what is expected, undefined for nothing; else fails as `superseded`. */
  replace(expected: Value | undefined, value: Value, options?: ProposeOptions): Promise<Agreement<void>>;
  clear(options?: ProposeOptions): Promise<Agreement<void>>;
  /** Every change in the agreed order. */
  watch(options?: WatchOptions): AsyncIterableIterator<RegisterChange<Value>>;
}

export interface RegisterChange<Value> {
  readonly index: number;
  /** Undefined when it was cleared. */
  readonly value: Value | undefined;
}

export interface LocalRegister<Value> extends RegisterChanges<Value> {
  get(): Value | undefined;
}

export interface RemoteRegister<Value> extends RegisterChanges<Value> {
  get(): Promise<Value | undefined>;
}

// ───────────────────────────── map ─────────────────────────────

export interface MapChanges<Key, Value> {
  /** Linearisable. */
  read(key: Key, options?: ProposeOptions): Promise<Agreement<Value | undefined>>;
  /** Fails as `rejected` for one entry too many. */
  set(key: Key, value: Value, options?: ProposeOptions): Promise<Agreement<void>>;
  /** Sets it if it is still what is expected, undefined for nothing; else fails as `superseded`. */
  replace(key: Key, expected: Value | undefined, value: Value, options?: ProposeOptions): Promise<Agreement<void>>;
  /** Whether there was one. */
  delete(key: Key, options?: ProposeOptions): Promise<Agreement<boolean>>;
  /** Every change in the agreed order. */
  watch(options?: WatchOptions): AsyncIterableIterator<MapChange<Key, Value>>;
}

export type MapChange<Key, Value> =
  | { readonly kind: "set"; readonly index: number; readonly key: Key; readonly value: Value }
  | { readonly kind: "deleted"; readonly index: number; readonly key: Key }
  | Missed<readonly [Key, Value]>;

export interface LocalMap<Key, Value> extends MapChanges<Key, Value> {
  readonly size: number;
  get(key: Key): Value | undefined;
  has(key: Key): boolean;
  /** As they are now; what changes meanwhile may be missed. */
  entries(): Iterable<readonly [Key, Value]>;
}

export interface RemoteMap<Key, Value> extends MapChanges<Key, Value> {
  get(key: Key): Promise<Value | undefined>;
  has(key: Key): Promise<boolean>;
}

// ───────────────────────────── counter ─────────────────────────────

export interface CounterChanges {
  /** Linearisable. */
  read(options?: ProposeOptions): Promise<Agreement<number>>;
  /** The new value. Fails as `rejected` when it would be no safe integer. `by`: a whole number, 1 unless said. */
  add(by?: number, options?: ProposeOptions): Promise<Agreement<number>>;
  /** Every change in the agreed order. */
  watch(options?: WatchOptions): AsyncIterableIterator<CounterChange>;
}

export interface CounterChange {
  readonly index: number;
  /** What was added; null for a watcher that has missed some. */
  readonly by: number | null;
  /** The value thereafter, where it was missed; else null. */
  readonly value: number | null;
}

export interface LocalCounter extends CounterChanges {
  get(): number;
}

export interface RemoteCounter extends CounterChanges {
  get(): Promise<number>;
}

// ───────────────────────────── set ─────────────────────────────

export interface SetChanges<Element> {
  /** Linearisable: whether it is in. */
  read(element: Element, options?: ProposeOptions): Promise<Agreement<boolean>>;
  /** Fails as `rejected` for one too many. */
  add(element: Element, options?: ProposeOptions): Promise<Agreement<void>>;
  /** Whether it was in. */
  delete(element: Element, options?: ProposeOptions): Promise<Agreement<boolean>>;
  /** Every change; in the agreed order, unless the object agrees by `shootdown`. */
  watch(options?: WatchOptions): AsyncIterableIterator<SetChange<Element>>;
}

export type SetChange<Element> =
  | { readonly kind: "added" | "deleted"; readonly index: number; readonly element: Element }
  | Missed<Element>;

export interface LocalSet<Element> extends SetChanges<Element> {
  readonly size: number;
  has(element: Element): boolean;
  elements(): Iterable<Element>;
}

export interface RemoteSet<Element> extends SetChanges<Element> {
  has(element: Element): Promise<boolean>;
}

// ───────────────────────────── log ─────────────────────────────

export interface LogChanges<Entry> {
  /** Linearisable; undefined for what was trimmed or is not there yet. */
  read(number: number, options?: ProposeOptions): Promise<Agreement<Entry | undefined>>;
  /** Its number, from 0. Fails as `rejected` while the log is full: `trim` makes room. */
  append(entry: Entry, options?: ProposeOptions): Promise<Agreement<number>>;
  /** Forgets all entries before that number. */
  trim(before: number, options?: ProposeOptions): Promise<Agreement<void>>;
  /** Every change in the agreed order. */
  watch(options?: WatchOptions): AsyncIterableIterator<LogChange<Entry>>;
}

export type LogChange<Entry> =
  | { readonly kind: "appended"; readonly index: number; readonly entry: Entry }
  | { readonly kind: "trimmed"; readonly index: number; readonly before: number }
  | Missed<readonly [number: number, entry: Entry]>;

/** The number of the first entry, and of the one that comes next. */
export interface LogBounds {
  readonly first: number;
  readonly next: number;
}

export interface LocalLog<Entry> extends LogChanges<Entry> {
  get(number: number): Entry | undefined;
  bounds(): LogBounds;
  entries(): Iterable<readonly [number: number, entry: Entry]>;
}

export interface RemoteLog<Entry> extends LogChanges<Entry> {
  get(number: number): Promise<Entry | undefined>;
  bounds(): Promise<LogBounds>;
}

// ───────────────────────────── lease ─────────────────────────────

/** The right to do something, until a time. */
export interface Held {
  /** Rises with every holder: what is guarded can refuse orders under an older one. */
  readonly token: number;
  /** By `context.now()`: from then on somebody else may have it. Counted from when it was asked for. */
  readonly until: number;
}

export interface LeaseChanges {
  /** Linearisable: whether somebody holds it. */
  read(options?: ProposeOptions): Promise<Agreement<boolean>>;
  /** Fails as `rejected` while another holds it. */
  acquire(options?: ProposeOptions): Promise<Agreement<Held>>;
  /** Holds on; fails as `superseded` when it is no longer held under that token. */
  renew(held: Held, options?: ProposeOptions): Promise<Agreement<Held>>;
  release(held: Held, options?: ProposeOptions): Promise<Agreement<void>>;
  /** Every change of hands in the agreed order. */
  watch(options?: WatchOptions): AsyncIterableIterator<LeaseChange>;
}

export interface LeaseChange {
  readonly index: number;
  readonly kind: "acquired" | "renewed" | "released" | "missed";
}

export interface LocalLease extends LeaseChanges {
  /** Whether somebody holds it, as far as this kernel knows. */
  isHeld(): boolean;
}

export interface RemoteLease extends LeaseChanges {
  isHeld(): Promise<boolean>;
}
