/** Where a load or store ends up: from map to map until a memory or registers accept it, or nothing does. */
import {
  type Access,
  type AddressRange,
  lastAddress,
  type MapTarget,
  type Space,
  type SpaceMap,
  sizeOfTarget,
} from "../../model/address-space.ts";
import { byteAt } from "../../model/interleave.ts";
import type { DecodingNet, Initiator } from "./net.ts";

export interface Decoding {
  /** The maps it takes, in order, with the address in the space of each. */
  readonly steps: readonly Step[];
  readonly end: End;
  /** What all maps on the way let through; null when they leave nothing. */
  readonly access: Access | null;
}

export interface Step {
  readonly space: Space;
  readonly address: bigint;
  readonly map: SpaceMap;
}

export type End =
  | { readonly kind: "accepted"; readonly target: Accepting; readonly offset: bigint }
  /** The map leads behind the end of its target. */
  | { readonly kind: "beyond"; readonly target: Accepting; readonly offset: bigint }
  /** Nothing answers; `hole` is how far that is so, with the maps on both sides of it. */
  | {
      readonly kind: "unmapped";
      readonly space: Space;
      readonly address: bigint;
      readonly hole: AddressRange;
      readonly below: SpaceMap | null;
      readonly above: SpaceMap | null;
    }
  /** The address has more bits than the space. */
  | { readonly kind: "tooWide"; readonly space: Space; readonly address: bigint }
  /** The same map comes again: it would go on like that. */
  | { readonly kind: "circle"; readonly map: SpaceMap; readonly address: bigint };

export type Accepting = Extract<MapTarget, { kind: "memory" | "registers" }>;

export function resolveAddress(net: DecodingNet, initiator: Initiator, from: Space, address: bigint): Decoding {
  const steps: Step[] = [];
  let access: Access | null = "readWrite";
  for (let [space, here] = [from, address]; ; ) {
    const map = here > lastAddress(space) ? null : net.mapsOf(space, initiator).find(here);
    if (map === null) return { steps, end: endOfMaps(net, initiator, space, here), access };
    if (steps.some((step) => step.map === map)) return { steps, end: { kind: "circle", map, address: here }, access };
    steps.push({ space, address: here, map });
    access = passing(access, map.access);
    const next = map.at + (here - map.from);
    if (map.target.kind !== "space") return { steps, end: accept(map.target, next), access };
    [space, here] = [map.target.space, next];
  }
}

/** What two maps behind each other let through; null for nothing. */
export function passing(first: Access | null, second: Access): Access | null {
  if (first === null || first === second || second === "readWrite") return first;
  return first === "readWrite" ? second : null;
}

function accept(target: Exclude<MapTarget, { kind: "space" }>, offset: bigint): End {
  const kind = offset < sizeOfTarget(target) ? "accepted" : "beyond";
  if (target.kind !== "interleave") return { kind, target, offset };
  const byte = byteAt(target.interleave, offset);
  return { kind, target: { kind: "memory", memory: byte.memory }, offset: byte.offset };
}

function endOfMaps(net: DecodingNet, initiator: Initiator, space: Space, address: bigint): End {
  if (address > lastAddress(space)) return { kind: "tooWide", space, address };
  const { below, above } = net.mapsOf(space, initiator).around(address);
  const hole = { from: below === null ? 0n : below.to + 1n, to: above === null ? lastAddress(space) : above.from - 1n };
  return { kind: "unmapped", space, address, hole, below, above };
}
