import { targetDiagnostics } from "../../../diagnostics/catalogue/targets.ts";
import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan } from "../../../plan/plan.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import { encodeTree } from "../../device-tree/encode-tree.ts";
import { printTree } from "../../device-tree/print-tree.ts";
import type { TreeNode } from "../../device-tree/tree-node.ts";
import { type BootTarget, faultOf, type TargetFault } from "../target.ts";
import { renderApply } from "./apply-script.ts";
import { nameDevices } from "./devices.ts";
import { judge } from "./judge.ts";
import * as kerf from "./kerf-dialect.ts";
import * as kernel from "./kernel-dialect.ts";
import { type Instance, type Partition, partition } from "./partition.ts";
import { poolOf } from "./pool.ts";

const linux = "linux-multikernel";
const tool = "kerf";

/** What the kernel takes when its files are written by hand: kernel-main. */
export const linuxMultikernel: BootTarget = {
  name: linux,
  meaning: "Linux's multikernel, as the kernel reads it",
  judge: (plan) => judge(plan, linux),
  emit: (plan) => {
    const divided = dividedOf(plan);
    const baseline = kernel.baselineOf(plan, divided.instances, nameDevices(divided.instances));
    return filesOf(linux, plan, divided, baseline, (instance) => kernel.overlayOf(plan, instance));
  },
};

/** What its tool takes: kerf-main. */
export const kerfMultikernel: BootTarget = {
  name: tool,
  meaning: "Linux's multikernel, as its tool kerf reads it",
  judge: (plan) => [...judge(plan, tool), ...judgePool(plan)],
  emit: (plan) => {
    const divided = dividedOf(plan);
    const pooling = poolOf(plan, divided);
    invariant(pooling.kind === "pool", "kerf emits what it has judged");
    const { pool } = pooling;
    const names = nameDevices(divided.instances);
    const baseline = kerf.baselineOf(divided.instances, pool, names);
    return filesOf(tool, plan, divided, baseline, (instance) => {
      const memory = plan.machine?.memories[instance.memory ?? -1];
      return kerf.overlayOf(instance, memory?.node ?? null, { pool, names });
    });
  },
};

function dividedOf(plan: Plan): Partition {
  const divided = partition(plan);
  invariant(divided !== null, "a target emits what it has judged");
  return divided;
}

function judgePool(plan: Plan): readonly TargetFault[] {
  const divided = partition(plan);
  const pooling = divided === null ? null : poolOf(plan, divided);
  if (pooling?.kind === "unaddressed") {
    const { path = "", at = "" } = plan.machine?.memories[pooling.memory] ?? {};
    return [faultOf(targetDiagnostics.targetNeedsAddress, at, { target: tool, memory: path })];
  }
  if (pooling?.kind !== "scattered") return [];
  const facts = { target: tool, what: "ranges of memory for all its kernels", count: pooling.ranges, most: 1 };
  return [faultOf(targetDiagnostics.targetTooMany, plan.machine?.at ?? "", facts)];
}

function filesOf(
  target: string,
  plan: Plan,
  { instances }: Partition,
  baseline: TreeNode,
  overlayOf: (instance: Instance) => TreeNode,
): readonly OutputFile[] {
  const folder = `boot/${target}`;
  const system = plan.system?.name ?? plan.name;
  const views = instances.map(({ name, programs }) => ({ name, programs: programs.join(", ") }));
  const success = target === tool ? "applied | success | ok" : "applied";
  return [
    ...treeFiles(`${folder}/baseline`, "dtb", baseline, `What the kernels of ${system} are given in all.`),
    ...instances.flatMap((instance) => {
      const remark = `${instance.core.path}: ${instance.programs.join(", ")}`;
      return treeFiles(`${folder}/instances/${instance.name}`, "dtbo", overlayOf(instance), remark);
    }),
    { path: `${folder}/apply.sh`, content: renderApply({ system, success, instances: views }) },
  ];
}

/** The blob, and its source for people. */
function treeFiles(stem: string, extension: string, tree: TreeNode, remark: string): readonly OutputFile[] {
  return [
    { path: `${stem}.${extension}`, content: encodeTree(tree) },
    { path: `${stem}.dts`, content: printTree(tree, remark) },
  ];
}
