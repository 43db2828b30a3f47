import type { Core, Machine } from "../../model/machine.ts";
import type { Image, PlanSystem } from "../plan.ts";

/** One image for each kind of core that is online, in the order of their first cores. */
export function buildImages({ cores }: Machine, system: PlanSystem | null): readonly Image[] {
  const kinds = new Map<string, Core[]>();
  for (const core of cores) {
    if (!core.online) continue;
    const name = core.kind === null ? core.isa.name : `${core.isa.name}-${core.kind}`;
    const known = kinds.get(name);
    if (known === undefined) kinds.set(name, [core]);
    else known.push(core);
  }
  const programs = system === null ? [] : [...system.services, ...system.clients];
  return [...kinds].map(([name, alike]) => {
    const indices = new Set(alike.map(({ index }) => index));
    const runs = programs.filter(({ instances }) => instances.some(({ core }) => indices.has(core)));
    const [first] = alike;
    return {
      name,
      isa: first?.isa.name ?? name,
      kind: first?.kind ?? null,
      cores: [...indices],
      programs: runs.map((program) => program.name),
    };
  });
}
