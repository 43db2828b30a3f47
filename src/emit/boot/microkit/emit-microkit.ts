import { targetDiagnostics as faults } from "../../../diagnostics/catalogue/targets.ts";
import { invariant } from "../../../diagnostics/invariant.ts";
import type { Plan } from "../../../plan/plan.ts";
import { judgeForeign } from "../foreign-cores.ts";
import { type BootTarget, faultOf, type TargetFault } from "../target.ts";
import { type Domain, pageBytes, type Region } from "./domain.ts";
import { domainsOf } from "./domains.ts";
import { printHeader } from "./print-header.ts";
import { printSystem } from "./print-system.ts";

const target = "microkit";
/** Ids of channels and interrupts of one domain: 0 to 61. */
const mostIds = 62;
const mostDomains = 63;
/** Longer ones are cut: names of domains have 64 bytes in the tool, with the zero behind them. */
const longestName = 63;
/** The tool's own. */
const ownDomain = "monitor";

/** The seL4 Microkit: a protection domain for each copy of a program, a channel for each binding. */
export const microkit: BootTarget = {
  name: target,
  meaning: "a system of the seL4 Microkit",
  judge,
  emit: (plan) => {
    const system = domainsOf(plan);
    invariant(system !== null, "a target emits what it has judged");
    const name = plan.system?.name ?? plan.name;
    const headers = system.domains.map((domain) => {
      return { path: `boot/microkit/${domain.name}.h`, content: printHeader(domain, system) };
    });
    return [{ path: `boot/microkit/${name}.system`, content: printSystem(system) }, ...headers];
  },
};

function judge(plan: Plan): readonly TargetFault[] {
  const system = domainsOf(plan);
  if (system === null) return [faultOf(faults.targetNeedsSystem, plan.machine?.at ?? "", { target })];
  const { domains, regions } = system;
  const count = domains.length;
  const tooMany = { target, what: "protection domains", count, most: mostDomains };
  return [
    ...judgeForeign(target, system.host, system.foreign),
    ...(count > mostDomains ? [faultOf(faults.targetTooMany, plan.system?.at ?? "", tooMany)] : []),
    ...domains.flatMap(judgeDomain),
    ...regions.flatMap(judgeRegion),
  ];
}

function judgeRegion({ name, address, isFixed, at }: Region): readonly TargetFault[] {
  if (address === null && !isFixed) return [];
  if (address === null) return [faultOf(faults.targetNeedsAddress, at, { target, memory: name })];
  const isWhole = address % BigInt(pageBytes) === 0n;
  return isWhole ? [] : [faultOf(faults.targetNeedsPage, at, { target, what: name, address, page: pageBytes })];
}

function judgeDomain({ name, program, ids }: Domain): readonly TargetFault[] {
  const channels = { target, what: `channels and interrupts of \`${name}\``, count: ids, most: mostIds };
  const letters = {
    target,
    what: `letters in the name of a domain, as \`${name}\``,
    count: name.length,
    most: longestName,
  };
  return [
    ...(ids > mostIds ? [faultOf(faults.targetTooMany, program.at, channels)] : []),
    ...(name === ownDomain ? [faultOf(faults.targetReservedName, program.at, { target, name })] : []),
    ...(name.length > longestName ? [faultOf(faults.targetTooMany, program.at, letters)] : []),
  ];
}
