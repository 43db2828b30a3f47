import type { Context } from "../../analyses/decoding/net.ts";
import { computeReceivers } from "../../analyses/interrupts/deliveries.ts";
import type { Core, Device, Endpoint, Link, Machine, Measurement, Part } from "../../model/machine.ts";
import { parsePciId } from "../../model/pci-id.ts";
import type { Time } from "../../model/quantity.ts";
import { placeOf } from "../../source/source-file.ts";
import type { PlanCore, PlanDevice, PlanEndpoint, PlanLink, PlanMachine, PlanMeasurement } from "../plan.ts";
import { buildAddresses } from "./addresses.ts";
import { buildInterrupts } from "./controllers.ts";

/** Copies the machine, with indices in place of references. */
export function buildMachine(machine: Machine, contexts: readonly Context[]): PlanMachine {
  return {
    name: machine.name,
    documentation: machine.documentation,
    at: placeOf(machine.span),
    parts: machine.parts.map(buildPart),
    cores: machine.cores.map(buildCore),
    caches: buildCaches(machine),
    memories: buildMemories(machine),
    coherences: buildCoherences(machine),
    ports: machine.ports.map(({ path, part, span }) => ({ path, part: part.index, at: placeOf(span) })),
    links: machine.links.map(buildLink),
    devices: machine.devices.map(buildDevice),
    ...buildInterrupts(machine),
    addresses: buildAddresses(machine, contexts),
    measurements: machine.measurements.map(buildMeasurement),
  };
}

function buildPart({ path, level, type, parent, span }: Part): PlanMachine["parts"][number] {
  return { path, level, type, parent: parent?.index ?? null, at: placeOf(span) };
}

function buildCore(core: Core): PlanCore {
  const { name, wordBits, endianness, lineBytes, pageBytes } = core.isa;
  return {
    path: core.path,
    part: core.part.index,
    isa: { name, wordBits, endianness, lineBytes, pageBytes },
    clock: core.clock,
    threads: core.threads,
    kind: core.kind,
    osIndex: core.osIndex,
    hardwareId: core.hardwareId,
    online: core.online,
    ...(core.protection === "pages" ? {} : { protection: core.protection }),
    documentation: core.documentation,
    at: placeOf(core.span),
  };
}

function buildCaches({ caches }: Machine): PlanMachine["caches"] {
  return caches.map(({ path, name, part, size, latency, lineBytes, sharedBy, span }) => ({
    path,
    name,
    part: part.index,
    size,
    latency: picoseconds(latency),
    lineBytes,
    sharedBy: sharedBy.map(indexOf),
    at: placeOf(span),
  }));
}

function buildMemories({ memories }: Machine): PlanMachine["memories"] {
  return memories.map(({ path, part, size, latency, bandwidth, node, span }) => ({
    path,
    part: part.index,
    size,
    latency: picoseconds(latency),
    bandwidth,
    node,
    at: placeOf(span),
  }));
}

function buildCoherences({ coherences }: Machine): PlanMachine["coherences"] {
  return coherences.map(({ part, members, latency, bandwidth, span }) => ({
    part: part.index,
    members: members.map(indexOf),
    latency: picoseconds(latency),
    bandwidth,
    at: placeOf(span),
  }));
}

function buildLink(link: Link): PlanLink {
  const { name, transferBytes, ordered, reliable, broadcast, notification, credits } = link.interconnect;
  return {
    path: link.path,
    from: buildEndpoint(link.from),
    to: buildEndpoint(link.to),
    direction: link.direction,
    interconnect: name,
    latency: picoseconds(link.latency),
    bandwidth: link.bandwidth,
    transferBytes,
    ordered,
    reliable,
    broadcast,
    notification,
    credits,
    at: placeOf(link.span),
  };
}

function buildDevice(device: Device): PlanDevice {
  const pci = device.pci === null ? null : parsePciId(device.pci);
  return {
    path: device.path,
    type: device.type,
    part: device.part.index,
    endpoint: "kind" in device.at ? buildEndpoint(device.at) : { part: device.at.index },
    address: device.address,
    ...(pci === null ? {} : { pci }),
    ...(device.compatible.length === 0 ? {} : { compatible: device.compatible }),
    ...(device.isMailbox ? { isMailbox: true as const } : {}),
    ...(device.osDevices.length === 0 ? {} : { osDevices: device.osDevices }),
    ...(device.isCoherent === null ? {} : { isCoherent: device.isCoherent }),
    bandwidth: device.bandwidth,
    latency: picoseconds(device.latency),
    dma: device.dma.map(indexOf),
    interrupts: computeReceivers(device).map(indexOf),
    at: placeOf(device.span),
  };
}

function buildEndpoint(endpoint: Endpoint): PlanEndpoint {
  switch (endpoint.kind) {
    case "port":
      return { port: endpoint.port.index };
    case "core":
      return { core: endpoint.core.index };
    case "device":
      return { device: endpoint.device.index };
  }
}

function buildMeasurement(measurement: Measurement): PlanMeasurement {
  const { quantity, from, to, source, span } = measurement;
  const place = "isa" in to ? { core: to.index } : "sharedBy" in to ? { cache: to.index } : { memory: to.index };
  const ends = { from: from.index, to: place };
  return quantity === "latency"
    ? { quantity, ...ends, time: measurement.time.picoseconds, source, at: placeOf(span) }
    : { quantity, ...ends, bandwidth: measurement.bandwidth, source, at: placeOf(span) };
}

function indexOf({ index }: { readonly index: number }): number {
  return index;
}

function picoseconds(time: Time | null): number | null {
  return time?.picoseconds ?? null;
}
