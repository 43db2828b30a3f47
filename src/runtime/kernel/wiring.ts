import { RingConsumer, RingProducer, type Segment } from "../channel/ring.ts";
import type { BootChannel, BootConfiguration } from "./boot-configuration.ts";
import { Bulk } from "./channels/bulk.ts";
import type { Inbound, Outbound } from "./channels/channel-ends.ts";
import { Pool } from "./resources/pool.ts";

export interface Wiring {
  readonly inbound: readonly Inbound[];
  readonly outbound: readonly Outbound[];
  readonly bulk: Bulk;
  /** Of all cores. */
  readonly pools: ReadonlyMap<number, Pool>;
}

type MakeConsumer = (segment: Segment, channel: BootChannel, index: number) => RingConsumer;

/** A core's ends of its channels and rings of blocks in the segment. Channels of cores that do not boot are left out. */
export function wire(
  configuration: BootConfiguration,
  core: number,
  segment: Segment,
  consumer: MakeConsumer = (memory, channel) => new RingConsumer(memory, channel),
): Wiring {
  const { into, outOf } = channelsOf(configuration);
  const inbound = (into.get(core) ?? []).map(({ channel, index }): Inbound => {
    const { from, virtualChannel } = channel;
    return { channel: index, from, virtualChannel, consumer: consumer(segment, channel, index) };
  });
  const outbound = (outOf.get(core) ?? []).map(({ channel, index }): Outbound => {
    const { to, virtualChannel } = channel;
    return { channel: index, to, virtualChannel, producer: new RingProducer(segment, channel) };
  });
  const pools = new Map(configuration.pools.map((place) => [place.core, new Pool(segment, place)]));
  return { inbound, outbound, bulk: new Bulk(configuration, core, segment), pools };
}

interface NumberedChannel {
  readonly channel: BootChannel;
  readonly index: number;
}

interface ChannelsByCore {
  readonly into: ReadonlyMap<number, readonly NumberedChannel[]>;
  readonly outOf: ReadonlyMap<number, readonly NumberedChannel[]>;
}

/** Of each configuration once: a simulation wires all its kernels. */
const known = new WeakMap<BootConfiguration, ChannelsByCore>();

function channelsOf(configuration: BootConfiguration): ChannelsByCore {
  const found = known.get(configuration);
  if (found !== undefined) return found;
  const booting = new Set(configuration.order);
  const numbered = configuration.channels
    .map((channel, index) => ({ channel, index }))
    .filter(({ channel }) => booting.has(channel.from) && booting.has(channel.to));
  const byCore = { into: groupBy(numbered, "to"), outOf: groupBy(numbered, "from") };
  known.set(configuration, byCore);
  return byCore;
}

function groupBy(
  channels: readonly NumberedChannel[],
  end: "from" | "to",
): ReadonlyMap<number, readonly NumberedChannel[]> {
  const groups = new Map<number, NumberedChannel[]>();
  for (const each of channels) {
    const core = each.channel[end];
    const group = groups.get(core);
    if (group === undefined) groups.set(core, [each]);
    else group.push(each);
  }
  return groups;
}
