/** Items of a machine or part, placed one by one. */
import { nameDiagnostics } from "../../diagnostics/catalogue/resolve/names.ts";
import { pathDiagnostics } from "../../diagnostics/catalogue/resolve/paths.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Part } from "../../model/machine.ts";
import type { ForItem, HardwareItem, InstanceItem, PortItem } from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import type { Declared } from "../scope.ts";
import type { Place } from "../select.ts";
import { countOf, type Value } from "../value.ts";
import { addFaultyCores, addMember, createContext, leafPlace, openPlace, type Site } from "./building.ts";
import { createSharedClock } from "./clocks.ts";
import { placeCores } from "./cores.ts";
import { placeDevices } from "./devices.ts";
import { placeLink } from "./links.ts";
import { placeMeasurement } from "./measurements.ts";
import { bindArguments } from "./parameters.ts";
import { placeCoherence, placeMemories, placeSharedCache } from "./storage.ts";

export function placeItems(items: readonly HardwareItem[], site: Site): void {
  for (const item of items) placeItem(item, site);
}

function placeItem(item: HardwareItem, site: Site): void {
  const { later } = site.building;
  switch (item.kind) {
    case "core":
      placeCores(item, site);
      break;
    case "port":
      placePorts(item, site);
      break;
    case "instance":
      placeInstances(item, site);
      break;
    case "for":
      repeat(item, site);
      break;
    case "cache":
      later.storage.push(() => placeSharedCache(item, site));
      break;
    case "memory":
      later.storage.push(() => placeMemories(item, site));
      break;
    case "coherence":
      later.storage.push(() => placeCoherence(item, site));
      break;
    case "device":
      later.devices.push(() => placeDevices(item, site));
      break;
    case "link":
      later.links.push(() => placeLink(item, site));
      break;
    case "measured":
      later.measurements.push(() => placeMeasurement(item, site));
      break;
  }
}

function placePorts(item: PortItem, site: Site): void {
  const { ports } = site.building.lists;
  addMember(site, item, "ports", (path) => {
    const { documentation, span } = item;
    const port = { index: ports.length, path, documentation, span, part: site.part };
    ports.push(port);
    return leafPlace({ kind: "port", port });
  });
}

// ───────────────────────────── loops ─────────────────────────────

function repeat(item: ForItem, site: Site): void {
  const least = Number.MIN_SAFE_INTEGER;
  const from = expectCount(item.from, "the start of a range", site.context, { least });
  const to = expectCount(item.to, "the end of a range", site.context, { least });
  if (from === null || to === null) return;
  if (from > to) {
    site.context.report(diagnose(pathDiagnostics.rangeBackwards, item.from.span, { from, to }));
    return;
  }
  for (let turn = from; turn <= to; turn++) {
    if (!site.building.budget.take(1, item.span)) return;
    placeItems(item.items, withVariable(site, item.variable.text, countOf(turn)));
  }
}

function withVariable(site: Site, name: string, value: Value): Site {
  const values = new Map(site.context.environment.values).set(name, value);
  return { ...site, context: createContext(site.place, values, site.context.report) };
}

// ───────────────────────────── parts ─────────────────────────────

function placeInstances(item: InstanceItem, site: Site): void {
  const found = site.building.scopes.find(item.part, "part", site.file);
  if (found === null || !isAsDeclared(item, found, site) || isWithinItself(found, site)) {
    addFaultyCores(site, item.name);
    return;
  }
  const values = bindArguments(found, item, site.context);
  addMember(site, item, partWords[item.level], (path) => placePart(item, found, path, values, site));
}

const partWords = {
  package: "packages",
  die: "dies",
  cluster: "clusters",
  board: "boards",
  part: "parts",
} as const;

function isAsDeclared(item: InstanceItem, { declaration }: Declared<"part">, site: Site): boolean {
  if (item.level === declaration.level) return true;
  const facts = { part: declaration.name.text, declared: declaration.level, written: item.level };
  const related = [{ span: declaration.name.span, message: `declared as a ${declaration.level} here` }];
  site.context.report(diagnose(nameDiagnostics.wrongLevel, item.part.span, facts, { related }));
  return false;
}

/** Recursion has been reported from the declarations alone; here it only has to end. */
function isWithinItself({ declaration }: Declared<"part">, site: Site): boolean {
  for (let outer: Site | null = site; outer !== null; outer = outer.parent) {
    if (outer.declaration === declaration) return true;
  }
  return false;
}

function placePart(
  item: InstanceItem,
  { declaration, file }: Declared<"part">,
  path: string,
  values: ReadonlyMap<string, Value | null>,
  parent: Site,
): Place {
  const { building } = parent;
  const part: Part = {
    index: building.lists.parts.length,
    path,
    documentation: item.documentation ?? declaration.documentation,
    span: item.span,
    level: declaration.level,
    type: declaration.name.text,
    parent: parent.part,
  };
  const place = openPlace({ kind: "part", part });
  const context = createContext(place, values, building.report);
  const clock = createSharedClock();
  building.lists.parts.push(part);
  building.clocks.set(part, clock);
  placeItems(declaration.items, { building, declaration, file, part, place, clock, parent, context });
  return place;
}
