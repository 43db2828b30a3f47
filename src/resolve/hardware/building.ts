/** A machine while it is built: parts and cores first, then what refers to them. */
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { MachineElement } from "../../model/domain.ts";
import type { Machine, Part } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Attribute, MachineDeclaration, Name, PartDeclaration, Path } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import type { LoadedFile } from "../loaded-file.ts";
import type { Scopes } from "../scope.ts";
import { select, selectAll, selectOne } from "../select.ts";
import type { Member, Place, Selected } from "../selected.ts";
import type { Value } from "../value.ts";
import { clockOfPath, type SharedClock } from "./clocks.ts";
import type { KindLookup } from "./kinds.ts";

type Growing<T> = { readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };
type ElementLists = Pick<
  Machine,
  | "parts"
  | "cores"
  | "caches"
  | "memories"
  | "coherences"
  | "ports"
  | "links"
  | "devices"
  | "controllers"
  | "domains"
  | "pluggable"
  | "spaces"
  | "registers"
  | "measurements"
>;

export interface Building {
  readonly scopes: Scopes;
  readonly kinds: KindLookup;
  readonly report: Report;
  readonly lists: Growing<ElementLists>;
  readonly clocks: Map<Part, SharedClock>;
  readonly budget: Budget;
  /** Notes that a fault keeps something out of the machine. */
  readonly markIncomplete: () => void;
  /** What waits until all parts, cores and ports stand: each phase needs the ones before it. */
  readonly later: Readonly<Record<Phase, (() => void)[]>>;
}

export const phases = [
  "storage",
  "controllers",
  "arguments",
  "routes",
  "devices",
  "links",
  "maps",
  "domains",
  "members",
  "contents",
  "measurements",
] as const;
export type Phase = (typeof phases)[number];

/** A part, or the machine, as the place where items are declared. */
export interface Site {
  readonly building: Building;
  readonly declaration: PartDeclaration | MachineDeclaration;
  /** Where the declaration stands: its names are looked up there. */
  readonly file: LoadedFile;
  readonly part: Part;
  readonly place: OpenPlace;
  /** The address spaces and controllers that the part was given: its items name them like its own. */
  readonly given: ReadonlyMap<string, Member>;
  readonly clock: SharedClock;
  readonly parent: Site | null;
  readonly context: Context;
}

export interface OpenPlace extends Place {
  readonly members: Map<string, Member>;
}

export function openPlace(element: Selected): OpenPlace {
  return { element, members: new Map() };
}

const nothing: ReadonlyMap<string, Member> = new Map();

/** The place of an element that nothing can lie in. */
export function leafPlace(element: Selected): Place {
  return { element, members: nothing };
}

export function createContext(place: Place, values: ReadonlyMap<string, Value | null>, report: Report): Context {
  const context: Context = {
    report,
    environment: { values, clockOf: (path) => clockOfPath(path, place, context) },
  };
  return context;
}

export function pathWithin(part: Part, name: string): string {
  return part.path === "" ? name : `${part.path}.${name}`;
}

export function noteIfPluggable(element: MachineElement, attributes: readonly Attribute[], site: Site): void {
  if (attributes.some(({ name }) => name.text === "pluggable")) site.building.lists.pluggable.push(element);
}

// ───────────────────────────── faulty members ─────────────────────────────

/** A member that exists but could not be resolved: paths to it stay silent. */
export function addFaultyMember(site: Site, name: Name): void {
  site.building.markIncomplete();
  if (site.place.members.has(name.text)) return;
  site.place.members.set(name.text, { name: name.text, dimensions: [], places: null, span: name.span });
}

/** A faulty member that would have brought cores: nobody knows the clocks around it. */
export function addFaultyCores(site: Site, name: Name): void {
  addFaultyMember(site, name);
  forgetClocks(site);
}

export function forgetClocks(site: Site): void {
  for (let outer: Site | null = site; outer !== null; outer = outer.parent) outer.clock.faulty = true;
}

// ───────────────────────────── paths ─────────────────────────────

/** Like the functions of `select.ts`, from a site, and counted: a machine cannot refer without end. */
export const choose = {
  all: (paths: readonly Path[], site: Site) => charged(selectAll(paths, scopeOf(site), site.context), paths[0], site),
  each: (path: Path, site: Site) => charged(select(path, scopeOf(site), site.context), path, site),
  one: (path: Path, what: string, site: Site) => selectOne(path, scopeOf(site), what, site.context),
} as const;

function scopeOf({ place, given }: Site): Place {
  return given.size === 0 ? place : { ...place, members: new Map([...place.members, ...given]) };
}

function charged(selected: readonly Selected[] | null, path: Path | undefined, site: Site): readonly Selected[] | null {
  if (selected === null || path === undefined) return null;
  return site.building.budget.refer(selected.length, path.span) ? selected : null;
}

// ───────────────────────────── budget ─────────────────────────────

export interface Budget {
  /** False, after one report, once a machine has more elements and turns of loops than it may. */
  readonly take: (count: number, span: Span) => boolean;
  /** The same for references from elements to elements. */
  readonly refer: (count: number, span: Span) => boolean;
  /** Whether it has more already: what is yet to be placed can be left alone. */
  readonly isExhausted: () => boolean;
}

const elementLimit = 2 ** 20;
const referenceLimit = 2 ** 23;

export function createBudget(report: Report): Budget {
  let elements = 0;
  let references = 0;
  const isExhausted = () => elements > elementLimit || references > referenceLimit;
  const reportIfExhausted = (span: Span) => {
    if (isExhausted()) report(diagnose(instantiationDiagnostics.tooManyElements, span, { limit: elementLimit }));
    return !isExhausted();
  };
  const take = (count: number, span: Span) => {
    if (isExhausted()) return false;
    elements += count;
    return reportIfExhausted(span);
  };
  const refer = (count: number, span: Span) => {
    if (isExhausted()) return false;
    references += count;
    return reportIfExhausted(span);
  };
  return { take, refer, isExhausted };
}
