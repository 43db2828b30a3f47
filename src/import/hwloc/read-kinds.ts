/** Kinds of CPUs: hwloc 3.0, include/hwloc/cpukinds.h. */
import { printCpuList } from "../description/cpu-list.ts";
import type { Clock, CoreFacts } from "../description/facts.ts";
import type { XmlElement } from "../xml/element.ts";
import { bitsOf, isWithin, numbersOf } from "./bits.ts";
import type { LeftOut } from "./left-out.ts";
import { readInfos } from "./read-objects.ts";
import type { Reading } from "./reading.ts";
import type { HwlocObject } from "./topology.ts";

export interface CpuKind {
  readonly element: XmlElement;
  readonly cpus: ReadonlySet<number>;
  readonly kind: CoreFacts["kind"];
  readonly clock: Clock | null;
}

interface Read {
  readonly element: XmlElement;
  readonly cpus: ReadonlySet<number>;
  /** Higher is faster; null when it is not known. */
  readonly efficiency: number | null;
  readonly infos: ReadonlyMap<string, string>;
}

export function readKinds(
  beside: readonly XmlElement[],
  machine: HwlocObject,
  reading: Reading,
  leftOut: LeftOut,
): readonly CpuKind[] {
  const elements = beside.filter(({ name }) => name === "cpukind");
  const kinds = elements.map((element) => readKind(element, machine, reading)).filter((kind) => kind !== null);
  const named = kinds.map((kind) => ({ ...kind, kind: kindOf(kind, kinds), clock: clockOf(kind) }));
  if (kinds.length > 1)
    for (const { element, cpus } of named.filter(({ kind }) => kind === null))
      leftOut.notSayable(`the kind of PU ${printCpuList([...cpus])}`, element);
  return named;
}

function readKind(element: XmlElement, machine: HwlocObject, reading: Reading): Read | null {
  const cpuset = reading.required(element, "cpuset", (from, name) => reading.bits(from, name));
  const efficiency = reading.value(element, "forced_efficiency", "a whole number from -1", (text) =>
    /^(?:-1|\d{1,9})$/.test(text) ? Number(text) : null,
  );
  if (cpuset === null) return null;
  const here = machine.sets?.cpuset;
  const cpus = numbersOf(cpuset).filter((cpu) => here === undefined || isWithin(bitsOf([cpu]), here));
  const known = efficiency === null || efficiency < 0 ? null : efficiency;
  return { element, cpus: new Set(cpus), efficiency: known, infos: readInfos(element, reading) };
}

const typeNames: ReadonlyMap<string, "performance" | "efficiency"> = new Map([
  ["IntelCore", "performance"],
  ["IntelAtom", "efficiency"],
  ["performance", "performance"],
  ["efficiency", "efficiency"],
]);

/** By the name hwloc gives it, else by the order of the kinds: the fastest and the slowest have a name. */
function kindOf(kind: Read, kinds: readonly Read[]): CpuKind["kind"] {
  const named = typeNames.get(kind.infos.get("CoreType") ?? "");
  if (named !== undefined) return named;
  const order = kinds.map(({ efficiency }) => efficiency).filter((efficiency) => efficiency !== null);
  const [slowest, fastest] = [Math.min(...order), Math.max(...order)];
  if (order.length < kinds.length || slowest === fastest) return null;
  if (kind.efficiency === fastest) return "performance";
  return kind.efficiency === slowest ? "efficiency" : null;
}

function clockOf({ infos }: Read): Clock | null {
  const base = hertzOf(infos.get("FrequencyBaseMHz"));
  if (base !== null) return { hertz: base, source: "base" };
  const maximum = hertzOf(infos.get("FrequencyMaxMHz"));
  return maximum === null ? null : { hertz: maximum, source: "maximum" };
}

function hertzOf(megahertz: string | undefined): number | null {
  if (megahertz === undefined || !/^\d{1,6}(?:\.\d{1,6})?$/.test(megahertz)) return null;
  const hertz = Math.round(Number(megahertz) * 1_000_000);
  return hertz > 0 ? hertz : null;
}
