import { Assembly } from "../channels/assembly.ts";

/**
 * Another kernel, from the first that it says until connections with it are cut. What it has asked by then it has given up,
 * and may have forgotten: when it has started anew it uses the same correlations again.
 */
export class Correspondent {
  readonly core: number;
  /** Of what it says in several frames. */
  readonly assembly = new Assembly();
  #isCut = false;

  constructor(core: number) {
    this.core = core;
  }

  /** Whether nobody there waits for an answer any more. */
  get isCut(): boolean {
    return this.#isCut;
  }

  cut(): void {
    this.#isCut = true;
  }
}
