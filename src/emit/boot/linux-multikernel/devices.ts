import type { PlanDevice } from "../../../plan/plan.ts";
import { cells, node, type TreeNode, texts } from "../../device-tree/tree-node.ts";
import type { Instance } from "./partition.ts";

/** Of names of devices, in the kernel's tables. */
const longestName = 31;

/** What nodes of devices are called. */
export type DeviceNames = ReadonlyMap<PlanDevice, string>;

/** What is given away, as both dialects say it; nothing where nothing is. */
export function listDevices(names: DeviceNames): readonly TreeNode[] {
  const nodes = [...names].map(([device, name]) => describeDevice(device, name));
  return nodes.length === 0 ? [] : [node("devices", [], nodes)];
}

/** A device on PCI; the three ids are mandatory for the kernel. */
function describeDevice(device: PlanDevice, name: string): TreeNode {
  return node(name, [
    texts("device-type", "pci"),
    texts("pci-id", device.address ?? ""),
    cells("vendor-id", device.pci?.vendor ?? 0),
    cells("device-id", device.pci?.device ?? 0),
  ]);
}

/** After their paths; where two would be called the same, the later ones are counted: `card_nic`, `card_nic_2`. */
export function nameDevices(instances: readonly Instance[]): DeviceNames {
  const names = new Map<PlanDevice, string>();
  const taken = new Set<string>();
  for (const device of new Set(instances.flatMap(({ devices }) => devices))) {
    const name = nodeName(device.path);
    let free = name;
    for (let count = 2; taken.has(free); count++) free = counted(name, count);
    taken.add(free);
    names.set(device, free);
  }
  return names;
}

/** kerf's reader takes word characters only. */
function nodeName(path: string): string {
  return path.replaceAll(/\W+/g, "_").replace(/_$/, "").slice(-longestName);
}

function counted(name: string, count: number): string {
  const ending = `_${count}`;
  return `${name.slice(0, longestName - ending.length)}${ending}`;
}
