import { printBandwidth, printFrequency, printSize, printTime } from "../algorithms/print-quantity.ts";
import type { PlanEndpoint, PlanLink, PlanMachine, PlanMapTarget } from "../plan/plan.ts";
import type { Facts, Things } from "./change.ts";

/** All that a machine consists of, by path. */
export function thingsOfMachine(machine: PlanMachine | null): readonly Things[] {
  return [
    things(
      "machine",
      machine === null ? [] : [machine],
      () => machine?.name ?? "",
      () => ({}),
    ),
    things("core", machine?.cores, pathOf, (core) => ({
      ...{ "instruction set": core.isa.name, clock: printFrequency(core.clock), threads: `${core.threads}` },
      ...said("kind", core.kind),
      ...said("os index", core.osIndex),
      ...said("id", core.hardwareId),
      ...(core.online ? {} : { power: "off" }),
    })),
    things("cache", machine?.caches, pathOf, (cache) => ({
      size: printSize(cache.size),
      ...saidIn("latency", cache.latency, printTime),
      "shared by": counted(cache.sharedBy.length, "core"),
    })),
    things("memory", machine?.memories, pathOf, (memory) => ({
      size: printSize(memory.size),
      ...saidIn("latency", memory.latency, printTime),
      ...saidIn("bandwidth", memory.bandwidth, printBandwidth),
      ...said("node", memory.node),
    })),
    things("coherence", machine?.coherences, coherenceName(machine), (coherence) => ({
      members: counted(coherence.members.length, "core"),
      ...saidIn("latency", coherence.latency, printTime),
      ...saidIn("bandwidth", coherence.bandwidth, printBandwidth),
    })),
    things("link", machine?.links, pathOf, (link) => factsOfLink(link, machine)),
    things("device", machine?.devices, pathOf, (device) => ({
      ...{ type: device.type, at: endpointName(device.endpoint, machine) },
      ...said("address", device.address),
      ...saidIn("latency", device.latency, printTime),
      ...saidIn("bandwidth", device.bandwidth, printBandwidth),
      reaches: device.dma.map((memory) => machine?.memories[memory]?.path ?? "").join(", "),
    })),
    things("interrupt controller", machine?.controllers, pathOf, (controller) => ({
      lines: controller.dimensions.join(" by "),
      sources: counted(controller.sources.length, "device"),
    })),
    addressThings(machine),
  ];
}

function pathOf({ path }: { readonly path: string }): string {
  return path;
}

/** The first keeps the name where two have one: what is alike is compared in order. */
export function things<Thing>(
  what: string,
  all: readonly Thing[] | undefined,
  nameOf: (thing: Thing) => string,
  factsOf: (thing: Thing) => Facts,
): Things {
  const facts = new Map<string, Facts>();
  for (const thing of all ?? []) {
    const wish = nameOf(thing);
    let name = wish;
    for (let count = 2; facts.has(name); count++) name = `${wish} (${count})`;
    facts.set(name, factsOf(thing));
  }
  return { what, facts };
}

export function said(name: string, value: string | number | null): Facts {
  return value === null ? {} : { [name]: `${value}` };
}

function saidIn(name: string, value: number | null, print: (value: number) => string): Facts {
  return value === null ? {} : { [name]: print(value) };
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

function coherenceName(machine: PlanMachine | null) {
  return ({ part, members }: PlanMachine["coherences"][number]): string => {
    const first = machine?.cores[members[0] ?? -1]?.path ?? "";
    return `of ${machine?.parts[part]?.path || (machine?.name ?? "")} from ${first}`;
  };
}

function factsOfLink(link: PlanLink, machine: PlanMachine | null): Facts {
  return {
    from: endpointName(link.from, machine),
    to: endpointName(link.to, machine),
    ...{ direction: link.direction === "both" ? "both ways" : "one way", kind: link.interconnect },
    ...saidIn("latency", link.latency, printTime),
    ...saidIn("bandwidth", link.bandwidth, printBandwidth),
    transfer: printSize(link.transferBytes),
    ...said("credits", link.credits),
    "says of itself": [
      ...(link.ordered ? [] : ["not ordered"]),
      ...(link.reliable ? [] : ["not reliable"]),
      ...(link.broadcast ? ["broadcast"] : []),
      link.notification,
    ].join(", "),
  };
}

function endpointName(endpoint: PlanEndpoint | { readonly part: number }, machine: PlanMachine | null): string {
  if ("port" in endpoint) return machine?.ports[endpoint.port]?.path ?? "";
  if ("core" in endpoint) return machine?.cores[endpoint.core]?.path ?? "";
  if ("device" in endpoint) return machine?.devices[endpoint.device]?.path ?? "";
  return machine?.parts[endpoint.part]?.path || (machine?.name ?? "");
}

/** A range of each space. */
function addressThings(machine: PlanMachine | null): Things {
  const maps = (machine?.addresses?.spaces ?? []).flatMap(({ path, maps: all }) => all.map((map) => ({ path, map })));
  return things(
    "map",
    maps,
    ({ path, map }) => `${path} ${map.from}..${map.to}`,
    ({ map }) => ({ to: `${targetName(map.target, machine)} at ${map.offset}`, access: map.access }),
  );
}

function targetName(target: PlanMapTarget, machine: PlanMachine | null): string {
  if ("space" in target) return machine?.addresses?.spaces[target.space]?.path ?? "";
  if ("registers" in target) return machine?.addresses?.registers[target.registers]?.path ?? "";
  const memories = "memory" in target ? [target.memory] : target.interleave;
  return memories.map((memory) => machine?.memories[memory]?.path ?? "").join(", ");
}
