import { prepareRing, type Segment } from "../channel/ring.ts";
import type { BootConfiguration } from "./boot-configuration.ts";

type Rings = Pick<BootConfiguration, "channels" | "bulk">;

/**
 * Empties the rings between a core and all others on which no kernel runs: nobody else does before a kernel starts anew
 * there, which would take what a dead one has left in them for what it was sent, and believe that slots are free which are
 * not. Those of kernels that run are emptied by these, when they are told to expect it.
 */
export function emptyRings(
  { channels, bulk }: Rings,
  segment: Segment,
  core: number,
  runs: (core: number) => boolean,
): void {
  const isLeft = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    (from === core && !runs(to)) || (to === core && !runs(from));
  for (const channel of channels) if (isLeft(channel)) prepareRing(segment, channel, 0);
  for (const ring of bulk) if (isLeft(ring)) Atomics.store(segment.words, ring.offset >> 2, 0);
}
