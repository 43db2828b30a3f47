import type { Chronicle } from "./chronicle.ts";
import type { View } from "./view.ts";

/** Tells a neighbour of a view, or of none that it does not know; false when it has not taken what it was told before. */
type Tell = (neighbour: number, asks: boolean, view: View | null) => boolean;

/** Which neighbours are still to be told what a kernel knows, and which of them are to answer. */
export class Tidings {
  readonly #near: readonly number[];
  readonly #chronicle: Chronicle;
  readonly #untold = new Set<number>();
  readonly #asking = new Set<number>();

  constructor(near: readonly number[], chronicle: Chronicle) {
    this.#near = near;
    this.#chronicle = chronicle;
  }

  /** Whether somebody is still to be told something. */
  get owed(): boolean {
    return this.#untold.size > 0;
  }

  /** There is news. */
  forAll(): void {
    for (const neighbour of this.#near) this.#untold.add(neighbour);
  }

  for(neighbour: number): void {
    this.#untold.add(neighbour);
  }

  /** A neighbour is to answer. */
  ask(neighbour: number): void {
    this.#asking.add(neighbour);
    this.#untold.add(neighbour);
  }

  /** Tells whoever is to be told, as far as they take it: every view that they may not know, one by one. */
  tell(tell: Tell): void {
    for (const neighbour of [...this.#untold]) {
      while (this.#untold.has(neighbour) && this.#tellOne(neighbour, tell)) {
        this.#asking.delete(neighbour);
        if (!this.#chronicle.tell(neighbour)) this.#untold.delete(neighbour);
      }
    }
  }

  #tellOne(neighbour: number, tell: Tell): boolean {
    return tell(neighbour, this.#asking.has(neighbour), this.#chronicle.nextFor(neighbour));
  }
}
