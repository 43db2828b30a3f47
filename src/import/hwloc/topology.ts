/** What hwloc's XML says, checked for form, before anything is made of it. Sizes are bytes. */
import type { XmlElement } from "../xml/element.ts";
import type { Bits } from "./bits.ts";

export interface Topology {
  readonly machine: HwlocObject;
  /** Every object, outer before inner. */
  readonly objects: readonly HwlocObject[];
  /** Elements behind the objects: kinds of CPUs, distances, memory attributes. */
  readonly beside: readonly XmlElement[];
  /** Of the machine, wherever the version puts them. */
  readonly infos: ReadonlyMap<string, string>;
}

export interface HwlocObject {
  readonly type: string;
  readonly family: Family;
  readonly element: XmlElement;
  readonly parent: HwlocObject | null;
  readonly children: readonly HwlocObject[];
  readonly osIndex: number | null;
  readonly gpIndex: number | null;
  readonly name: string | null;
  readonly subtype: string | null;
  /** Null for objects of the I/O and Misc families, which have none. */
  readonly sets: Sets | null;
  readonly infos: ReadonlyMap<string, string>;
}

export interface Sets {
  readonly cpuset: Bits;
  /** With those that are offline. */
  readonly complete_cpuset: Bits;
  readonly nodeset: Bits;
  readonly complete_nodeset: Bits;
}

export const setNames = ["cpuset", "complete_cpuset", "nodeset", "complete_nodeset"] as const;

/** Who may stand in whom depends on nothing else, but for Machine, PU and NUMANode. */
export type Family = "normal" | "memory" | "io" | "misc";

const normal = /^(?:Machine|Package|Die|Group|Core|PU|L[1-5]Cache|L[1-3]iCache)$/;
const memory = /^(?:NUMANode|MemCache)$/;
const io = /^(?:Bridge|PCIDev|OSDev)$/;

/** Null for a type that hwloc 3.0 does not have. */
export function familyOf(type: string): Family | null {
  if (normal.test(type)) return "normal";
  if (memory.test(type)) return "memory";
  if (io.test(type)) return "io";
  return type === "Misc" ? "misc" : null;
}

/** How an object is called in a sentence: `Core 3`, `L3Cache`. */
export function naming({ type, osIndex }: { readonly type: string; readonly osIndex: number | null }): string {
  return osIndex === null ? type : `${type} ${osIndex}`;
}

/** The nearest object around it that has cores: where memory and devices hang. */
export function homeOf(object: HwlocObject): HwlocObject {
  let home = object;
  while (home.parent !== null && (home === object || home.family !== "normal")) home = home.parent;
  return home;
}
