/** The hardware of a system device tree: devicetree-org/lopper, specification/source/chapter2-hardware.rst. */
import type { PlanMachine } from "../../../plan/plan.ts";
import { cells, flag, labelled, node, type TreeNode, texts, twoCells } from "../../device-tree/tree-node.ts";
import { clusterNode } from "./cluster-node.ts";
import { controllerNode, deviceNode } from "./device-nodes.ts";
import type { Division } from "./domains.ts";
import type { Labels } from "./labels.ts";
import { type Place, sortOf } from "./places.ts";

/** Clusters, memories and buses, in this order. */
export function hardwareNodes(machine: PlanMachine, division: Division, labels: Labels): readonly TreeNode[] {
  const { clusters, places } = division;
  const isExternal = (place: Place): boolean => place.space === null && sortOf(place, machine) === "memory";
  const bare = machine.controllers.flatMap((_, controller) =>
    labels.registersOf({ controller }).length === 0 ? [controllerNode(controller, [], machine, labels)] : [],
  );
  return [
    ...clusters.map((cluster, index) => clusterNode(cluster, index, division, labels)),
    ...places.filter(isExternal).map((place) => memoryNode(place, machine, labels)),
    ...bare,
    ...busNodes(
      places.filter((place) => !isExternal(place)),
      machine,
      labels,
    ),
  ];
}

/** One for what the default cluster has where the root has it, and one for each other space with something on it. */
function busNodes(places: readonly Place[], machine: PlanMachine, labels: Labels): readonly TreeNode[] {
  const spaces = [...new Set(places.map(({ space }) => space))].sort((one, other) => (one ?? -1) - (other ?? -1));
  return spaces.map((space) => {
    const own = places.filter((place) => place.space === space);
    const memories = own.filter((place) => !("registers" in place.target));
    const children = [
      ...memories.map((place) => memoryNode(place, machine, labels)),
      ...bankNodes(own, machine, labels),
    ];
    const shape = [cells("#address-cells", 2), cells("#size-cells", 2)];
    if (space === null) return node("axi", [texts("compatible", "simple-bus"), ...shape, flag("ranges")], children);
    const label = labels.spaces[space] ?? "";
    return labelled(label, node(labels.nodeOf(label), [texts("compatible", "indirect-bus"), ...shape], children));
  });
}

/** A node for each device or controller that has its first bank on a bus. */
function bankNodes(own: readonly Place[], machine: PlanMachine, labels: Labels): readonly TreeNode[] {
  const isOwn = (place: Place): boolean => own.includes(place);
  return [
    ...machine.devices.flatMap((_, device) => {
      const banks = labels.registersOf({ device });
      return banks[0] !== undefined && isOwn(banks[0])
        ? [deviceNode(device, banks.filter(isOwn), machine, labels)]
        : [];
    }),
    ...machine.controllers.flatMap((_, controller) => {
      const banks = labels.registersOf({ controller });
      return banks[0] !== undefined && isOwn(banks[0])
        ? [controllerNode(controller, banks.filter(isOwn), machine, labels)]
        : [];
    }),
  ];
}

function memoryNode(place: Place, machine: PlanMachine, labels: Labels): TreeNode {
  const sort = sortOf(place, machine);
  const [first] = place.pieces;
  const reg = cells("reg", ...place.pieces.flatMap(({ address, bytes }) => [...twoCells(address), ...twoCells(bytes)]));
  const at = (first?.address ?? 0n).toString(16);
  const made = (name: string, properties: TreeNode["properties"]): TreeNode =>
    labelled(labels.ofPlace(place), node(`${name}@${at}`, properties));
  if (sort === "memory") return made("memory", [texts("device_type", "memory"), reg]);
  if (sort === "rom") return made("rom", [texts("compatible", "mtd-rom"), reg]);
  const ranges = cells("ranges", 0, 0, ...twoCells(first?.address ?? 0n), ...twoCells(first?.bytes ?? 0n));
  const shape = [cells("#address-cells", 2), cells("#size-cells", 2), ranges];
  return made("sram", [texts("compatible", "mmio-sram"), reg, ...shape]);
}
