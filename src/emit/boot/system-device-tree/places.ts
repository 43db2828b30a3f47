import type { PlanAnswer, PlanMachine, PlanMap } from "../../../plan/plan.ts";
import { bytesOf, isExternal, keyOf, type Piece, piecesMapped, piecesSeen, sizeOf, withoutAliases } from "../pieces.ts";
import type { Cluster } from "./clusters.ts";

/** Where the tree has a thing. */
export interface Place {
  readonly target: PlanAnswer;
  /** Index of the space whose bus it is on; null for addresses of the root, which are those of the default cluster. */
  readonly space: number | null;
  readonly pieces: readonly Piece[];
}

/**
 * All things that somebody can address. What the default cluster has as a whole is where that has it; all else is on the bus
 * of the space that has most of it, which nobody addresses but by an address map.
 */
export function placesOf(machine: PlanMachine, { view }: Cluster): readonly Place[] {
  return thingsIn(machine).flatMap((target) => {
    const size = sizeOf(target, machine);
    const seen = withoutAliases(piecesSeen(target, view));
    if (seen.length > 0 && bytesOf(seen) === size) return [{ target, space: null, pieces: seen }];
    const best = bestSpace(target, machine);
    if (best !== null && bytesOf(best.pieces) > bytesOf(seen)) return [best];
    return seen.length === 0 ? [] : [{ target, space: null, pieces: seen }];
  });
}

function thingsIn({ addresses }: PlanMachine): readonly PlanAnswer[] {
  const things = new Map<string, PlanAnswer>();
  const maps: readonly Pick<PlanMap, "target">[] = (addresses?.spaces ?? []).flatMap((space) => space.maps);
  for (const { target } of maps) if (!("space" in target)) things.set(keyOf(target), target);
  return [...things.values()];
}

function bestSpace(target: PlanAnswer, { addresses }: PlanMachine): Place | null {
  let best: Place | null = null;
  for (const [space, { maps, iommu }] of (addresses?.spaces ?? []).entries()) {
    if (iommu !== null) continue;
    const pieces = withoutAliases(piecesMapped(target, maps));
    if (bytesOf(pieces) > bytesOf(best?.pieces ?? [])) best = { target, space, pieces };
  }
  return best;
}

export type Sort = "memory" | "sram" | "rom" | "registers";

export function sortOf({ target, pieces }: Place, machine: PlanMachine): Sort {
  if ("registers" in target) return "registers";
  if (!pieces.some(({ isWritable }) => isWritable)) return "rom";
  return isExternal(sizeOf(target, machine)) ? "memory" : "sram";
}
