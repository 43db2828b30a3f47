import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Service, System } from "../../model/deployment.ts";
import type { Domain } from "../../model/domain.ts";
import { indexContents } from "../../model/domain-contents.ts";
import type { PlanSystem } from "../plan.ts";

/** Services all of whose copies lie in one failure domain, so that none takes over from the others when it fails. */
export function findSharedFates(system: System | null, placed: PlanSystem | null): readonly Diagnostic[] {
  if (system === null || placed === null) return [];
  const fates = fatesOf(system);
  return system.services.flatMap((service, index) => {
    const cores = placed.services[index]?.instances.map(({ core }) => core) ?? [];
    if (cores.length < 2) return [];
    const shared = fates.find((fate) => cores.every((core) => fate.cores.has(core)));
    return shared === undefined ? [] : [fallTogether(service, shared.domain, cores.length)];
  });
}

interface Fate {
  readonly domain: Domain;
  /** By index. */
  readonly cores: ReadonlySet<number>;
}

/** Of the failure domains; one that all cores are in tells nothing of where to go instead. */
function fatesOf({ machine }: System): readonly Fate[] {
  const online = machine.cores.filter((core) => core.online);
  const contentsOf = indexContents(machine);
  return machine.domains.flatMap((domain): readonly Fate[] => {
    if (domain.kind !== "failure") return [];
    const cores = new Set([...contentsOf(domain)].flatMap((content) => ("isa" in content ? [content.index] : [])));
    return online.every(({ index }) => cores.has(index)) ? [] : [{ domain, cores }];
  });
}

function fallTogether({ name, span }: Service, domain: Domain, copies: number): Diagnostic {
  const related = [{ span: domain.span, message: `the failure domain \`${domain.path}\`` }];
  return diagnose(
    domainDiagnostics.copiesFallTogether,
    span,
    { service: name, copies, domain: domain.path },
    { related },
  );
}
