import { EncodeError } from "../../errors.ts";
import type { Agreement, ProposeOptions, WatchOptions } from "../agreement.ts";
import type { CounterChange, CounterChanges, LocalCounter, RemoteCounter } from "../faces.ts";
import { operations } from "../operations.ts";
import type { ReplicatedObject, StateMachine } from "../replicated-object.ts";
import { decodeValue, encodeValue, noBytes, numberCodec } from "../value-codec.ts";
import { mapChanges } from "./changes.ts";
import { mapAgreed } from "./outcomes.ts";

const query = { operation: operations.get, key: noBytes };

class TypedCounter implements CounterChanges {
  protected readonly object: ReplicatedObject;

  constructor(object: ReplicatedObject) {
    this.object = object;
  }

  async read(options?: ProposeOptions): Promise<Agreement<number>> {
    return mapAgreed(await this.object.read(query, options), numberOf);
  }

  async add(by: number = 1, options?: ProposeOptions): Promise<Agreement<number>> {
    if (!Number.isSafeInteger(by)) throw new EncodeError("by", `${by} is no whole number up to 2^53`);
    const command = { operation: operations.add, key: noBytes, value: encodeValue(numberCodec, by), expected: null };
    return mapAgreed(await this.object.propose(command, options), numberOf);
  }

  watch(options?: WatchOptions): AsyncIterableIterator<CounterChange> {
    return mapChanges(this.object.watch(options), (change) => {
      const { index } = change;
      if ("snapshot" in change) return { index, by: null, value: numberOf(change.snapshot[0]?.[1] ?? null) };
      return { index, by: numberOf(change.value), value: null };
    });
  }
}

/** Zero before anything was added. */
function numberOf(bytes: Uint8Array | null): number {
  return bytes === null ? 0 : decodeValue(numberCodec, bytes);
}

export class TypedLocalCounter extends TypedCounter implements LocalCounter {
  readonly #replica: StateMachine;

  constructor(object: ReplicatedObject, replica: StateMachine) {
    super(object);
    this.#replica = replica;
  }

  get(): number {
    return numberOf(this.#replica.query(query));
  }
}

export class TypedRemoteCounter extends TypedCounter implements RemoteCounter {
  async get(): Promise<number> {
    return numberOf(await this.object.get(query));
  }
}
