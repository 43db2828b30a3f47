/** Domains: first all of them, then what they hold, since they hold each other. */
import type { Domain, MachineElement } from "../../model/domain.ts";
import { objectOf } from "../../model/loss.ts";
import type { DomainItem, Path } from "../../syntax/ast.ts";
import { pathOf, reportWrongElement, type Selected } from "../selected.ts";
import { addMember } from "./arrays.ts";
import { choose, leafPlace, type Site } from "./building.ts";

type GrowingDomain = Omit<Domain, "index" | "members" | "domains"> & {
  index: number;
  members: readonly MachineElement[];
  domains: readonly Domain[];
};

export function placeDomain(item: DomainItem, site: Site): void {
  addMember(site, { ...item, dimensions: [] }, "domains", (path) => {
    const { documentation, span, domain: kind } = item;
    const domain: GrowingDomain = {
      ...{ index: 0, path, documentation, span, part: site.part, kind },
      ...{ members: [], domains: [] },
    };
    site.building.later.members.push(() => nameMembers(item, domain, site));
    return leafPlace({ kind: "domain", domain });
  });
}

/** A domain of which a member is not known is none. */
function nameMembers(item: DomainItem, domain: GrowingDomain, site: Site): void {
  const named = chooseMembers(item.members, site);
  if (named === null) {
    site.building.markIncomplete();
    return;
  }
  const { domains } = site.building.lists;
  domain.index = domains.length;
  domain.members = named.filter(isElement);
  domain.domains = named.flatMap((member) => (member.kind === "domain" ? [member.domain] : []));
  domains.push(domain);
  const own = domain.members;
  site.building.later.contents.push(() => {
    domain.members = allMembers(domain, item, site) ?? own;
  });
}

type Named = Exclude<MachineElement, { kind: "link" }> | Extract<Selected, { kind: "domain" }>;

/** Each once; null after a report. */
function chooseMembers(paths: readonly Path[], site: Site): readonly Named[] | null {
  const members = new Map<string, Named>();
  let faulty = false;
  for (const path of paths) {
    const selected = choose.each(path, site);
    const stranger = selected?.find((element) => !isMember(element));
    const wanted = "a part, a core, a memory, a port, a device, a controller or a domain";
    if (stranger !== undefined) reportWrongElement(path, stranger, "a member of a domain", wanted, site.context);
    faulty ||= selected === null || stranger !== undefined;
    for (const element of selected ?? []) if (isMember(element)) members.set(pathOf(element), element);
  }
  return faulty ? null : [...members.values()];
}

function isMember(element: Selected): element is Named {
  return ["part", "core", "memory", "port", "device", "controller", "domain"].includes(element.kind);
}

function isElement(member: Named): member is Exclude<Named, { kind: "domain" }> {
  return member.kind !== "domain";
}

/**
 * Its own and those of all domains in it. Domains in a circle are reported by a check; here it only has to end. Null when
 * the machine refers to too much: a chain of domains holds as much as the square of its length.
 */
function allMembers(domain: Domain, { span }: DomainItem, { building }: Site): readonly MachineElement[] | null {
  const within = new Set([domain]);
  const members = new Map<object, MachineElement>();
  // A set hands out also what is added while it is gone through.
  for (const { domains, members: own } of within) {
    if (!building.budget.refer(1 + own.length, span)) return null;
    for (const inner of domains) within.add(inner);
    for (const member of own) members.set(objectOf(member), member);
  }
  return [...members.values()];
}
