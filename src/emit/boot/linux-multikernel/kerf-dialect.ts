/** Device trees as kerf writes and reads them: src/kerf/dtc/{parser,extractor,overlay}.py and baseline.py. */
import { cells, node, type TreeNode, texts, wide } from "../../device-tree/tree-node.ts";
import { type DeviceNames, listDevices } from "./devices.ts";
import type { Instance } from "./partition.ts";
import type { Pool } from "./pool.ts";

/** What the host gives away: one range of memory, and devices. */
export function baselineOf(instances: readonly Instance[], pool: Pool, names: DeviceNames): TreeNode {
  const given = [
    wide("cpus", ...instances.map(({ core }) => core.hardwareId ?? 0)),
    wide("memory-base", pool.base),
    wide("memory-bytes", pool.bytes),
  ];
  return node("", [texts("compatible", "linux,multikernel-host")], [node("resources", given, listDevices(names))]);
}

/** Makes one instance with all that it is given. */
export function overlayOf(
  instance: Instance,
  numaNode: number | null,
  { pool, names }: { readonly pool: Pool; readonly names: DeviceNames },
): TreeNode {
  const { name, id, core, bytes, devices } = instance;
  const resources = node("resources", [
    wide("cpus", core.hardwareId ?? 0),
    wide("memory-base", pool.bases.get(instance) ?? pool.base),
    wide("memory-bytes", bytes),
    ...(numaNode === null ? [] : [cells("numa-nodes", numaNode)]),
    ...(devices.length === 0 ? [] : [texts("device-names", ...devices.map((device) => names.get(device) ?? ""))]),
  ]);
  const made = node("instance-create", [texts("instance-name", name), cells("id", id)], [resources]);
  const fragment = node("fragment@1", [], [node("__overlay__", [], [made])]);
  return node("", [texts("compatible", "linux,multikernel-overlay")], [fragment]);
}
