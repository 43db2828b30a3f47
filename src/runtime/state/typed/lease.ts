import type { Agreement, ProposeOptions, WatchOptions } from "../agreement.ts";
import type { Held, LeaseChange, LeaseChanges, LocalLease, RemoteLease } from "../faces.ts";
import { operations } from "../operations.ts";
import type { ReplicatedObject, StateMachine } from "../replicated-object.ts";
import { decodeValue, encodeValue, noBytes, numberCodec } from "../value-codec.ts";
import { mapChanges } from "./changes.ts";
import { mapAgreed, nothing } from "./outcomes.ts";

const query = { operation: operations.get, key: noBytes };

class TypedLease implements LeaseChanges {
  protected readonly object: ReplicatedObject;
  readonly #milliseconds: number;

  constructor(object: ReplicatedObject, milliseconds: number) {
    this.object = object;
    this.#milliseconds = milliseconds;
  }

  async read(options?: ProposeOptions): Promise<Agreement<boolean>> {
    return mapAgreed(await this.object.read(query, options), (bytes) => bytes !== null);
  }

  acquire(options?: ProposeOptions): Promise<Agreement<Held>> {
    return this.#hold(operations.acquire, noBytes, options);
  }

  renew({ token }: Held, options?: ProposeOptions): Promise<Agreement<Held>> {
    return this.#hold(operations.renew, encodeValue(numberCodec, token), options);
  }

  async release({ token }: Held, options?: ProposeOptions): Promise<Agreement<void>> {
    const key = encodeValue(numberCodec, token);
    const command = { operation: operations.release, key, value: noBytes, expected: null };
    return mapAgreed(await this.object.propose(command, options), nothing);
  }

  watch(options?: WatchOptions): AsyncIterableIterator<LeaseChange> {
    return mapChanges(this.object.watch(options), ({ index, operation }) => ({ index, kind: kindOf(operation) }));
  }

  /** Its end counts from before it was asked for: others count from when it was agreed, which is later. */
  async #hold(operation: number, key: Uint8Array, options: ProposeOptions | undefined): Promise<Agreement<Held>> {
    const until = this.object.now() + this.#milliseconds;
    const agreement = await this.object.propose({ operation, key, value: noBytes, expected: null }, options);
    return mapAgreed(agreement, (bytes) => ({ token: decodeValue(numberCodec, bytes), until }));
  }
}

function kindOf(operation: number): LeaseChange["kind"] {
  if (operation === operations.acquire) return "acquired";
  if (operation === operations.renew) return "renewed";
  return operation === operations.release ? "released" : "missed";
}

export class TypedLocalLease extends TypedLease implements LocalLease {
  readonly #replica: StateMachine;

  constructor(object: ReplicatedObject, milliseconds: number, replica: StateMachine) {
    super(object, milliseconds);
    this.#replica = replica;
  }

  isHeld(): boolean {
    return this.#replica.query(query) !== null;
  }
}

export class TypedRemoteLease extends TypedLease implements RemoteLease {
  async isHeld(): Promise<boolean> {
    return (await this.object.get(query)) !== null;
  }
}
