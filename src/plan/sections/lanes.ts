import { invariant } from "../../diagnostics/invariant.ts";
import type { LineFailover, Routes } from "../plan.ts";

/** Bits of a number. */
const mostVirtualChannels = 32;

/** By hop, ascending: the virtual channels that routes take there, before any loss and after one. */
export function listVirtualChannels(
  routes: Routes,
  hops: readonly { readonly from: number; readonly to: number }[],
): readonly (readonly number[])[] {
  invariant(routes.virtualChannels <= mostVirtualChannels, `${routes.virtualChannels} virtual channels are too many.`);
  const used = routes.dimensions.map((table) => usedIn(table));
  if (routes.sidestep !== null) for (const keys of used.slice(1)) noteAll(keys, routes.sidestep);
  for (const line of routes.lines) noteLine(line, used[line.dimension], routes);
  const afterLoss = usedAfterLoss(routes);
  return hops.map(({ from, to }) => {
    const dimension = routes.coordinates?.findIndex((by) => by[from] !== by[to]) ?? 0;
    const by = routes.coordinates?.[dimension];
    const size = routes.dimensions[dimension]?.nextHop.length ?? 0;
    const key = (by?.[from] ?? from) * size + (by?.[to] ?? to);
    return listBits((used[dimension]?.get(key) ?? 0) | (afterLoss.get(key) ?? 0));
  });
}

/** By pair of neighbouring coordinates: a bit for each virtual channel. */
function usedIn({ nextHop, virtualChannel }: Routes["dimensions"][number]): Map<number, number> {
  const used = new Map<number, number>();
  nextHop.forEach((row, from) => {
    row.forEach((next, to) => {
      if (next !== -1 && next !== from) note(used, from * nextHop.length + next, virtualChannel[from]?.[to] ?? 0);
    });
  });
  return used;
}

function usedAfterLoss({ failover, dimensions }: Routes): Map<number, number> {
  const size = dimensions[0]?.nextHop.length ?? 0;
  const used = new Map<number, number>();
  for (const { from, nextHop, virtualChannel } of failover) {
    nextHop.forEach((next, entry) => {
      if (next !== -1) note(used, (from[entry] ?? 0) * size + next, virtualChannel[entry] ?? 0);
    });
  }
  return used;
}

/** A step to the side may go over any hop that some route takes. */
function noteAll(used: Map<number, number>, virtualChannel: number): void {
  for (const key of used.keys()) note(used, key, virtualChannel);
}

function noteLine(
  { dimension, from, nextHop, virtualChannel }: LineFailover,
  used: Map<number, number> | undefined,
  { dimensions }: Routes,
): void {
  const size = dimensions[dimension]?.nextHop.length ?? 0;
  nextHop.forEach((next, entry) => {
    if (used !== undefined) note(used, (from[entry] ?? 0) * size + next, virtualChannel[entry] ?? 0);
  });
}

function note(used: Map<number, number>, key: number, virtualChannel: number): void {
  used.set(key, (used.get(key) ?? 0) | (1 << virtualChannel));
}

function listBits(bits: number): readonly number[] {
  const known = lists.get(bits);
  if (known !== undefined) return known;
  const list = Array.from({ length: mostVirtualChannels }, (_, bit) => bit).filter((bit) => (bits & (1 << bit)) !== 0);
  lists.set(bits, list);
  return list;
}

const lists = new Map<number, readonly number[]>();
