import type { PlanDevice } from "../../../plan/plan.ts";
import { cells, node, type TreeNode, texts } from "../../device-tree/tree-node.ts";

/** Of names of devices, in the kernel's tables. */
const longestName = 31;

/** How both dialects describe a device on PCI; the three ids are mandatory for the kernel. */
export function describeDevice(device: PlanDevice): TreeNode {
  return node(nodeName(device), [
    texts("device-type", "pci"),
    texts("pci-id", device.address ?? ""),
    cells("vendor-id", device.pci?.vendor ?? 0),
    cells("device-id", device.pci?.device ?? 0),
  ]);
}

/** kerf's reader takes word characters only. */
export function nodeName({ path }: PlanDevice): string {
  return path.replaceAll(/\W+/g, "_").replace(/_$/, "").slice(-longestName);
}
