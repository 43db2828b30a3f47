import { invariant } from "../../../diagnostics/invariant.ts";
import type { Boot, Fabric } from "../../../plan/plan.ts";

/** How long a word takes from a core to a neighbour. */
export interface QemuLatency {
  readonly from: number;
  readonly to: number;
  readonly picoseconds: number;
}

/** One for each pair of neighbours and direction, in the order of their channels: by the core that reads, then by the one that writes. */
export function listLatencies({ channels }: Boot, { hops }: Fabric): readonly QemuLatency[] {
  const found = new Map<number, QemuLatency>();
  for (const { from, to, hop } of channels) {
    const over = hops[hop];
    invariant(over !== undefined, `channel ${from} to ${to} runs over a hop that is not in the plan`);
    const key = to * 0x10000 + from;
    found.set(key, { from, to, picoseconds: Math.max(over.latency, found.get(key)?.picoseconds ?? 0) });
  }
  return [...found].sort(([one], [other]) => one - other).map(([, latency]) => latency);
}
