/** Measured latencies of memories as memory attributes: hwloc 3.0, include/hwloc/memattrs.h. Nanoseconds. */
import type { PlanMachine } from "../../plan/plan.ts";
import { type Element, element } from "../xml/print-xml.ts";
import { numberPus } from "./number-pus.ts";
import { printBits } from "./print-bits.ts";

const names = ["Latency", "ReadLatency", "WriteLatency"];

/** Between a core and a memory the first number stands; hwloc has room for one. */
export function printLatencies(machine: PlanMachine, gpOfMemory: ReadonlyMap<number, number>): readonly Element[] {
  const pus = numberPus(machine);
  const values = new Map<string, Map<string, Element>>();
  for (const measurement of machine.measurements) {
    if (measurement.quantity !== "latency") continue;
    const { from, to, time, source } = measurement;
    const target = "memory" in to ? gpOfMemory.get(to.memory) : undefined;
    if (target === undefined || machine.cores[from]?.online !== true) continue;
    const name = nameOf(source);
    const ofName = values.get(name) ?? new Map<string, Element>();
    const key = `${from} ${target}`;
    const initiator = printBits(pus[from] ?? []);
    if (!ofName.has(key)) ofName.set(key, printValue(target, Math.round(time / 1000), initiator));
    values.set(name, ofName);
  }
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, elements]) =>
      element(
        "memattr",
        [
          ["name", name],
          ["flags", 6],
        ],
        [...elements.values()],
      ),
    );
}

/** That of the attribute it was imported from; else the one that tells reading and writing alike. */
function nameOf(source: string): string {
  const name = /^hwloc, (\w+)$/.exec(source)?.[1] ?? "";
  return names.includes(name) ? name : "Latency";
}

function printValue(target: number, nanoseconds: number, initiator: string): Element {
  return element("memattr_value", [
    ["target_obj_type", "NUMANode"],
    ["target_obj_gp_index", target],
    ["value", nanoseconds],
    ["initiator_cpuset", initiator],
  ]);
}
