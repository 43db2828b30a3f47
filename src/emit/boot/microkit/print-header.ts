import { Macros, macroName } from "../macros.ts";
import type { Domain, MicrokitSystem } from "./domain.ts";

/** What a domain's program in C has to know: ids of channels and interrupts, and where its memory lies. */
export function printHeader(domain: Domain, system: MicrokitSystem): string {
  const guard = `${macroName(domain.name)}_MICROKIT_H`;
  const macros = new Macros();
  defineChannels(domain, system, macros);
  for (const { device, irq, id } of domain.interrupts) macros.define(`${device}_irq_${irq}`, { "": `${id}` });
  for (const { region, address } of domain.mappings) {
    macros.define(region.name, { "": `0x${address.toString(16)}`, _SIZE: `0x${region.bytes.toString(16)}` });
  }
  const text = macros.lines.join("\n");
  return `/* ${domain.name} on ${domain.core.path} */\n#ifndef ${guard}\n#define ${guard}\n\n${text}\n\n#endif\n`;
}

/** Those of two domains that use each other are told apart by who has made the channel. */
function defineChannels(domain: Domain, { channels }: MicrokitSystem, macros: Macros): void {
  const used = new Set(channels.flatMap(({ client, service }) => (client.domain === domain ? service.domain : [])));
  for (const { client, service } of channels) {
    if (client.domain === domain) macros.define(`channel_${service.domain.name}`, { "": `${client.id}` });
    if (service.domain !== domain) continue;
    const from = used.has(client.domain) ? "channel_from" : "channel";
    macros.define(`${from}_${client.domain.name}`, { "": `${service.id}` });
  }
}
