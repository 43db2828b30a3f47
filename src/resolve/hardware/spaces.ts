/** Address spaces and IOMMUs: they stand at once, so that parts can be given them; their maps follow when all stands. */
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space, SpaceMap } from "../../model/address-space.ts";
import type { Expression, IommuItem, SpaceItem } from "../../syntax/ast.ts";
import { evaluate, isDimension } from "../evaluate.ts";
import { addMember, readEach } from "./arrays.ts";
import { iommuAttributes } from "./attribute-tables.ts";
import { leafPlace, type Site } from "./building.ts";
import { placeMaps } from "./maps.ts";
import { readAttributes } from "./read-attributes.ts";
import { placeRest } from "./rest-maps.ts";
import { chooseSpace } from "./views.ts";

const mostBits = 64;
const usualPage = 4096;

/** Of one declaration, as they are built. */
type GrowingSpace = Omit<Space, "maps" | "iommu"> & { readonly maps: SpaceMap[]; iommu: Space["iommu"] };

export function placeSpaces(item: SpaceItem, site: Site): void {
  const added = addSpaces(item, item.widths, "spaces", site);
  for (const { spaces, site: turn } of added) {
    turn.building.later.maps.push(() => placeRest(placeMaps(item.items, spaces, turn), spaces));
  }
}

export function placeIommus(item: IommuItem, site: Site): void {
  const added = addSpaces(item, [item.width], "IOMMUs", site);
  for (const { spaces, site: turn } of added) turn.building.later.maps.push(() => joinIommus(item, spaces, turn));
}

/** Spaces of which the text says the same. */
interface Alike {
  readonly spaces: GrowingSpace[];
  readonly site: Site;
}

function addSpaces(
  item: SpaceItem | IommuItem,
  widths: readonly Expression[],
  kind: string,
  site: Site,
): Iterable<Alike> {
  const widthsOf = readEach(item, site, (turn) => readWidths(item, widths, turn));
  const added = new Map<Site, Alike>();
  addMember(site, item, kind, (path, turn) => {
    const bits = widthsOf(turn);
    if (bits === null) return null;
    const space = createSpace(item, path, bits, turn);
    const alike = added.get(turn) ?? { spaces: [], site: turn };
    alike.spaces.push(space);
    added.set(turn, alike);
    return leafPlace({ kind: "space", space });
  });
  return added.values();
}

function createSpace(item: SpaceItem | IommuItem, path: string, widths: readonly number[], site: Site): GrowingSpace {
  const { spaces } = site.building.lists;
  const space: GrowingSpace = {
    index: spaces.length,
    path,
    documentation: item.documentation,
    span: item.span,
    part: site.part,
    widths,
    bits: total(widths),
    maps: [],
    iommu: null,
  };
  spaces.push(space);
  return space;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

/** Bits of each part of an address; null after a report. */
function readWidths(item: SpaceItem | IommuItem, widths: readonly Expression[], site: Site): readonly number[] | null {
  const what = `\`${item.name.text}\``;
  const read = widths.map((width) => readBits(width, widths.length === 1 ? what : `a part of ${what}`, site));
  const bits = read.flatMap((width) => width ?? []);
  if (bits.length < widths.length) return null;
  if (total(bits) <= mostBits) return bits;
  reportWidth(what, total(bits), item.name.span, site);
  return null;
}

function readBits(width: Expression, what: string, site: Site): number | null {
  const value = evaluate(width, site.context);
  if (value === null || !isDimension(value, "size", `the width of ${what}`, width.span, site.context)) return null;
  const bits = value.amount * 8;
  if (Number.isInteger(bits) && bits >= 1 && bits <= mostBits) return bits;
  reportWidth(what, bits, width.span, site);
  return null;
}

function reportWidth(what: string, bits: number, span: Expression["span"], site: Site): void {
  const facts = { what, bits, least: 1, most: mostBits };
  site.context.report(diagnose(addressDiagnostics.spaceWidth, span, facts));
}

// ───────────────────────────── IOMMUs ─────────────────────────────

function joinIommus(item: IommuItem, spaces: readonly GrowingSpace[], site: Site): void {
  const to = chooseSpace(item.to, "what an IOMMU leads to", site);
  const attributes = readAttributes(iommuAttributes, item.attributes, "an IOMMU", site.context);
  if (to === null) return;
  const iommu = {
    to,
    toSpan: item.to.span,
    contexts: attributes.number("contexts"),
    pageBytes: attributes.number("page") ?? usualPage,
  };
  for (const space of spaces) space.iommu = iommu;
}
