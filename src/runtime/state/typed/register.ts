import type { Agreement, ProposeOptions, WatchOptions } from "../agreement.ts";
import type { LocalRegister, RegisterChange, RegisterChanges, RemoteRegister } from "../faces.ts";
import { operations } from "../operations.ts";
import type { ReplicatedObject, StateMachine } from "../replicated-object.ts";
import { decodeValue, encodeValue, noBytes, type ValueCodec } from "../value-codec.ts";
import { mapChanges } from "./changes.ts";
import { mapAgreed, nothing } from "./outcomes.ts";

const query = { operation: operations.get, key: noBytes };

class TypedRegister<Value> implements RegisterChanges<Value> {
  protected readonly object: ReplicatedObject;
  readonly #codec: ValueCodec<Value>;

  constructor(object: ReplicatedObject, codec: ValueCodec<Value>) {
    this.object = object;
    this.#codec = codec;
  }

  async read(options?: ProposeOptions): Promise<Agreement<Value | undefined>> {
    return mapAgreed(await this.object.read(query, options), (bytes) => this.decode(bytes));
  }

  async set(value: Value, options?: ProposeOptions): Promise<Agreement<void>> {
    return this.#propose(operations.set, encodeValue(this.#codec, value), null, options);
  }

  async replace(expected: Value | undefined, value: Value, options?: ProposeOptions): Promise<Agreement<void>> {
    const before = expected === undefined ? "absent" : encodeValue(this.#codec, expected);
    return this.#propose(operations.replace, encodeValue(this.#codec, value), before, options);
  }

  clear(options?: ProposeOptions): Promise<Agreement<void>> {
    return this.#propose(operations.clear, noBytes, null, options);
  }

  watch(options?: WatchOptions): AsyncIterableIterator<RegisterChange<Value>> {
    return mapChanges(this.object.watch(options), (change) => {
      const { index } = change;
      if ("snapshot" in change) return { index, value: this.decode(change.snapshot[0]?.[1] ?? null) };
      return { index, value: this.decode(change.operation === operations.clear ? null : change.value) };
    });
  }

  protected decode(bytes: Uint8Array | null): Value | undefined {
    return bytes === null ? undefined : decodeValue(this.#codec, bytes);
  }

  async #propose(
    operation: number,
    value: Uint8Array,
    expected: Uint8Array | "absent" | null,
    options: ProposeOptions | undefined,
  ): Promise<Agreement<void>> {
    return mapAgreed(await this.object.propose({ operation, key: noBytes, value, expected }, options), nothing);
  }
}

export class TypedLocalRegister<Value> extends TypedRegister<Value> implements LocalRegister<Value> {
  readonly #replica: StateMachine;

  constructor(object: ReplicatedObject, codec: ValueCodec<Value>, replica: StateMachine) {
    super(object, codec);
    this.#replica = replica;
  }

  get(): Value | undefined {
    return this.decode(this.#replica.query(query));
  }
}

export class TypedRemoteRegister<Value> extends TypedRegister<Value> implements RemoteRegister<Value> {
  async get(): Promise<Value | undefined> {
    return this.decode(await this.object.get(query));
  }
}
