import type { ChannelEnd, Domain, MicrokitSystem } from "./domain.ts";

/** What a domain's program in C has to know: ids of channels and interrupts, and where its memory lies. */
export function printHeader(domain: Domain, { channels }: MicrokitSystem): string {
  const guard = `${upper(domain.name)}_MICROKIT_H`;
  const ends = channels.flatMap(({ client, service }) => [
    ...(client.domain === domain ? [channelOf(service.domain, client)] : []),
    ...(service.domain === domain ? [channelOf(client.domain, service)] : []),
  ]);
  const lines = [
    ...ends,
    ...domain.interrupts.map(({ device, irq, id }) => `#define ${upper(device)}_IRQ_${irq} ${id}`),
    ...domain.mappings.flatMap(({ region, address }) => [
      `#define ${upper(region.name)} 0x${address.toString(16)}`,
      `#define ${upper(region.name)}_SIZE 0x${region.bytes.toString(16)}`,
    ]),
  ];
  return `/* ${domain.name} on ${domain.core.path} */\n#ifndef ${guard}\n#define ${guard}\n\n${lines.join("\n")}\n\n#endif\n`;
}

function channelOf(other: Domain, { id }: ChannelEnd): string {
  return `#define CHANNEL_${upper(other.name)} ${id}`;
}

function upper(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
    .replaceAll(/\W+/g, "_")
    .replace(/_$/, "")
    .toUpperCase();
}
