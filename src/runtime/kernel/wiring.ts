import { RingConsumer, RingProducer, type Segment } from "../channel/ring.ts";
import type { BootChannel, BootConfiguration } from "./boot-configuration.ts";
import { Bulk } from "./bulk.ts";
import { Pool } from "./pool.ts";
import type { Inbound, Outbound } from "./switch.ts";

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
  const booting = new Set(configuration.order);
  const inbound: Inbound[] = [];
  const outbound: Outbound[] = [];
  for (const [index, channel] of configuration.channels.entries()) {
    const { from, to, virtualChannel } = channel;
    if (!booting.has(from) || !booting.has(to)) continue;
    if (to === core)
      inbound.push({ channel: index, from, virtualChannel, consumer: consumer(segment, channel, index) });
    if (from === core)
      outbound.push({ channel: index, to, virtualChannel, producer: new RingProducer(segment, channel) });
  }
  const pools = new Map(configuration.pools.map((place) => [place.core, new Pool(segment, place)]));
  return { inbound, outbound, bulk: new Bulk(configuration, core, segment), pools };
}
