/** What of a machine can be said to fail. */
import type { Domain, MachineElement } from "../../model/domain.ts";
import { objectOf } from "../../model/loss.ts";
import type { Machine } from "../../model/machine.ts";

export interface Failing {
  readonly path: string;
  /** In words: `failure domain`, `package`, `link`. */
  readonly kind: string;
  readonly elements: readonly MachineElement[];
  /** Domains that it holds, at any depth. */
  readonly domains: readonly Domain[];
}

export function domainsOf({ domains }: Machine): readonly Failing[] {
  return domains.map((domain) => {
    const { path, kind, members } = domain;
    return { path, kind: `${kind} domain`, elements: members, domains: domainsIn(domain) };
  });
}

function domainsIn(domain: Domain): readonly Domain[] {
  const within = new Set(domain.domains);
  // A set hands out also what is added while it is gone through.
  for (const { domains } of within) for (const inner of domains) within.add(inner);
  return [...within];
}

export function pluggableOf({ pluggable }: Machine): readonly Failing[] {
  return pluggable.map(failingElement);
}

/** Domains and every element by itself; a link goes by its ends: `p[0].ht[0] -- p[1].ht[0]`. */
export function allFailing(machine: Machine): readonly Failing[] {
  const elements: readonly MachineElement[] = [
    ...machine.parts.slice(1).map((part) => ({ kind: "part" as const, part })),
    ...machine.cores.map((core) => ({ kind: "core" as const, core })),
    ...machine.memories.map((memory) => ({ kind: "memory" as const, memory })),
    ...machine.ports.map((port) => ({ kind: "port" as const, port })),
    ...machine.devices.map((device) => ({ kind: "device" as const, device })),
    ...machine.controllers.map((controller) => ({ kind: "controller" as const, controller })),
    ...machine.links.map((link) => ({ kind: "link" as const, link })),
  ];
  return [...domainsOf(machine), ...elements.map(failingElement)];
}

function failingElement(element: MachineElement): Failing {
  const kind = element.kind === "part" ? element.part.level : element.kind;
  return { path: objectOf(element).path, kind, elements: [element], domains: [] };
}

/** Several things that fail at once. */
export function together(failing: readonly Failing[]): Failing {
  const [only] = failing;
  if (only !== undefined && failing.length === 1) return only;
  return {
    path: failing.map(({ path }) => path).join(" and "),
    kind: failing.map(({ kind }) => kind).join(" and "),
    elements: failing.flatMap(({ elements }) => elements),
    domains: [...new Set(failing.flatMap(({ domains }) => domains))],
  };
}
