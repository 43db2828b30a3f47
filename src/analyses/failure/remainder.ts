import type { Loss } from "../../model/loss.ts";
import type { Core, Machine } from "../../model/machine.ts";

/**
 * The machine as kernels know it after a loss: what is lost takes part in nothing. Elements keep their indices, and those
 * that remain are the very objects they were, so that answers about both machines can be compared.
 */
export function withoutLost(machine: Machine, loss: Loss): Machine {
  const remains = (core: Core) => !loss.cores.has(core);
  return {
    ...machine,
    cores: machine.cores.map((core) => (remains(core) ? core : { ...core, online: false })),
    coherences: machine.coherences.map((domain) => ({ ...domain, members: domain.members.filter(remains) })),
    caches: machine.caches.map((cache) => ({ ...cache, sharedBy: cache.sharedBy.filter(remains) })),
    links: machine.links.filter((link) => !loss.links.has(link)),
    measurements: machine.measurements.filter(({ from, to }) => remains(from) && !("isa" in to && !remains(to))),
  };
}
