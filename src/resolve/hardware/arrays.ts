/** Members of parts and machines, one or an array of them, whose item may name the index of each element. */
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { pathDiagnostics } from "../../diagnostics/catalogue/resolve/paths.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../source/source-file.ts";
import type { ArrayDimension, IndexDimension, Name } from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import type { Place } from "../selected.ts";
import { countOf, type Value } from "../value.ts";
import { createContext, pathWithin, type Site } from "./building.ts";

interface Declared {
  readonly name: Name;
  readonly dimensions: readonly ArrayDimension[];
  readonly span: Span;
}

/** Makes the place of one element; `site` knows its indices. A place that cannot be made (null) is faulty. */
type Build = (path: string, site: Site) => Place | null;

/**
 * Adds a member of the site, with one place for each element of its array. A faulty element makes the whole member
 * faulty. A name that is taken already has been reported and is left alone.
 */
export function addMember(site: Site, item: Declared, kind: string, build: Build): void {
  const name = item.name.text;
  if (site.place.members.has(name)) return;
  const dimensions = dimensionsOf(item, kind, site);
  const places = dimensions === null ? null : placesOf(site, item, dimensions, build);
  if (places === null) site.building.markIncomplete();
  site.place.members.set(name, { name, dimensions: dimensions ?? [], places, span: item.name.span });
}

/** What an item says of its elements: read once for all, or anew for each where it can name their indices. */
export function readEach<Facts>(
  { dimensions }: Pick<Declared, "dimensions">,
  site: Site,
  read: (site: Site) => Facts,
): (site: Site) => Facts {
  if (dimensions.some(({ kind }) => kind === "index")) return read;
  const facts = read(site);
  return () => facts;
}

// ───────────────────────────── lengths ─────────────────────────────

function dimensionsOf(item: Declared, kind: string, site: Site): readonly number[] | null {
  const what = `the number of ${kind} \`${item.name.text}\``;
  const lengths = item.dimensions.map((dimension) => lengthOf(dimension, what, site));
  const known = lengths.filter((length) => length !== null);
  return known.length < lengths.length ? null : known;
}

function lengthOf(dimension: ArrayDimension, what: string, site: Site): number | null {
  if (dimension.kind === "length") return expectCount(dimension.length, what, site.context, { least: 1 });
  const least = Number.MIN_SAFE_INTEGER;
  const from = expectCount(dimension.from, "the first index of an array", site.context, { least });
  const to = expectCount(dimension.to, "the last index of an array", site.context, { least });
  return from === null || to === null ? null : countIndices(dimension, from, to, site);
}

function countIndices({ from: { span } }: IndexDimension, from: number, to: number, { context }: Site): number | null {
  if (from !== 0) context.report(diagnose(instantiationDiagnostics.indexNotFromZero, span, { from }));
  else if (to < from) context.report(diagnose(pathDiagnostics.rangeBackwards, span, { from, to }));
  else return to + 1;
  return null;
}

// ───────────────────────────── elements ─────────────────────────────

function placesOf(site: Site, item: Declared, dimensions: readonly number[], build: Build): readonly Place[] | null {
  const total = dimensions.reduce((product, length) => product * length, 1);
  const { budget } = site.building;
  if (!budget.take(total, item.name.span)) return null;
  const places: Place[] = [];
  for (let number = 0; number < total; number++) {
    const indices = indicesOf(number, dimensions);
    const path = item.name.text + indices.map((index) => `[${index}]`).join("");
    const place = build(pathWithin(site.part, path), withIndices(item, indices, site));
    if (place === null || budget.isExhausted()) return null;
    places.push(place);
  }
  return places;
}

/** `1, 3` for the seventh of a `[2][4]` array. */
function indicesOf(number: number, dimensions: readonly number[]): readonly number[] {
  let rest = number;
  return dimensions
    .toReversed()
    .map((length) => {
      const index = rest % length;
      rest = Math.floor(rest / length);
      return index;
    })
    .toReversed();
}

function withIndices({ dimensions }: Declared, indices: readonly number[], site: Site): Site {
  const named = dimensions.flatMap((dimension, axis): [string, Value][] =>
    dimension.kind === "index" ? [[dimension.variable.text, countOf(indices[axis] ?? 0)]] : [],
  );
  if (named.length === 0) return site;
  const values = new Map([...site.context.environment.values, ...named]);
  return { ...site, context: createContext(site.place, values, site.context.report) };
}
