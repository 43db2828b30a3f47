import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Cache, Core, Isa } from "../../model/machine.ts";
import type { CacheItem, CoreItem } from "../../syntax/ast.ts";
import { expectFrequency, expectSize } from "../expect.ts";
import type { Place } from "../selected.ts";
import { addMember, readEach } from "./arrays.ts";
import { cacheAttributes, coreAttributes } from "./attribute-tables.ts";
import {
  addFaultyCores,
  forgetClocks,
  leafPlace,
  noteIfPluggable,
  type OpenPlace,
  openPlace,
  type Site,
} from "./building.ts";
import { clockOfCore, noteCore } from "./clocks.ts";
import { readProtection } from "./kinds.ts";
import { type Attributes, readAttributes } from "./read-attributes.ts";
import { readView } from "./views.ts";

type CoreAttributes = Attributes<keyof typeof coreAttributes>;

/** Cores of one declaration. Their own caches follow when all cores stand. */
export function placeCores(item: CoreItem, site: Site): void {
  const isa = site.building.kinds.isa(item.isa, site.file);
  const said = readEach(item, site, (turn) => readCore(item, turn));
  if (isa === null) {
    addFaultyCores(site, item.name);
    return;
  }
  const placed: Placed[] = [];
  addMember(site, item, "cores", (path, turn) => placeCore(item, { isa, ...said(turn) }, path, turn, placed));
  site.building.later.maps.push(() => giveViews(item, placed, site));
}

interface Placed {
  readonly core: GrowingCore;
  readonly site: Site;
}

function giveViews(item: CoreItem, placed: readonly Placed[], site: Site): void {
  const viewOf = readEach(item, site, (turn) => readView(item.sees, `the core \`${item.name.text}\``, turn));
  for (const { core, site: turn } of placed) core.sees = viewOf(turn);
}

/** What the item says of a core. */
interface Said {
  /** Hertz; 0 when unsaid, null after a report. */
  readonly clock: number | null;
  readonly attributes: CoreAttributes;
}

function readCore(item: CoreItem, site: Site): Said {
  const clock = clockOf(item, site);
  return { clock, attributes: readAttributes(coreAttributes, item.attributes, "a core", site.context) };
}

type GrowingCore = Omit<Core, "sees"> & { sees: Core["sees"] };

function clockOf(item: CoreItem, site: Site): number | null {
  if (item.clock === null) return 0;
  return expectFrequency(item.clock, "the clock of a core", site.context, { least: 1 });
}

function placeCore(
  item: CoreItem,
  { isa, clock, attributes }: Said & { readonly isa: Isa },
  path: string,
  site: Site,
  placed: Placed[],
): Place | null {
  if (clock === null) {
    forgetClocks(site);
    return null;
  }
  if (!site.building.budget.take(item.caches.length, item.span)) return null;
  const { cores } = site.building.lists;
  const core: GrowingCore = {
    index: cores.length,
    path,
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    isa,
    clock,
    threads: attributes.number("threads") ?? 1,
    kind: attributes.word("kind"),
    osIndex: attributes.number("os"),
    hardwareId: attributes.number("id"),
    online: !attributes.has("offline"),
    protection: readProtection(attributes) ?? isa.protection,
    sees: null,
  };
  placed.push({ core, site });
  cores.push(core);
  noteIfPluggable({ kind: "core", core }, item.attributes, site);
  for (let outer: Site | null = site; outer !== null; outer = outer.parent) noteCore(core, outer.clock);
  if (item.caches.length === 0) return leafPlace({ kind: "core", core });
  const place = openPlace({ kind: "core", core });
  site.building.later.storage.push(() => placeOwnCaches(item.caches, core, place, site));
  return place;
}

function placeOwnCaches(items: readonly CacheItem[], core: Core, place: OpenPlace, site: Site): void {
  for (const item of items) placeOwnCache(item, core, place, site);
}

function placeOwnCache(item: CacheItem, core: Core, place: OpenPlace, site: Site): void {
  const name = item.name.text;
  if (place.members.has(name)) return;
  reportSharers(item, core, site);
  const cache = readCache(item, core, site);
  const places = cache === null ? null : [leafPlace({ kind: "cache", cache })];
  place.members.set(name, { name, dimensions: [], places, span: item.name.span });
}

function reportSharers(item: CacheItem, core: Core, site: Site): void {
  const [first] = item.sharedBy;
  if (first === undefined) return;
  const facts = { cache: item.name.text, core: core.path };
  site.context.report(diagnose(instantiationDiagnostics.sharersInCore, first.span, facts));
}

function readCache(item: CacheItem, core: Core, site: Site): Cache | null {
  const { context } = site;
  const attributes = readAttributes(cacheAttributes, item.attributes, "a cache", context);
  const size = expectSize(item.size, "the size of a cache", context);
  const latency = attributes.time("latency", (span) => clockOfCore(core, span, context), context);
  if (size === null) return null;
  const { caches } = site.building.lists;
  const cache: Cache = {
    index: caches.length,
    path: `${core.path}.${item.name.text}`,
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    name: item.name.text,
    size,
    latency,
    lineBytes: attributes.number("line"),
    sharedBy: [core],
  };
  caches.push(cache);
  return cache;
}
