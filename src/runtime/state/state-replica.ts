import { decode, encode, fields, record } from "../agreement/fields.ts";
import type { Machine } from "../agreement/machine.ts";
import { type Result, rejection } from "../agreement/result.ts";
import type { BootState } from "../kernel/boot-configuration.ts";
import { decodeCommand, encodeCommand, entriesField, entriesOf } from "./command-codec.ts";
import type { Bounds, Content } from "./content/content.ts";
import { Count } from "./content/count.ts";
import { Journal } from "./content/journal.ts";
import { Keyed } from "./content/keyed.ts";
import { Tenure } from "./content/tenure.ts";
import type { Command, EntryBytes, Query, StateKind, StateMachine } from "./replicated-object.ts";
import { Watchers } from "./watchers.ts";

export interface StateFacts extends Bounds {
  readonly kind: StateKind;
  /** What agrees by shootdown has no order. */
  readonly protocol?: BootState["protocol"];
  /** How long a lease holds; null for other kinds. */
  readonly leaseMilliseconds: number | null;
}

const snapshotField = record({ index: fields.count, head: fields.bytes, entries: entriesField });
const malformed = rejection("it is no change");

/** One replica's copy of an object: commands change it, programs read it, watchers are told. */
export class StateReplica implements Machine, StateMachine {
  readonly watchers = new Watchers(this);
  readonly #content: Content;
  #index = 0;

  constructor(facts: StateFacts, now: () => number) {
    this.#content = contentOf(facts, now);
  }

  /** Of the last change. */
  get index(): number {
    return this.#index;
  }

  get size(): number {
    return this.#content.size;
  }

  query(query: Query): Uint8Array | null {
    return this.#content.query(query);
  }

  entries(): Iterable<EntryBytes> {
    return this.#content.entries();
  }

  /** A command as this kernel proposes it. */
  stamp(bytes: Uint8Array): Uint8Array {
    const command = decodeCommand(bytes);
    const stamped = command === null ? null : this.#content.stamp(command);
    return stamped === null || stamped === command ? bytes : encodeCommand(stamped);
  }

  apply(index: number, bytes: Uint8Array): Result {
    const command = decodeCommand(bytes);
    if (command === null) return malformed;
    const { result, act } = this.#content.decide(command);
    act?.();
    this.#index = Math.max(this.#index, index);
    if (act !== null) this.#tell(index, command);
    return result;
  }

  refusal(bytes: Uint8Array): Result | null {
    const command = decodeCommand(bytes);
    const result = command === null ? malformed : this.#content.decide(command).result;
    return result.kind === "done" ? null : result;
  }

  snapshot(): Uint8Array {
    const entries = entriesOf(this.#content.entries());
    return encode(snapshotField, { index: this.#index, head: this.#content.head(), entries });
  }

  restore(bytes: Uint8Array): boolean {
    const snapshot = decode(snapshotField, bytes);
    if (snapshot === null) return false;
    const entries = snapshot.entries.map(({ key, value }): EntryBytes => [key, value]);
    if (!this.#content.restore(snapshot.head, entries)) return false;
    this.#index = snapshot.index;
    this.watchers.miss();
    return true;
  }

  merge(bytes: Uint8Array): boolean {
    const snapshot = decode(snapshotField, bytes);
    if (snapshot === null) return false;
    if (!this.#content.merge(snapshot.entries.map(({ key, value }): EntryBytes => [key, value]))) return false;
    this.watchers.miss();
    return true;
  }

  #tell(index: number, { operation, key, value }: Command): void {
    this.watchers.tell({ index, operation, key, value });
  }
}

function contentOf(facts: StateFacts, now: () => number): Content {
  switch (facts.kind) {
    case "register":
    case "map":
    case "set":
      return new Keyed(facts, facts.protocol === "shootdown");
    case "counter":
      return new Count();
    case "log":
      return new Journal(facts);
    case "lease":
      return new Tenure(facts.leaseMilliseconds ?? 0, now);
  }
}
