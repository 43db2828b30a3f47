import type { View } from "./view.ts";

/** It has to say itself which view it knows: what it was told before may be lost. */
const unknown = -1;
/** Of a kernel that knows no view. */
const none = 0;

/**
 * The latest views, as long as a neighbour may not know them. Each neighbour is told of them one by one: kernels that are members
 * act on every view that there is. A hop may be cut in one and whole again in the next; who acted only on the second would believe
 * that connections are there which the others have given up.
 */
export class Chronicle {
  readonly #most: number;
  /** Ascending, each epoch after the other. */
  #views: readonly View[];
  /** By neighbour: the epoch up to which it was told. */
  readonly #told = new Map<number, number>();
  /** By neighbour: the epoch of which it has said that it knows it. */
  readonly #said = new Map<number, number>();

  /** `most`: views that are kept for a neighbour; who lags farther behind learns of the latest alone. `first`: null for none. */
  constructor(most: number, first: View | null) {
    this.#most = most;
    this.#views = first === null ? [] : [first];
  }

  /** A view that the kernel knows from now on; `neighbours`: those that may lag behind. */
  add(view: View, neighbours: readonly number[]): void {
    const since = Math.min(
      ...neighbours.filter((core) => view.members.has(core)).map((core) => this.#said.get(core) ?? 1),
    );
    const isNext = this.#views.at(-1)?.epoch === view.epoch - 1;
    const before = isNext ? this.#views.filter(({ epoch }) => epoch > since) : [];
    this.#views = [...before, view].slice(-this.#most);
  }

  /** What a neighbour says of itself. */
  heard(neighbour: number, epoch: number): void {
    this.#told.set(neighbour, epoch);
    this.#said.set(neighbour, epoch);
  }

  /** What it was told may not have come, or it has started anew. */
  forget(neighbour: number): void {
    this.#told.set(neighbour, unknown);
  }

  /** The view that a neighbour is to be told of next; null for none. */
  nextFor(neighbour: number): View | null {
    const told = this.#toldTo(neighbour);
    const latest = this.#views.at(-1) ?? null;
    if (latest === null || told === unknown || told >= latest.epoch) return null;
    return (told === none ? undefined : this.#views.find(({ epoch }) => epoch === told + 1)) ?? latest;
  }

  /** It was told of {@link nextFor}; whether there is more. */
  tell(neighbour: number): boolean {
    const next = this.nextFor(neighbour);
    if (next !== null) this.#told.set(neighbour, next.epoch);
    return this.nextFor(neighbour) !== null;
  }

  #toldTo(neighbour: number): number {
    return this.#told.get(neighbour) ?? 1;
  }
}
