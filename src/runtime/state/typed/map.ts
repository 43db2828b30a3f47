import type { Agreement, ProposeOptions, WatchOptions } from "../agreement.ts";
import type { LocalMap, MapChange, MapChanges, RemoteMap } from "../faces.ts";
import { operations } from "../operations.ts";
import type { EntryBytes, ReplicatedObject, StateMachine } from "../replicated-object.ts";
import { decodeValue, encodeValue, noBytes, type ValueCodec } from "../value-codec.ts";
import { mapChanges } from "./changes.ts";
import { isOne, mapAgreed, nothing } from "./outcomes.ts";

/** How the keys and values of a map are written. */
export interface MapCodec<Key, Value> {
  readonly key: ValueCodec<Key>;
  readonly value: ValueCodec<Value>;
}

class TypedMap<Key, Value> implements MapChanges<Key, Value> {
  protected readonly object: ReplicatedObject;
  readonly #codec: MapCodec<Key, Value>;

  constructor(object: ReplicatedObject, codec: MapCodec<Key, Value>) {
    this.object = object;
    this.#codec = codec;
  }

  async read(key: Key, options?: ProposeOptions): Promise<Agreement<Value | undefined>> {
    return mapAgreed(await this.object.read(this.queryOf(key), options), (bytes) => this.decode(bytes));
  }

  async set(key: Key, value: Value, options?: ProposeOptions): Promise<Agreement<void>> {
    const command = {
      operation: operations.set,
      key: this.#encodeKey(key),
      value: this.#encode(value),
      expected: null,
    };
    return mapAgreed(await this.object.propose(command, options), nothing);
  }

  async replace(
    key: Key,
    expected: Value | undefined,
    value: Value,
    options?: ProposeOptions,
  ): Promise<Agreement<void>> {
    const before = expected === undefined ? "absent" : this.#encode(expected);
    const what = { key: this.#encodeKey(key), value: this.#encode(value), expected: before } as const;
    return mapAgreed(await this.object.propose({ operation: operations.replace, ...what }, options), nothing);
  }

  async delete(key: Key, options?: ProposeOptions): Promise<Agreement<boolean>> {
    const command = { operation: operations.delete, key: this.#encodeKey(key), value: noBytes, expected: null };
    return mapAgreed(await this.object.propose(command, options), isOne);
  }

  watch(options?: WatchOptions): AsyncIterableIterator<MapChange<Key, Value>> {
    return mapChanges(this.object.watch(options), (change) => {
      const { index } = change;
      if ("snapshot" in change)
        return { kind: "missed", index, entries: change.snapshot.map((entry) => this.decodeEntry(entry)) };
      const key = decodeValue(this.#codec.key, change.key);
      if (change.operation === operations.delete) return { kind: "deleted", index, key };
      return { kind: "set", index, key, value: decodeValue(this.#codec.value, change.value) };
    });
  }

  protected queryOf(key: Key) {
    return { operation: operations.get, key: this.#encodeKey(key) };
  }

  protected decode(bytes: Uint8Array | null): Value | undefined {
    return bytes === null ? undefined : decodeValue(this.#codec.value, bytes);
  }

  protected decodeEntry([key, value]: EntryBytes): readonly [Key, Value] {
    return [decodeValue(this.#codec.key, key), decodeValue(this.#codec.value, value)];
  }

  #encodeKey(key: Key): Uint8Array {
    return encodeValue(this.#codec.key, key);
  }

  #encode(value: Value): Uint8Array {
    return encodeValue(this.#codec.value, value);
  }
}

export class TypedLocalMap<Key, Value> extends TypedMap<Key, Value> implements LocalMap<Key, Value> {
  readonly #replica: StateMachine;

  constructor(object: ReplicatedObject, codec: MapCodec<Key, Value>, replica: StateMachine) {
    super(object, codec);
    this.#replica = replica;
  }

  get size(): number {
    return this.#replica.size;
  }

  get(key: Key): Value | undefined {
    return this.decode(this.#replica.query(this.queryOf(key)));
  }

  has(key: Key): boolean {
    return this.#replica.query(this.queryOf(key)) !== null;
  }

  *entries(): Iterable<readonly [Key, Value]> {
    for (const entry of this.#replica.entries()) yield this.decodeEntry(entry);
  }
}

export class TypedRemoteMap<Key, Value> extends TypedMap<Key, Value> implements RemoteMap<Key, Value> {
  async get(key: Key): Promise<Value | undefined> {
    return this.decode(await this.object.get(this.queryOf(key)));
  }

  async has(key: Key): Promise<boolean> {
    return (await this.object.get(this.queryOf(key))) !== null;
  }
}
