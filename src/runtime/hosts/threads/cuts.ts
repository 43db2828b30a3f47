import type { Hop } from "../../membership/view.ts";

/** Hops over which nothing goes; the kernels at both ends of each are told. */
export class Cuts {
  readonly #tell: (core: number, neighbour: number, isCut: boolean) => void;
  readonly #hops = new Map<string, Hop>();

  constructor(tell: (core: number, neighbour: number, isCut: boolean) => void) {
    this.#tell = tell;
  }

  get hops(): readonly Hop[] {
    return [...this.#hops.values()];
  }

  cut(hops: readonly Hop[]): void {
    for (const hop of hops) {
      this.#hops.set(hop.join(" "), hop);
      this.#tellBoth(hop, true);
    }
  }

  heal(hops: readonly Hop[]): void {
    for (const hop of hops) if (this.#hops.delete(hop.join(" "))) this.#tellBoth(hop, false);
  }

  /** A kernel has started on a core, and knows of none. */
  tellAgain(core: number): void {
    for (const hop of this.#hops.values()) if (hop.includes(core)) this.#tellBoth(hop, true);
  }

  #tellBoth([one, other]: Hop, isCut: boolean): void {
    this.#tell(one, other, isCut);
    this.#tell(other, one, isCut);
  }
}
