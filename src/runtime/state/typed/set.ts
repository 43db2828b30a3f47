import type { Agreement, ProposeOptions, WatchOptions } from "../agreement.ts";
import type { LocalSet, RemoteSet, SetChange, SetChanges } from "../faces.ts";
import { operations } from "../operations.ts";
import type { ReplicatedObject, StateMachine } from "../replicated-object.ts";
import { decodeValue, encodeValue, noBytes, type ValueCodec } from "../value-codec.ts";
import { mapChanges } from "./changes.ts";
import { isOne, mapAgreed, nothing } from "./outcomes.ts";

class TypedSet<Element> implements SetChanges<Element> {
  protected readonly object: ReplicatedObject;
  readonly #codec: ValueCodec<Element>;

  constructor(object: ReplicatedObject, codec: ValueCodec<Element>) {
    this.object = object;
    this.#codec = codec;
  }

  async read(element: Element, options?: ProposeOptions): Promise<Agreement<boolean>> {
    return mapAgreed(await this.object.read(this.queryOf(element), options), (bytes) => bytes !== null);
  }

  async add(element: Element, options?: ProposeOptions): Promise<Agreement<void>> {
    return mapAgreed(await this.#propose(operations.add, element, options), nothing);
  }

  async delete(element: Element, options?: ProposeOptions): Promise<Agreement<boolean>> {
    return mapAgreed(await this.#propose(operations.delete, element, options), isOne);
  }

  watch(options?: WatchOptions): AsyncIterableIterator<SetChange<Element>> {
    return mapChanges(this.object.watch(options), (change) => {
      const { index } = change;
      if ("snapshot" in change)
        return { kind: "missed", index, entries: change.snapshot.map(([key]) => this.decode(key)) };
      const kind = change.operation === operations.delete ? "deleted" : "added";
      return { kind, index, element: this.decode(change.key) };
    });
  }

  protected queryOf(element: Element) {
    return { operation: operations.get, key: encodeValue(this.#codec, element) };
  }

  protected decode(bytes: Uint8Array): Element {
    return decodeValue(this.#codec, bytes);
  }

  #propose(operation: number, element: Element, options: ProposeOptions | undefined): Promise<Agreement<Uint8Array>> {
    const key = encodeValue(this.#codec, element);
    return this.object.propose({ operation, key, value: noBytes, expected: null }, options);
  }
}

export class TypedLocalSet<Element> extends TypedSet<Element> implements LocalSet<Element> {
  readonly #replica: StateMachine;

  constructor(object: ReplicatedObject, codec: ValueCodec<Element>, replica: StateMachine) {
    super(object, codec);
    this.#replica = replica;
  }

  get size(): number {
    return this.#replica.size;
  }

  has(element: Element): boolean {
    return this.#replica.query(this.queryOf(element)) !== null;
  }

  *elements(): Iterable<Element> {
    for (const [key] of this.#replica.entries()) yield this.decode(key);
  }
}

export class TypedRemoteSet<Element> extends TypedSet<Element> implements RemoteSet<Element> {
  async has(element: Element): Promise<boolean> {
    return (await this.object.get(this.queryOf(element))) !== null;
  }
}
