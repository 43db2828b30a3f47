import type { DropReason } from "../events.ts";

/** Frames that were dropped, counted by why. */
export class DroppedFrames {
  readonly #counts: Partial<Record<DropReason, number>> = {};

  get counts(): Readonly<Partial<Record<DropReason, number>>> {
    return { ...this.#counts };
  }

  /** One more; how many there were of its reason when that is worth a report, as it is for the 1st, 2nd, 4th, 8th …; else 0. */
  add(reason: DropReason): number {
    const count = (this.#counts[reason] ?? 0) + 1;
    this.#counts[reason] = count;
    return (count & (count - 1)) === 0 ? count : 0;
  }
}
