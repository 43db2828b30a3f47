/** Cores of several kinds or clocks: hwloc 3.0, include/hwloc/cpukinds.h. */
import type { PlanCore, PlanMachine } from "../../plan/plan.ts";
import { type Element, element } from "../xml/print-xml.ts";
import { numberPus } from "./number-pus.ts";
import { printBits } from "./print-bits.ts";

const efficiencies: Readonly<Record<string, number>> = { efficiency: 0, performance: 1 };

/** None when the description tells neither kinds nor clocks. */
export function printKinds(machine: PlanMachine): readonly Element[] {
  const pus = numberPus(machine);
  const kinds = new Map<string, { readonly core: PlanCore; readonly cpus: number[] }>();
  machine.cores.forEach((core, index) => {
    if (!core.online || (core.kind === null && core.clock === 0)) return;
    const key = `${core.kind} ${core.clock}`;
    const kind = kinds.get(key) ?? { core, cpus: [] };
    kind.cpus.push(...(pus[index] ?? []));
    kinds.set(key, kind);
  });
  return [...kinds.values()].map(({ core, cpus }) => {
    const efficiency = efficiencies[core.kind ?? ""];
    return element(
      "cpukind",
      [["cpuset", printBits(cpus)], ...(efficiency === undefined ? [] : [["forced_efficiency", efficiency] as const])],
      [
        ...(core.kind === null ? [] : [info("CoreType", core.kind)]),
        ...(core.clock === 0 ? [] : [info("FrequencyBaseMHz", `${core.clock / 1_000_000}`)]),
      ],
    );
  });
}

export function info(name: string, value: string): Element {
  return element("info", [
    ["name", name],
    ["value", value],
  ]);
}
