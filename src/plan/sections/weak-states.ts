/** What is to be said of replicated state once its replicas are placed. */
import { printSize, printTime } from "../../algorithms/print-quantity.ts";
import { mostLost, predictAgreement } from "../../analyses/replicas/predict-agreement.ts";
import { type TreeCosts, unpackTree } from "../../analyses/trees/tree.ts";
import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import { indexContents } from "../../model/domain-contents.ts";
import type { Link, Machine } from "../../model/machine.ts";
import type { State } from "../../model/state.ts";
import type { Fabric, PlanState, PlanSystem } from "../plan.ts";
import { nearestMemory } from "./nearest-memory.ts";

export interface WeakStatesInput {
  readonly system: System | null;
  readonly placed: PlanSystem | null;
  readonly fabric: Fabric;
  readonly nextHop: (from: number, to: number) => number;
  readonly costs: TreeCosts;
}

export function findWeakStates(input: WeakStatesInput): readonly Diagnostic[] {
  const { system, placed } = input;
  if (system === null || placed === null) return [];
  const each = system.states.flatMap((state, index) => {
    const planned = placed.states[index];
    if (planned === undefined) return [];
    return [
      ...fallingTogether(state, planned, system.machine),
      ...lossy(state, planned, system.machine, input),
      ...short(state, planned, input),
    ];
  });
  return [...each, ...crowded(system, placed)];
}

/** The first failure domain that stops the object; one that all cores are in tells nothing of where to go instead. */
function fallingTogether(state: State, { replicas, protocol }: PlanState, machine: Machine): readonly Diagnostic[] {
  if (replicas.length < 2) return [];
  const contentsOf = indexContents(machine);
  const online = machine.cores.filter((core) => core.online);
  for (const domain of machine.domains) {
    if (domain.kind !== "failure") continue;
    const contents = contentsOf(domain);
    if (online.every((core) => contents.has(core))) continue;
    const lost = replicas.flatMap((core) => machine.cores[core] ?? []).filter((core) => contents.has(core)).length;
    if (lost <= mostLost(protocol, replicas.length)) continue;
    const facts = {
      name: state.name,
      domain: domain.path,
      lost,
      replicas: replicas.length,
      isAll: lost === replicas.length,
    };
    const related = [{ span: domain.span, message: `the failure domain \`${domain.path}\`` }];
    return [diagnose(stateDiagnostics.replicasFallTogether, state.replicas.span, facts, { related })];
  }
  return [];
}

/** The first link between the leader and a replica that loses or reorders. */
function lossy(
  state: State,
  { replicas, leader }: PlanState,
  machine: Machine,
  { fabric, nextHop }: WeakStatesInput,
): readonly Diagnostic[] {
  if (machine.links.every(({ interconnect }) => interconnect.reliable && interconnect.ordered)) return [];
  const carriers = new Map(fabric.hops.map(({ from, to, via }) => [`${from} ${to}`, via]));
  for (const replica of replicas) {
    for (let at = leader; at !== replica && at >= 0; at = nextHop(at, replica)) {
      const via = carriers.get(`${at} ${nextHop(at, replica)}`);
      const link = via !== undefined && "link" in via ? machine.links[via.link] : undefined;
      if (link !== undefined && !(link.interconnect.reliable && link.interconnect.ordered))
        return [noteLossy(state, link)];
    }
  }
  return [];
}

function noteLossy({ name, replicas }: State, link: Link): Diagnostic {
  const { reliable, ordered } = link.interconnect;
  const lacks = [...(reliable ? [] : ["reliable"]), ...(ordered ? [] : ["ordered"])].join(" and not ");
  const related = [{ span: link.span, message: "this link" }];
  return diagnose(
    stateDiagnostics.agreesOverLossyLinks,
    replicas.span,
    { name, link: `the link ${link.path}`, lacks },
    { related },
  );
}

/** A lease that holds no longer than it takes to agree on it. */
function short(
  { name, lease }: State,
  { tree, leader, protocol, replicas }: PlanState,
  { costs }: WeakStatesInput,
): readonly Diagnostic[] {
  if (lease === null) return [];
  const { knownAt } = predictAgreement(protocol, unpackTree(tree.cores, tree.parents), leader, costs);
  const change = Math.max(...replicas.map(knownAt));
  if (lease.time > change) return [];
  const facts = { name, lease: printTime(lease.time), change: printTime(change) };
  return [diagnose(stateDiagnostics.leaseTooShort, lease.span, facts)];
}

/** The first core whose replicas may outgrow its memory. */
function crowded({ machine, states: declared }: System, { states }: PlanSystem): readonly Diagnostic[] {
  for (const core of machine.cores) {
    const here = states.filter(({ replicas }) => replicas.includes(core.index));
    const memory = here.length === 0 ? undefined : machine.memories[nearestMemory(machine, core.index) ?? -1];
    const bytes = here.reduce((sum, { replicaBytes }) => sum + replicaBytes, 0);
    const first = declared.find(({ name }) => name === here[0]?.name);
    if (memory === undefined || first === undefined || bytes <= memory.size) continue;
    const names = here.map(({ name }) => name).join(", ");
    const sizes = { bytes: printSize(bytes), size: printSize(memory.size) };
    const facts = { core: core.path, memory: memory.path, ...sizes, names };
    return [diagnose(stateDiagnostics.replicasTooLarge, first.span, facts)];
  }
  return [];
}
