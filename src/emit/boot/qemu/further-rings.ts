/** What kernels need beside the tables' rings: src/runtime/kernel/further-channels.ts has the same. */
import type { Boot, Channel, Routes } from "../../../plan/plan.ts";

/** Slots of each: what goes over them is rare, and waits for room. */
const slots = 4;

/**
 * The same with two more rings for each hop, on virtual channels of their own: one for ways round more losses than the
 * tables know a way round, one for what monitors tell each other.
 */
export function withFurtherRings(boot: Boot, { virtualChannels }: Routes): Boot {
  const firsts = new Map<number, Channel>();
  for (const channel of boot.channels) {
    const hop = channel.from * 0x10000 + channel.to;
    if (!firsts.has(hop)) firsts.set(hop, channel);
  }
  const further = [...firsts.values()].flatMap((channel) =>
    [virtualChannels, virtualChannels + 1].map((virtualChannel) => ({ ...channel, virtualChannel, slots })),
  );
  return { ...boot, channels: [...boot.channels, ...further] };
}
