import type { PlanAnswer, PlanMachine } from "../../../plan/plan.ts";
import type { Division } from "./domains.ts";
import { Names } from "./names.ts";
import type { Place } from "./places.ts";

/** What the nodes of a tree are called: after the paths of the description. */
export class Labels {
  readonly clusters: readonly string[];
  readonly spaces: readonly string[];
  readonly devices: readonly string[];
  readonly controllers: readonly string[];
  readonly #places = new Map<Place, string>();
  readonly #machine: PlanMachine;
  readonly #division: Division;

  constructor(machine: PlanMachine, division: Division) {
    const names = new Names();
    this.#machine = machine;
    this.#division = division;
    this.devices = machine.devices.map(({ path }) => names.label(path));
    this.controllers = machine.controllers.map(({ path }) => names.label(path));
    for (const place of division.places) {
      const path = pathOf(place.target, machine);
      if (path !== null) this.#places.set(place, names.label(path));
    }
    this.clusters = division.clusters.map(({ part }) => names.label(`cpus_${machine.parts[part]?.path ?? ""}`));
    this.spaces = (machine.addresses?.spaces ?? []).map(({ path }) => names.label(`bus_${path}`));
  }

  /** The node of what lies at a place: the memory, or the device or controller whose registers they are. */
  ofPlace(place: Place): string {
    if (!("registers" in place.target)) return this.#places.get(place) ?? "";
    const { device = null, controller } = this.#machine.addresses?.registers[place.target.registers] ?? {};
    return (device === null ? this.controllers[controller ?? -1] : this.devices[device]) ?? "";
  }

  /** Places of the banks of a device or of a controller, in the order in which they were said. */
  registersOf(owner: { readonly device: number } | { readonly controller: number }): readonly Place[] {
    return (this.#machine.addresses?.registers ?? []).flatMap(({ device, controller }, index) => {
      const isOwn = "device" in owner ? device === owner.device : controller === owner.controller;
      return isOwn ? this.#division.places.filter(({ target }) => isBank(target, index)) : [];
    });
  }

  /** A name for a node, from its label. */
  nodeOf(label: string): string {
    return label.replaceAll("_", "-");
  }
}

function isBank(target: PlanAnswer, index: number): boolean {
  return "registers" in target && target.registers === index;
}

/** Null for registers, which are their device's. */
function pathOf(target: PlanAnswer, { memories }: PlanMachine): string | null {
  if ("registers" in target) return null;
  const indices = "memory" in target ? [target.memory] : target.interleave;
  return indices.map((memory) => memories[memory]?.path ?? "").join("_");
}
