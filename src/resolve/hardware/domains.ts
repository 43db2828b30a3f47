import type { MachineElement } from "../../model/domain.ts";
import type { Path } from "../../syntax/ast.ts";
import type { DomainItem } from "../../syntax/interrupt-ast.ts";
import { pathOf, reportWrongElement, type Selected } from "../select.ts";
import { addMember } from "./arrays.ts";
import { addFaultyMember, choose, leafPlace, type Site } from "./building.ts";

export function placeDomain(item: DomainItem, site: Site): void {
  const members = chooseMembers(item.members, site);
  if (members === null) {
    addFaultyMember(site, item.name);
    return;
  }
  const { domains } = site.building.lists;
  addMember(site, { ...item, dimensions: [] }, "domains", (path) => {
    const { documentation, span, domain: kind } = item;
    const domain = { index: domains.length, path, documentation, span, part: site.part, kind, members };
    domains.push(domain);
    return leafPlace({ kind: "domain", domain });
  });
}

/** Each once; null after a report. */
function chooseMembers(paths: readonly Path[], site: Site): readonly MachineElement[] | null {
  const members = new Map<string, MachineElement>();
  let faulty = false;
  for (const path of paths) {
    const selected = choose.each(path, site);
    const stranger = selected?.find((element) => !isMember(element));
    const wanted = "a part, a core, a memory, a port, a device or a controller";
    if (stranger !== undefined) reportWrongElement(path, stranger, "a member of a domain", wanted, site.context);
    faulty ||= selected === null || stranger !== undefined;
    for (const element of selected ?? []) if (isMember(element)) members.set(pathOf(element), element);
  }
  return faulty ? null : [...members.values()];
}

function isMember(element: Selected): element is Exclude<MachineElement, { kind: "link" }> {
  return ["part", "core", "memory", "port", "device", "controller"].includes(element.kind);
}
