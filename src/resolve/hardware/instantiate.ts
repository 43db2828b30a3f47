/** Items of a machine or part, placed one by one. */
import { nameDiagnostics } from "../../diagnostics/catalogue/resolve/names.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Part } from "../../model/machine.ts";
import type { HardwareItem, InstanceItem, PortItem } from "../../syntax/ast.ts";
import type { Declared } from "../scope.ts";
import type { Place } from "../selected.ts";
import { addMember, readEach } from "./arrays.ts";
import { partAttributes } from "./attribute-tables.ts";
import { addFaultyCores, createContext, leafPlace, noteIfPluggable, openPlace, type Site } from "./building.ts";
import { createSharedClock } from "./clocks.ts";
import { placeControllers } from "./controllers.ts";
import { placeCores } from "./cores.ts";
import { placeDevices } from "./devices.ts";
import { placeDomain } from "./domains.ts";
import { bindElements } from "./element-arguments.ts";
import { placeLink } from "./links.ts";
import { eachTurn } from "./loops.ts";
import { placeMeasurement } from "./measurements.ts";
import { type Bound, bindArguments } from "./parameters.ts";
import { readAttributes } from "./read-attributes.ts";
import { placeIommus, placeSpaces } from "./spaces.ts";
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
      eachTurn(item, site, (turn) => placeItems(item.items, turn));
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
    case "space":
      placeSpaces(item, site);
      break;
    case "iommu":
      placeIommus(item, site);
      break;
    case "device":
      later.devices.push(() => placeDevices(item, site));
      break;
    case "controller":
      later.controllers.push(() => placeControllers(item, site));
      break;
    case "domain":
      later.domains.push(() => placeDomain(item, site));
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

// ───────────────────────────── parts ─────────────────────────────

function placeInstances(item: InstanceItem, site: Site): void {
  const found = site.building.scopes.find(item.part, "part", site.file);
  if (found === null || !isAsDeclared(item, found, site) || isWithinItself(found, site)) {
    addFaultyCores(site, item.name);
    return;
  }
  readAttributes(partAttributes, item.attributes, "a part", site.context);
  const insideOf = readEach(item, site, (turn) => {
    const bound = bindArguments(found, item, turn.context);
    return { values: bound.values, given: bindElements(bound, turn) };
  });
  addMember(site, item, partWords[item.level], (path, turn) => placePart(item, found, path, insideOf(turn), turn));
}

const partWords = {
  package: "packages",
  die: "dies",
  cluster: "clusters",
  board: "boards",
  box: "boxes",
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
  { values, given }: Pick<Site, "given"> & Pick<Bound, "values">,
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
  noteIfPluggable({ kind: "part", part }, item.attributes, parent);
  placeItems(declaration.items, { building, declaration, file, part, place, given, clock, parent, context });
  return place;
}
