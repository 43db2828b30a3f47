/** What bytes go over: a link in one of its directions, from one cache to another of a coherence domain, or a memory. */
import type { CoherenceDomain, Core, Device, Link, Memory, Part } from "../../model/machine.ts";
import { enclosingParts, keyOf, type Place, type Population, placeOfEndpoint } from "../latency/places.ts";
import type { FabricHop } from "../routing/fabric.ts";

export type Carrier =
  /** `forward`: from the end that the description names first to the other. */
  | { readonly link: Link; readonly direction: "forward" | "backward" }
  | { readonly domain: CoherenceDomain; readonly from: Core; readonly to: Core }
  /** What is written to it and what is read from it, together. */
  | { readonly memory: Memory };

/** A carrier as a key: equal for equal ones. */
export function carrierKey(carrier: Carrier): string {
  if ("link" in carrier) return `${carrier.direction} ${carrier.link.index}`;
  if ("memory" in carrier) return `memory ${carrier.memory.index}`;
  return `domain ${carrier.domain.index} ${carrier.from.index} ${carrier.to.index}`;
}

/** Bytes per second; null when the description does not say. A link has as much each way, each two caches as much. */
export function bandwidthOf(carrier: Carrier): number | null {
  if ("memory" in carrier) return carrier.memory.bandwidth;
  return "link" in carrier ? carrier.link.bandwidth : carrier.domain.bandwidth;
}

/** Bytes that a piece takes: links move whole units of transfer. */
export function bytesOn(carrier: Carrier, pieceBytes: number): number {
  if (!("link" in carrier)) return pieceBytes;
  const { transferBytes } = carrier.link.interconnect;
  return Math.ceil(pieceBytes / transferBytes) * transferBytes;
}

export const leastSlotBytes = 64;

/** Bytes of a slot: a line of whichever end has the longer ones. */
export function slotBytesOf({ from, to }: Pick<FabricHop, "from" | "to">): number {
  return Math.max(leastSlotBytes, from.isa.lineBytes, to.isa.lineBytes);
}

/** What the bytes of one hop go over, in order. */
export function carriersOf({ from, to, via }: FabricHop, population: Population): readonly Carrier[] {
  if ("domain" in via) return [{ domain: via.domain, from, to }];
  return directLinks(via.links, { kind: "core", core: from }, population);
}

/** The links of a way, each with the direction in which a way that starts at `start` crosses it. */
export function directLinks(
  links: readonly Link[],
  start: Place,
  population: Population,
): readonly Extract<Carrier, { link: Link }>[] {
  let here = start;
  return links.map((link) => {
    const [first, second] = [placeOfEndpoint(link.from, population), placeOfEndpoint(link.to, population)];
    const isForward = link.direction === "oneWay" || nearness(here, first) >= nearness(here, second);
    here = isForward ? second : first;
    return { link, direction: isForward ? "forward" : "backward" };
  });
}

/** 2 for the same place, 1 where one lies in the other, else 0. */
function nearness(here: Place, there: Place): number {
  if (keyOf(here) === keyOf(there)) return 2;
  return around(here).includes(keyOf(there)) || around(there).includes(keyOf(here)) ? 1 : 0;
}

function around(place: Place): readonly (Part | Core | Device)[] {
  switch (place.kind) {
    case "part":
      return enclosingParts(place.part);
    case "core":
      return [place.core, ...enclosingParts(place.core.part)];
    case "device":
      return [place.device, ...enclosingParts(place.device.part)];
  }
}
