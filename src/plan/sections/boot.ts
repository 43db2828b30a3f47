import { invariant } from "../../diagnostics/invariant.ts";
import type { Machine } from "../../model/machine.ts";
import type { Boot, Channel, Fabric, Hop, Routes } from "../plan.ts";
import type { SegmentInput } from "./bindings.ts";
import { layOutBulk } from "./bulk.ts";
import { buildImages } from "./images.ts";
import { listVirtualChannels } from "./lanes.ts";
import { nearestMemories } from "./nearest-memory.ts";
import { layOutPools } from "./pools.ts";

/** Messages a binding may have under way each way. */
const defaultWindow = 16;

/** A slot holds one message: at least 64 bytes, a cache line of whichever end has the longer ones. */
const leastSlotBytes = 64;
const leastSlots = 64;
const mostSlots = 1024;

/** The instruction set of cores that are the computer beside the machine: what boots the machine is never one of them. */
const hostIsa = "host";

/** What a boot plan is made from, beside the machine. */
export type BootInput = Omit<SegmentInput, "window" | "start"> & { readonly fabric: Fabric };

/** What boots first, in which order, and where the rings lie. There is at least one core online. */
export function buildBoot(input: BootInput): Boot {
  const { machine, fabric, routes } = input;
  const online = machine.cores.filter((core) => core.online);
  const bootCore = online.find(({ isa }) => isa.name !== hostIsa) ?? online[0];
  invariant(bootCore !== undefined, "A machine without a core online has no boot plan.");
  const { channels, segmentBytes: start } = layOutChannels(machine, fabric, routes);
  const { bulk, segmentBytes: end } = layOutBulk({ ...input, window: defaultWindow, start });
  const { pools, segmentBytes } = layOutPools({ ...input, window: defaultWindow, start: end });
  return {
    bootCore: bootCore.index,
    order: orderFrom(bootCore.index, fabric),
    channels,
    bulk,
    pools,
    segmentBytes,
    window: defaultWindow,
    images: buildImages(machine, input.system),
  };
}

/** Breadth first: a kernel starts once a neighbour nearer to the boot core has. */
function orderFrom(bootCore: number, { hops }: Fabric): readonly number[] {
  const neighbours = new Map<number, number[]>();
  for (const { from, to } of hops) {
    const known = neighbours.get(from);
    if (known === undefined) neighbours.set(from, [to]);
    else known.push(to);
  }
  const order = new Set([bootCore]);
  for (const core of order) for (const to of neighbours.get(core) ?? []) order.add(to);
  return [...order];
}

/**
 * A ring for each hop on each virtual channel that some route takes there, one behind the other: a line for credits, then
 * the slots.
 */
function layOutChannels(machine: Machine, { hops }: Fabric, routes: Routes): Pick<Boot, "channels" | "segmentBytes"> {
  const used = listVirtualChannels(routes, hops);
  const channels: Channel[] = [];
  const memoryOf = nearestMemories(machine);
  let end = 0;
  hops.forEach((hop, index) => {
    const { slots, slotBytes } = sizeRing(machine, hop);
    const memory = memoryOf(hop.to, hop.from);
    for (const virtualChannel of used[index] ?? []) {
      const offset = alignUp(end, slotBytes);
      channels.push({ from: hop.from, to: hop.to, virtualChannel, hop: index, slots, slotBytes, offset, memory });
      end = offset + slotBytes * (1 + slots);
    }
  });
  return { channels, segmentBytes: end };
}

/**
 * Slots for everything that can be under way while a credit comes back, twice latency × bandwidth, rounded up to a power
 * of two; 64 at least, which covers every hop inside one box, and 1,024 at most.
 */
function sizeRing(machine: Machine, hop: Hop): Pick<Channel, "slots" | "slotBytes"> {
  const lineBytes = (core: number): number => machine.cores[core]?.isa.lineBytes ?? 0;
  const slotBytes = powerOfTwoFrom(Math.max(leastSlotBytes, lineBytes(hop.from), lineBytes(hop.to)));
  const underWay = (2 * hop.latency * (hop.bandwidth ?? 0)) / 1e12 / slotBytes;
  return { slots: Math.min(mostSlots, powerOfTwoFrom(Math.max(leastSlots, underWay))), slotBytes };
}

function powerOfTwoFrom(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
}

function alignUp(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}
