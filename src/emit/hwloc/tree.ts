import type { PlanDevice } from "../../plan/plan.ts";
import type { Attribute } from "../xml/print-xml.ts";

/** The objects of hwloc that a machine becomes. Sets are numbers, ascending. */
export interface TreeObject {
  readonly type: string;
  /** Of the part it is; null for a cache, a core, a PU. */
  readonly part: number | null;
  /** PUs that run. */
  readonly cpus: readonly number[];
  /** With those that are offline; never fewer than the children's. */
  readonly complete: Set<number>;
  /** Behind the sets, in the order in which hwloc writes them. */
  readonly attributes: readonly Attribute[];
  readonly osIndex: number | null;
  readonly children: TreeObject[];
  readonly memories: TreeMemory[];
  readonly devices: TreeDevice[];
}

export interface TreeMemory {
  /** Index in the plan; null for the one that stands for a machine without any. */
  readonly memory: number | null;
  readonly node: number;
  readonly cpus: readonly number[];
  /** Bytes; null when it is not known. */
  readonly size: number | null;
}

export interface TreeDevice {
  readonly name: string;
  readonly kind: string;
  /** Null when its address is none of a PCI bus. */
  readonly pci: PciAddress | null;
  readonly ids: PlanDevice["pci"];
  readonly osDevices: NonNullable<PlanDevice["osDevices"]>;
}

export interface PciAddress {
  readonly text: string;
  readonly domain: string;
  readonly bus: number;
}
