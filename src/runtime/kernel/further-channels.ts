import { leastSlotBytes, ringBytes } from "../channel/slot.ts";
import type { Neighbours } from "../membership/evidence.ts";
import type { BootChannel, BootConfiguration } from "./boot-configuration.ts";

/** Slots of each: what goes over them is rare, and waits for room. */
const slots = 4;

/** The virtual channel of ways round more losses than the tables know a way round. */
export function detourChannel({ virtualChannels }: Pick<BootConfiguration, "virtualChannels">): number {
  return virtualChannels;
}

/** The virtual channel over which monitors talk to their neighbours: nothing that waits for a lost kernel keeps them waiting. */
export function monitorChannel({ virtualChannels }: Pick<BootConfiguration, "virtualChannels">): number {
  return virtualChannels + 1;
}

/**
 * The same with two more channels for each hop that has any, behind all others. What a host boots; only kernels without
 * these take no part in membership.
 */
export function withFurtherChannels(configuration: BootConfiguration): BootConfiguration {
  const { channels, segmentBytes } = configuration;
  const detour = detourChannel(configuration);
  if (channels.some(({ virtualChannel }) => virtualChannel >= detour)) return configuration;
  let offset = Math.ceil(segmentBytes / leastSlotBytes) * leastSlotBytes;
  const further: BootChannel[] = [];
  for (const hop of hopsOf(channels)) {
    for (const virtualChannel of [detour, monitorChannel(configuration)]) {
      further.push({ ...hop, virtualChannel, slots, offset });
      offset += ringBytes(slots, hop.slotBytes);
    }
  }
  return { ...configuration, channels: [...channels, ...further], segmentBytes: offset };
}

/** Of each configuration once: a simulation asks for every kernel. */
const known = new WeakMap<readonly BootChannel[], Neighbours>();

/** By core: the cores that it has channels to or from, ascending. */
export function neighboursOf({
  channels,
  cores,
  order,
}: Pick<BootConfiguration, "channels" | "cores" | "order">): Neighbours {
  const found = known.get(channels);
  if (found !== undefined) return found;
  const booting = new Set(order);
  const near = cores.map((): Set<number> => new Set());
  for (const { from, to } of channels) {
    if (!booting.has(from) || !booting.has(to)) continue;
    near[from]?.add(to);
    near[to]?.add(from);
  }
  const neighbours = near.map((each) => [...each].sort((one, other) => one - other));
  known.set(channels, neighbours);
  return neighbours;
}

/** The first channel of each hop. */
function hopsOf(channels: readonly BootChannel[]): readonly BootChannel[] {
  const hops = new Map<number, BootChannel>();
  for (const channel of channels) {
    const hop = channel.from * 0x10000 + channel.to;
    if (!hops.has(hop)) hops.set(hop, channel);
  }
  return [...hops.values()];
}
