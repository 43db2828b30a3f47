/** What goes into memories and out of them when a flow moves data, and over the links on the way there. */
import type { Core, Device, Machine, Memory } from "../../model/machine.ts";
import { linkGraphOf, quickestLinks } from "../latency/link-graph.ts";
import { attachmentOf, homeOf, type Place } from "../latency/places.ts";
import { bytesOn, type Carrier, directLinks } from "./carriers.ts";
import type { Content, Contents } from "./message-bytes.ts";

/** Where the data of a flow lies on its way. */
export interface Stores {
  readonly toService: Stopover;
  readonly toClient: Stopover;
  /** Of the service for its devices: what goes through it goes through these, as much through each. */
  readonly buffers: readonly DeviceBuffer[];
}

/** Null where nothing lies in blocks, or in regions. */
export interface Stopover {
  readonly blocks: Memory | null;
  readonly regions: Memory | null;
}

export interface DeviceBuffer {
  readonly device: Device;
  readonly memory: Memory;
  /** Cores that read what the device has filled; none of what is forwarded. */
  readonly readers: readonly Core[];
  /** The core that fills it for the device; null where the device forwards what it has got itself. */
  readonly filler: Core | null;
}

export interface Pass {
  readonly carrier: Carrier;
  readonly bytes: number;
}

/** Messages no longer than this go in slots. */
export const longestInSlots = 2 * 40;

/**
 * Each time of a flow: what lies in blocks or regions is written to its memory and read from it, as if no cache held it.
 * What is more than slots carry also goes through the buffers that the service has for its devices: on the way to the
 * client the device fills them and cores read them, on the way to the service a core fills them and the device reads
 * them. All in whole lines.
 */
export function passesOf(contents: Contents, stores: Stores, lineBytes: number, machine: Machine): readonly Pass[] {
  const sum = (which: readonly Content[]) =>
    which.reduce((bytes, content) => bytes + Math.ceil(content.bytes / lineBytes) * lineBytes, 0);
  const stopover = (which: readonly Content[], { blocks, regions }: Stopover): readonly Pass[] => [
    ...inMemory(blocks, 2 * sum(which.filter((content) => content.kind === "message" && isLong(content)))),
    ...inMemory(regions, 2 * sum(which.filter(({ kind }) => kind === "regions"))),
  ];
  const share = Math.max(1, stores.buffers.length);
  return [
    ...stopover(contents.toService, stores.toService),
    ...stopover(contents.toClient, stores.toClient),
    ...stores.buffers.flatMap((buffer) => [
      ...filled(buffer, sum(contents.toClient.filter(isLong)) / share, lineBytes, machine),
      ...emptied(buffer, sum(contents.toService.filter(isLong)) / share, lineBytes, machine),
    ]),
  ];
}

function isLong({ kind, bytes }: Content): boolean {
  return kind === "regions" || bytes > longestInSlots;
}

function inMemory(memory: Memory | null, bytes: number): readonly Pass[] {
  return memory === null || bytes === 0 ? [] : [{ carrier: { memory }, bytes }];
}

/** What the device writes, and everybody reads. */
function filled({ device, memory, readers, filler }: DeviceBuffer, bytes: number, line: number, machine: Machine) {
  const ends = filler === null ? [device] : readers;
  return [
    ...between(device, memory, "in", bytes, line, machine),
    ...ends.flatMap((end) => between(end, memory, "out", bytes, line, machine)),
  ];
}

/** What the core writes, and the device reads; what is forwarded was counted when it came in. */
function emptied({ device, memory, filler }: DeviceBuffer, bytes: number, line: number, machine: Machine) {
  if (filler === null) return [];
  return [
    ...between(filler, memory, "in", bytes, line, machine),
    ...between(device, memory, "out", bytes, line, machine),
  ];
}

/** The memory, and the links between it and who writes or reads it. */
function between(
  end: Core | Device,
  memory: Memory,
  direction: "in" | "out",
  bytes: number,
  lineBytes: number,
  machine: Machine,
): readonly Pass[] {
  if (bytes === 0) return [];
  const graph = linkGraphOf(machine);
  const there: Place = { kind: "part", part: homeOf(memory.part, graph.population) };
  const here: Place = "dma" in end ? attachmentOf(end, graph.population) : { kind: "core", core: end };
  const [from, to] = direction === "in" ? [here, there] : [there, here];
  const links = directLinks(quickestLinks(graph, from, to) ?? [], from, graph.population);
  const over = links.map((carrier): Pass => ({ carrier, bytes: (bytes / lineBytes) * bytesOn(carrier, lineBytes) }));
  return [...over, ...inMemory(memory, bytes)];
}
