/** Shared caches, memories and coherence: what lies between cores. */
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Cache, CoherenceDomain, Core, Memory } from "../../model/machine.ts";
import type { CacheItem, CoherenceItem, MemoryItem, Path } from "../../syntax/ast.ts";
import { expectSize } from "../expect.ts";
import { type Place, reportWrongElement } from "../selected.ts";
import { addMember, readEach } from "./arrays.ts";
import { cacheAttributes, coherenceAttributes, memoryAttributes } from "./attribute-tables.ts";
import { addFaultyMember, choose, leafPlace, noteIfPluggable, type Site } from "./building.ts";
import { clockInScope, createSharedClock } from "./clocks.ts";
import { readAttributes } from "./read-attributes.ts";

/** The cores that paths name, each once; null after a report. */
export function chooseCores(paths: readonly Path[], what: string, site: Site): readonly Core[] | null {
  const cores = new Set<Core>();
  let faulty = false;
  for (const path of paths) {
    const selected = choose.each(path, site);
    const stranger = selected?.find((element) => element.kind !== "core");
    if (stranger !== undefined) reportWrongElement(path, stranger, what, "a core", site.context);
    faulty ||= selected === null || stranger !== undefined;
    for (const element of selected ?? []) if (element.kind === "core") cores.add(element.core);
  }
  return faulty ? null : [...cores];
}

// ───────────────────────────── caches ─────────────────────────────

export function placeSharedCache(item: CacheItem, site: Site): void {
  if (item.sharedBy.length === 0) reportNoSharers(item, site);
  const sharers = chooseCores(item.sharedBy, "what shares a cache", site);
  const cache = readSharedCache(item, sharers ?? [], site);
  if (cache === null || sharers === null || sharers.length === 0) addFaultyMember(site, item.name);
  else addMember(site, { ...item, dimensions: [] }, "caches", (path) => storeCache({ ...cache, path }, site));
}

function reportNoSharers(item: CacheItem, site: Site): void {
  const facts = { cache: item.name.text };
  site.context.report(diagnose(instantiationDiagnostics.sharersMissing, item.name.span, facts));
}

function readSharedCache(item: CacheItem, sharers: readonly Core[], site: Site): Omit<Cache, "path" | "index"> | null {
  const { context } = site;
  const attributes = readAttributes(cacheAttributes, item.attributes, "a cache", context);
  const size = expectSize(item.size, "the size of a cache", context);
  if (sharers.length === 0 || size === null) return null;
  const clock = clockInScope(() => [createSharedClock(sharers)], site.part, context);
  return {
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    name: item.name.text,
    size,
    latency: attributes.time("latency", clock, context),
    lineBytes: attributes.number("line"),
    sharedBy: sharers,
  };
}

function storeCache(facts: Omit<Cache, "index">, site: Site): Place {
  const { caches } = site.building.lists;
  const cache: Cache = { ...facts, index: caches.length };
  caches.push(cache);
  return leafPlace({ kind: "cache", cache });
}

// ───────────────────────────── memories ─────────────────────────────

export function placeMemories(item: MemoryItem, site: Site): void {
  const factsOf = readEach(item, site, (turn) => readMemory(item, turn));
  addMember(site, item, "memories", (path, turn) => {
    const facts = factsOf(turn);
    return facts === null ? null : storeMemory({ ...facts, path }, item, turn);
  });
}

function readMemory(item: MemoryItem, site: Site): Omit<Memory, "path" | "index"> | null {
  const { context } = site;
  const attributes = readAttributes(memoryAttributes, item.attributes, "a memory", context);
  const size = expectSize(item.size, "the size of a memory", context);
  const latency = attributes.time(
    "latency",
    clockInScope(() => surrounding(site), site.part, context),
    context,
  );
  if (size === null) return null;
  return {
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    size,
    latency,
    bandwidth: attributes.number("bandwidth"),
    node: attributes.number("node"),
  };
}

/** The clocks of the part itself and of the parts around it, from the inside out. */
function surrounding(site: Site) {
  const clocks = [site.clock];
  for (let outer = site.parent; outer !== null; outer = outer.parent) clocks.push(outer.clock);
  return clocks;
}

function storeMemory(facts: Omit<Memory, "index">, { attributes }: MemoryItem, site: Site): Place {
  const { memories } = site.building.lists;
  const memory: Memory = { ...facts, index: memories.length };
  memories.push(memory);
  noteIfPluggable({ kind: "memory", memory }, attributes, site);
  return leafPlace({ kind: "memory", memory });
}

// ───────────────────────────── coherence ─────────────────────────────

export function placeCoherence(item: CoherenceItem, site: Site): void {
  const { context } = site;
  const members = chooseCores(item.between, "what coherence is between", site);
  const attributes = readAttributes(coherenceAttributes, item.attributes, "a coherence domain", context);
  if (members === null || !site.building.budget.take(1, item.span)) return;
  const { coherences } = site.building.lists;
  const domain: CoherenceDomain = {
    index: coherences.length,
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    members,
    latency: attributes.time(
      "latency",
      clockInScope(() => [createSharedClock(members)], site.part, context),
      context,
    ),
    bandwidth: attributes.number("bandwidth"),
  };
  coherences.push(domain);
}
