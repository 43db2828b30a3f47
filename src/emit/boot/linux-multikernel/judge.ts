import { targetDiagnostics as faults } from "../../../diagnostics/catalogue/targets.ts";
import type { Plan, PlanDevice } from "../../../plan/plan.ts";
import { judgeForeign } from "../foreign-cores.ts";
import { judgeIds } from "../hardware-ids.ts";
import { faultOf, type TargetFault } from "../target.ts";
import { type Instance, partition } from "./partition.ts";

/** What Linux boots in, unpacked, with an initramfs of nothing but a shell; less is no use to anybody. */
const leastBytes = 64 * 2 ** 20;
/** Ids of instances that kerf takes (src/kerf/dtc/validator.py). */
const mostInstances = 511;

/** The rules of the kernel's `baseline.c` and `overlay.c` and of kerf's validator that a plan can break. */
export function judge(plan: Plan, target: string): readonly TargetFault[] {
  const divided = partition(plan);
  if (divided === null) return [faultOf(faults.targetNeedsSystem, plan.machine?.at ?? "", { target })];
  const { instances } = divided;
  const count = instances.length;
  const tooMany = { target, what: "kernels beside the host's", count, most: mostInstances };
  return [
    ...judgeForeign(target, divided.host, divided.foreign),
    ...judgeIds(
      target,
      instances.map(({ core }) => core),
    ),
    ...instances.flatMap((instance) => judgeMemory(instance, target)),
    ...instances.flatMap(({ devices }) => devices.flatMap((device) => judgeDevice(device, target))),
    ...(count > mostInstances ? [faultOf(faults.targetTooMany, plan.system?.at ?? "", tooMany)] : []),
  ];
}

function judgeMemory({ core, bytes }: Instance, target: string): readonly TargetFault[] {
  if (bytes >= leastBytes) return [];
  return [faultOf(faults.targetNeedsMemory, core.at, { target, core: core.path, bytes, least: leastBytes })];
}

function judgeDevice({ path, address, pci, at }: PlanDevice, target: string): readonly TargetFault[] {
  const missing = [
    ...(isPciAddress(address) ? [] : ["address on PCI"]),
    ...(pci === undefined ? ["vendor and device id (`pci`)"] : []),
  ];
  return missing.map((each) => faultOf(faults.targetNeedsPci, at, { target, device: path, missing: each }));
}

function isPciAddress(address: string | null): boolean {
  return /^[\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.[0-7]$/i.test(address ?? "");
}
