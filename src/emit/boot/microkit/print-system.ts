import { type Element, element, printXml } from "../../xml/print-xml.ts";
import type { Channel, ChannelEnd, Domain, MicrokitSystem, Region } from "./domain.ts";

/** The system description that Microkit's tool reads: seL4/microkit, docs/manual.md, "System Description File". */
export function printSystem({ domains, channels, regions }: MicrokitSystem): string {
  return printXml(
    element("system", [], [...regions.map(printRegion), ...domains.map(printDomain), ...channels.map(printChannel)]),
  );
}

function printRegion({ name, bytes, address }: Region): Element {
  const fixed = address === null ? [] : [["phys_addr", hex(address)] as const];
  return element("memory_region", [["name", name], ["size", hex(bytes)], ["page_size", "0x1000"], ...fixed]);
}

function printDomain({ name, priority, cpu, program, mappings, interrupts }: Domain): Element {
  const children = [
    element("program_image", [["path", `${program.name}.elf`]]),
    ...mappings.map(({ region, address, permissions }) =>
      element("map", [
        ["mr", region.name],
        ["vaddr", hex(address)],
        ["perms", permissions],
        ["cached", `${region.isCached}`],
      ]),
    ),
    // Numbers of interrupts are decimal, or the tool stops.
    ...interrupts.map(({ irq, id }) =>
      element("irq", [
        ["irq", irq],
        ["id", id],
      ]),
    ),
  ];
  return element(
    "protection_domain",
    [
      ["name", name],
      ["priority", priority],
      ["cpu", cpu],
    ],
    children,
  );
}

function printChannel({ client, service }: Channel): Element {
  return element("channel", [], [printEnd(client), printEnd(service)]);
}

function printEnd({ domain, id, calls }: ChannelEnd): Element {
  const called = calls ? [["pp", "true"] as const] : [];
  return element("end", [["pd", domain.name], ["id", id], ...called]);
}

function hex(number: number | bigint): string {
  return `0x${number.toString(16)}`;
}
