import type { PlanMachine } from "../../../plan/plan.ts";
import {
  cells,
  flag,
  labelled,
  node,
  type TreeNode,
  type TreeProperty,
  texts,
  twoCells,
} from "../../device-tree/tree-node.ts";
import { addressSeenBy } from "../addresses.ts";
import type { Division, Domain } from "./domains.ts";
import type { Region } from "./regions.ts";

/** Where a domain has a region; null where it does not address it. */
export function addressIn(domain: Domain, { area }: Region, machine: PlanMachine): bigint | null {
  const piece = { target: { memory: area.memory }, offset: Number(area.offset), bytes: Number(area.bytes) };
  return addressSeenBy(domain.cluster.indices[0] ?? -1, piece, machine);
}

export function labelOf({ name }: Region): string {
  return name.replaceAll("-", "_");
}

/** Whether a domain has to know of it: the host leaves alone what others share of its memory. */
function concerns({ sharers }: Region, domain: Domain, host: Domain): boolean {
  return domain === host || sharers.includes(domain);
}

/** Regions that a domain has to know of, and where it has them. */
export function regionsIn(domain: Domain, { regions, division, machine }: Regional): readonly Reserved[] {
  return regions
    .filter((region) => concerns(region, domain, division.host))
    .flatMap((region) => {
      const address = addressIn(domain, region, machine);
      return address === null ? [] : [{ region, address }];
    });
}

export interface Reserved {
  readonly region: Region;
  readonly address: bigint;
}

export interface Regional {
  readonly machine: PlanMachine;
  readonly division: Division;
  readonly regions: readonly Region[];
}

/**
 * `/reserved-memory` as a domain's operating system has to see it (Linux, Documentation/devicetree/bindings/reserved-memory):
 * nothing of it is mapped but by its drivers. `width`: cells of an address.
 */
export function reservedMemory(domain: Domain, regional: Regional, width: 1 | 2): readonly TreeNode[] {
  const reserved = [...regionsIn(domain, regional)].sort((one, other) => (one.address < other.address ? -1 : 1));
  if (reserved.length === 0) return [];
  const children = reserved.map(({ region, address }) => regionNode(region, address, width));
  return [node("reserved-memory", [...shapeOf(width), flag("ranges")], children)];
}

export function shapeOf(width: 1 | 2): readonly TreeProperty[] {
  return [cells("#address-cells", width), cells("#size-cells", width)];
}

function regionNode(region: Region, address: bigint, width: 1 | 2): TreeNode {
  const inCells = (number: bigint): readonly number[] => twoCells(number).slice(2 - width);
  const reg = cells("reg", ...inCells(address), ...inCells(region.area.bytes));
  const compatible = region.use === "buffer" ? [texts("compatible", "shared-dma-pool")] : [];
  const made = node(`${region.name}@${address.toString(16)}`, [...compatible, reg, flag("no-map")]);
  return labelled(labelOf(region), made);
}
