import type { Agreement, ProposeOptions, WatchOptions } from "../agreement.ts";
import type { LocalLog, LogBounds, LogChange, LogChanges, RemoteLog } from "../faces.ts";
import { operations } from "../operations.ts";
import type { EntryBytes, ReplicatedObject, StateMachine } from "../replicated-object.ts";
import { decodeValue, encodeValue, noBytes, numberCodec, type ValueCodec } from "../value-codec.ts";
import { mapChanges } from "./changes.ts";
import { mapAgreed, nothing } from "./outcomes.ts";

const boundsQuery = { operation: operations.bounds, key: noBytes };

class TypedLog<Entry> implements LogChanges<Entry> {
  protected readonly object: ReplicatedObject;
  readonly #codec: ValueCodec<Entry>;

  constructor(object: ReplicatedObject, codec: ValueCodec<Entry>) {
    this.object = object;
    this.#codec = codec;
  }

  async read(number: number, options?: ProposeOptions): Promise<Agreement<Entry | undefined>> {
    return mapAgreed(await this.object.read(queryOf(number), options), (bytes) => this.decode(bytes));
  }

  async append(entry: Entry, options?: ProposeOptions): Promise<Agreement<number>> {
    const value = encodeValue(this.#codec, entry);
    const command = { operation: operations.append, key: noBytes, value, expected: null };
    return mapAgreed(await this.object.propose(command, options), (bytes) => decodeValue(numberCodec, bytes));
  }

  async trim(before: number, options?: ProposeOptions): Promise<Agreement<void>> {
    const key = encodeValue(numberCodec, before);
    const command = { operation: operations.trim, key, value: noBytes, expected: null };
    return mapAgreed(await this.object.propose(command, options), nothing);
  }

  watch(options?: WatchOptions): AsyncIterableIterator<LogChange<Entry>> {
    return mapChanges(this.object.watch(options), (change) => {
      const { index } = change;
      if ("snapshot" in change)
        return { kind: "missed", index, entries: change.snapshot.map((entry) => this.decodeEntry(entry)) };
      if (change.operation === operations.trim)
        return { kind: "trimmed", index, before: decodeValue(numberCodec, change.key) };
      return { kind: "appended", index, entry: decodeValue(this.#codec, change.value) };
    });
  }

  protected decode(bytes: Uint8Array | null): Entry | undefined {
    return bytes === null ? undefined : decodeValue(this.#codec, bytes);
  }

  protected decodeEntry([key, value]: EntryBytes): readonly [number: number, entry: Entry] {
    return [decodeValue(numberCodec, key), decodeValue(this.#codec, value)];
  }
}

function queryOf(number: number) {
  return { operation: operations.get, key: encodeValue(numberCodec, number) };
}

function boundsOf(bytes: Uint8Array | null): LogBounds {
  if (bytes === null) return { first: 0, next: 0 };
  return {
    first: decodeValue(numberCodec, bytes.subarray(0, 8)),
    next: decodeValue(numberCodec, bytes.subarray(8, 16)),
  };
}

export class TypedLocalLog<Entry> extends TypedLog<Entry> implements LocalLog<Entry> {
  readonly #replica: StateMachine;

  constructor(object: ReplicatedObject, codec: ValueCodec<Entry>, replica: StateMachine) {
    super(object, codec);
    this.#replica = replica;
  }

  get(number: number): Entry | undefined {
    return this.decode(this.#replica.query(queryOf(number)));
  }

  bounds(): LogBounds {
    return boundsOf(this.#replica.query(boundsQuery));
  }

  *entries(): Iterable<readonly [number: number, entry: Entry]> {
    for (const entry of this.#replica.entries()) yield this.decodeEntry(entry);
  }
}

export class TypedRemoteLog<Entry> extends TypedLog<Entry> implements RemoteLog<Entry> {
  async get(number: number): Promise<Entry | undefined> {
    return this.decode(await this.object.get(queryOf(number)));
  }

  async bounds(): Promise<LogBounds> {
    return boundsOf(await this.object.get(boundsQuery));
  }
}
