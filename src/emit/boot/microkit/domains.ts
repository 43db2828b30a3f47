import type { Plan, PlanCore, PlanInstance, PlanMachine, PlanSystem } from "../../../plan/plan.ts";
import { connect } from "./bindings.ts";
import { type Domain, firstMapping, type MicrokitSystem, type Region } from "./domain.ts";
import { equip } from "./equipment.ts";
import { rankPrograms } from "./priorities.ts";

/** The domains of a plan's system; null where there is none. */
export function domainsOf({ machine, system, boot }: Plan): MicrokitSystem | null {
  const host = machine?.cores[boot?.bootCore ?? -1];
  if (machine === null || system === null || boot === null || host === undefined) return null;
  const own = machine.cores.filter(({ isa, online }) => online && isa.name === host.isa.name);
  const byInstance = makeDomains(system, machine, own);
  const regions: Region[] = [];
  const channels = connect(system, byInstance, regions, { window: boot.window, bulk: boot.bulk });
  for (const [instance, domain] of byInstance) equip(domain, instance, machine, regions);
  const used = new Set(
    [...system.services, ...system.clients].flatMap(({ instances }) => instances.map(({ core }) => core)),
  );
  const foreign = machine.cores.filter((core, index) => used.has(index) && !own.includes(core));
  return { domains: [...byInstance.values()], channels, regions, host, foreign };
}

function makeDomains(
  { services, clients }: PlanSystem,
  { cores }: PlanMachine,
  own: readonly PlanCore[],
): ReadonlyMap<PlanInstance, Domain> {
  const programs = [...services, ...clients];
  const ranks = rankPrograms(programs, services);
  const made = programs.flatMap((program, index) =>
    program.instances.flatMap((instance, copy) => {
      const core = cores[instance.core];
      if (core === undefined || !own.includes(core)) return [];
      const name = program.instances.length === 1 ? program.name : `${program.name}-${copy}`;
      const facts = { name, program, core, cpu: own.indexOf(core), priority: ranks[index] ?? 0 };
      const domain: Domain = { ...facts, mappings: [], interrupts: [], ids: 0, next: firstMapping };
      return [[instance, domain] as const];
    }),
  );
  return new Map(made);
}
