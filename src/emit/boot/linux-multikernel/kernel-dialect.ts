/**
 * Device trees as the kernel itself reads them: Linux's multikernel series, kernel/multikernel/{baseline,overlay,dts}.c and
 * Documentation/multikernel/{device-tree,overlays}.rst.
 */
import type { Plan, PlanDevice } from "../../../plan/plan.ts";
import { cells, node, type TreeNode, type TreeProperty, texts, wide } from "../../device-tree/tree-node.ts";
import { type DeviceNames, listDevices } from "./devices.ts";
import type { Instance } from "./partition.ts";

/** What the host gives away: pages of each memory, and devices. */
export function baselineOf({ machine }: Plan, instances: readonly Instance[], names: DeviceNames): TreeNode {
  const used = [...new Set(instances.flatMap(({ memory }) => memory ?? []))].sort((a, b) => a - b);
  const memories = used.map((memory, index) => {
    const shares = instances.filter((instance) => instance.memory === memory);
    const size = wide(
      "size",
      shares.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    return node(`memory@${index}`, [size, ...nodeOf(machine?.memories[memory]?.node ?? null)]);
  });
  const ids = wide("cpus", ...instances.map(({ core }) => core.hardwareId ?? 0));
  const resources = node("resources", [ids], [...memories, ...listDevices(names)]);
  return node("", [texts("compatible", "multikernel-v1")], [resources]);
}

/**
 * Makes one instance, and gives it its parts one by one: what an instance cannot be given while it is made is only logged,
 * but an operation that adds it fails.
 */
export function overlayOf({ machine }: Plan, instance: Instance): TreeNode {
  const { name, id, core, bytes, devices, programs } = instance;
  const memory = machine?.memories[instance.memory ?? -1];
  const made = node("instance-create", [texts("instance-name", name), cells("id", id)], [node("resources", [])]);
  const numa = nodeOf(memory?.node ?? null);
  // Not running yet: of the base and the size only the size counts.
  const memoryAdd = node("memory-add", shape(2, 2), [node("memory@0", [wide("reg", 0, bytes), ...numa])]);
  const hardwareId = core.hardwareId ?? 0;
  const cpuAdd = node("cpu-add", shape(2, 0), [
    node(`cpu@${hardwareId.toString(16)}`, [wide("reg", hardwareId), ...numa]),
  ]);
  const deviceAdd = node(
    "device-add",
    [],
    devices.map((device, index) => node(`pci@${index}`, [busAddress(device)])),
  );
  return node(
    "",
    [texts("mk,resources", describe(programs))],
    [
      fragment(1, "/instances", [made]),
      fragment(2, `/instances/${name}`, [memoryAdd, cpuAdd, ...(devices.length === 0 ? [] : [deviceAdd])]),
    ],
  );
}

function fragment(number: number, path: string, operations: readonly TreeNode[]): TreeNode {
  const overlay = node("__overlay__", [], operations);
  return node(`fragment@${number.toString(16)}`, [texts("target-path", path)], [overlay]);
}

function busAddress({ address }: PlanDevice): TreeProperty {
  return texts("pci-id", address ?? "");
}

/** Cells of addresses and sizes in `reg`: the kernel knows them; other readers do not. */
function shape(address: number, size: number): readonly TreeProperty[] {
  return [cells("#address-cells", address), cells("#size-cells", size)];
}

function nodeOf(numaNode: number | null): readonly TreeProperty[] {
  return numaNode === null ? [] : [cells("numa-node-id", numaNode)];
}

/** At most 255 bytes. */
function describe(programs: readonly string[]): string {
  const text = programs.join(", ");
  return text.length <= 255 ? text : `${text.slice(0, 252)}...`;
}
