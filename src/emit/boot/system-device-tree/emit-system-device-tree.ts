import { targetDiagnostics as faults } from "../../../diagnostics/catalogue/targets.ts";
import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan, PlanCore } from "../../../plan/plan.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import { encodeTree } from "../../device-tree/encode-tree.ts";
import { printOverlay, printTree } from "../../device-tree/print-tree.ts";
import { cells, node, type TreeNode, texts } from "../../device-tree/tree-node.ts";
import { judgeIds } from "../hardware-ids.ts";
import { type BootTarget, faultOf, type TargetFault } from "../target.ts";
import { type Described, domainsNode } from "./domain-nodes.ts";
import { type Division, type Domain, divide } from "./domains.ts";
import { overlayOf, printHeader } from "./fragments.ts";
import { hardwareNodes } from "./hardware.ts";
import { Labels } from "./labels.ts";
import { mailboxesOf } from "./mailboxes.ts";
import { regionsOf } from "./regions.ts";
import { reservedMemory } from "./reserved.ts";

const target = "system-device-tree";
/** Cores of a cluster: bits of the mask in `cpus`. */
const mostCores = 32;
/** `reg` of a core has one cell. */
const mostIdBits = 32;

export const systemDeviceTree: BootTarget = {
  name: target,
  meaning: "a system device tree with the domains of OpenAMP",
  judge,
  emit: (plan) => {
    const division = divide(plan);
    invariant(division !== null && plan.machine !== null, "a target emits what it has judged");
    const described: Described = {
      machine: plan.machine,
      division,
      regions: regionsOf(plan, division).regions,
      mailboxes: mailboxesOf(division.host, division.remotes, plan.machine),
      labels: new Labels(plan.machine, division),
    };
    const folder = `boot/${target}`;
    const tree = treeOf(described);
    const remark = `${plan.machine.name} with ${plan.system?.name ?? plan.name}`;
    return [
      { path: `${folder}/${plan.machine.name}.dts`, content: printTree(tree, remark) },
      { path: `${folder}/${plan.machine.name}.dtb`, content: encodeTree(tree) },
      ...[division.host, ...division.remotes].flatMap((domain) => fragmentsOf(domain, described, folder)),
    ];
  },
};

function treeOf(described: Described): TreeNode {
  const { machine, division, labels } = described;
  const name = [texts("compatible", `skerry,${machine.name}`), texts("model", machine.name)];
  return node(
    "",
    [cells("#address-cells", 2), cells("#size-cells", 2), ...name],
    [
      ...hardwareNodes(machine, division, labels),
      ...reservedMemory(division.host, described, 2),
      domainsNode(described),
    ],
  );
}

function fragmentsOf(domain: Domain, described: Described, folder: string): readonly OutputFile[] {
  const remark = `What the device tree of ${domain.name} has to have besides: ${domain.programs.join(", ")}`;
  return [
    { path: `${folder}/${domain.name}.dtso`, content: printOverlay(overlayOf(domain, described), remark) },
    { path: `${folder}/${domain.name}.h`, content: printHeader(domain, described) },
  ];
}

function judge(plan: Plan): readonly TargetFault[] {
  const division = divide(plan);
  if (division === null) return [faultOf(faults.targetNeedsSystem, plan.machine?.at ?? "", { target })];
  return [
    ...judgeIds(target, division.host.cluster.cores),
    ...division.host.cluster.cores.flatMap(judgeWidth),
    ...[division.host, ...division.remotes].flatMap((domain) => judgeSize(domain, plan)),
    ...judgeMemories(plan, division),
    ...judgeSharing(plan, division),
  ];
}

function judgeWidth({ path, hardwareId, at }: PlanCore): readonly TargetFault[] {
  const count = (hardwareId ?? 0).toString(2).length;
  if (count <= mostIdBits) return [];
  const what = `bits of an id, as \`${path}\` has`;
  return [faultOf(faults.targetTooMany, at, { target, what, count, most: mostIdBits })];
}

function judgeSize({ name, places, cluster }: Domain, plan: Plan): readonly TargetFault[] {
  const last = (places.at(-1) ?? 0) + 1;
  if (last <= mostCores) return [];
  const at = cluster.cores[0]?.at ?? plan.machine?.at ?? "";
  return [faultOf(faults.targetTooMany, at, { target, what: `cores of \`${name}\``, count: last, most: mostCores })];
}

/** The host has a memory, and it has an address. */
function judgeMemories({ machine }: Plan, { host }: Division): readonly TargetFault[] {
  if (host.memories.length > 0) return [];
  const largest = machine?.memories.reduce(
    (one, other) => (other.size > one.size ? other : one),
    machine.memories[0] ?? none,
  );
  const facts = { target, memory: largest?.path || machine?.name || "" };
  return [faultOf(faults.targetNeedsAddress, largest?.at || machine?.at || "", facts)];
}

const none = { path: "", size: 0, at: "" };

function judgeSharing(plan: Plan, division: Division): readonly TargetFault[] {
  if (division.host.memories.length === 0) return [];
  return regionsOf(plan, division).shortages.map(({ sharers, bytes }) => {
    const [one, other] = [sharers[0], sharers.at(-1)];
    const facts = { target, one: one?.name ?? "", other: other?.name ?? "", bytes: Number(bytes) };
    const at = other?.cluster.cores[0]?.at ?? "";
    return faultOf(faults.targetNeedsCommonMemory, at, facts, [
      { at: one?.cluster.cores[0]?.at ?? "", message: `\`${facts.one}\`` },
    ]);
  });
}
