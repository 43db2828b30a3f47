import type { Boot, Plan, PlanMachine, PlanSystem } from "../../../plan/plan.ts";
import { type Area, Carver } from "./carve.ts";
import type { Division, Domain } from "./domains.ts";
import { sortOf } from "./places.ts";

/** Memory that several domains use together, or that one must leave to another. */
export interface Region {
  readonly name: string;
  readonly use: "image" | "vring" | "buffer" | "rings" | "pools" | "program";
  readonly area: Area;
  /** Who addresses it. */
  readonly sharers: readonly Domain[];
}

/** Domains that no memory can be found for that all of them reach. */
export interface Shortage {
  readonly sharers: readonly Domain[];
  readonly bytes: bigint;
}

export interface Regions {
  readonly regions: readonly Region[];
  readonly shortages: readonly Shortage[];
}

/**
 * Firmware that runs from a memory of the host's. Rings of 256 descriptors, each in whole pages (Virtio 1.2, §2.7), and
 * buffers for both: what Linux's remoteproc and rpmsg ask for (drivers/remoteproc/remoteproc_core.c, virtio_rpmsg_bus.c).
 */
const imageBytes = 16n * 2n ** 20n;
const vringBytes = 0x4000n;
const bufferBytes = 2n ** 20n;

type Wish = Omit<Region, "area"> & { readonly bytes: bigint };

/** What is set aside: the plan's own buffers where they are, and beneath them what domains need between them. */
export function regionsOf({ machine, system, boot }: Plan, division: Division): Regions {
  if (machine === null || system === null || boot === null) return { regions: [], shortages: [] };
  const programs = programRegions(system, machine, division);
  const carver = new Carver(machine, buffersOf(system));
  const regions: Region[] = [];
  const shortages: Shortage[] = [];
  const wishes = [...wishesOf(division, boot, machine)].sort((one, other) => Number(other.bytes - one.bytes));
  for (const { bytes, ...wish } of wishes) {
    const area = carver.carve(
      bytes,
      wish.sharers.map(({ cluster }) => cluster.view),
    );
    if (area !== null) regions.push({ ...wish, area });
    else if (!shortages.some(({ sharers }) => sharers.at(-1) === wish.sharers.at(-1)))
      shortages.push({ sharers: wish.sharers, bytes });
  }
  return { regions: [...programs, ...regions], shortages };
}

function wishesOf(division: Division, boot: Boot, machine: PlanMachine): readonly Wish[] {
  const { host, remotes } = division;
  const pools = boot.pools.reduce((sum, { bytes }) => sum + BigInt(bytes), 0n);
  const all = [host, ...remotes];
  return [
    ...remotes.flatMap((remote) => remoteWishes(host, remote, machine)),
    ...all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => ringWish(one, other, boot))),
    ...(pools === 0n || remotes.length === 0
      ? []
      : [{ name: "pools", use: "pools" as const, sharers: all, bytes: pools }]),
  ];
}

function remoteWishes(host: Domain, remote: Domain, machine: PlanMachine): readonly Wish[] {
  const sharers = [host, remote];
  const isAtHome = remote.memories.some((place) => sortOf(place, machine) === "memory");
  const image: Wish = { name: `${remote.name}-image`, use: "image", sharers, bytes: imageBytes };
  return [
    ...(isAtHome ? [] : [image]),
    { name: `${remote.name}-vdev0vring0`, use: "vring", sharers, bytes: vringBytes },
    { name: `${remote.name}-vdev0vring1`, use: "vring", sharers, bytes: vringBytes },
    { name: `${remote.name}-vdev0buffer`, use: "buffer", sharers, bytes: bufferBytes },
  ];
}

/** The channels between kernels of two domains, and the blocks of long messages. */
function ringWish(one: Domain, other: Domain, { channels, bulk }: Boot): readonly Wish[] {
  const crosses = ({ from, to }: { readonly from: number; readonly to: number }): boolean => {
    const [left, right] = [one.cluster.indices, other.cluster.indices];
    return (left.includes(from) && right.includes(to)) || (left.includes(to) && right.includes(from));
  };
  const slots = channels.filter(crosses).reduce((sum, { slots, slotBytes }) => sum + (slots + 1) * slotBytes, 0);
  const blocks = bulk.filter(crosses).reduce((sum, each) => sum + 128 + each.blocks * each.blockBytes, 0);
  if (slots + blocks === 0) return [];
  const name = `${one.name}-${other.name}-rings`;
  return [{ name, use: "rings", sharers: [one, other], bytes: BigInt(slots + blocks) }];
}

function buffersOf({ services, clients }: PlanSystem): readonly Area[] {
  return [...services, ...clients].flatMap(({ buffers, instances }) =>
    instances.flatMap((instance) =>
      buffers.flatMap(({ size }, index) => {
        const place = instance.buffers[index];
        return place === undefined ? [] : [areaOf(place, size)];
      }),
    ),
  );
}

function areaOf({ memory, offset }: { readonly memory: number; readonly offset: number }, size: number): Area {
  return { memory, offset: BigInt(offset), bytes: BigInt(size) };
}

/** Buffers of programs in memory that an operating system would take for its own. */
function programRegions(
  { services, clients }: PlanSystem,
  machine: PlanMachine,
  { host, remotes, places }: Division,
): readonly Region[] {
  const external = new Set(
    places.flatMap((place) =>
      "memory" in place.target && sortOf(place, machine) === "memory" ? place.target.memory : [],
    ),
  );
  return [...services, ...clients].flatMap(({ name, buffers, instances }) =>
    instances.flatMap((instance, copy) =>
      buffers.flatMap((buffer, index) => {
        const place = instance.buffers[index];
        if (place === undefined || !external.has(place.memory)) return [];
        const owner = [host, ...remotes].find(({ cluster }) => cluster.indices.includes(instance.core)) ?? host;
        const copyName = instances.length === 1 ? name : `${name}-${copy}`;
        const sharers = owner === host ? [host] : [host, owner];
        return [
          { name: `${copyName}-${buffer.name}`, use: "program" as const, area: areaOf(place, buffer.size), sharers },
        ];
      }),
    ),
  );
}
