/** `else to l3`: maps for all addresses of a space that no other map holds. */
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { type AddressRange, lastAddress, type Space } from "../../model/address-space.ts";
import type { ElseItem } from "../../syntax/ast.ts";
import { expectAddress } from "./addresses.ts";
import { type GrowingSpace, type Rest, readAccess } from "./maps.ts";
import { chooseSpace } from "./views.ts";

/** The maps of the spaces stand already, ascending. */
export function placeRest([first, second]: readonly Rest[], spaces: readonly GrowingSpace[]): void {
  if (first === undefined) return;
  const { item, site } = first;
  if (second !== undefined) reportTwice(item, second);
  const target = chooseSpace(item.target, "where `else` leads", site);
  const at = item.at === null ? 0n : expectAddress(item.at, "an address", site.context);
  const access = readAccess(item, site);
  if (target === null || at === null) {
    site.building.markIncomplete();
    return;
  }
  const said = { target: { kind: "space", space: target }, access, isRest: true } as const;
  for (const space of spaces) {
    const gaps = gapsOf(space);
    if (!site.building.budget.take(gaps.length, item.span)) return;
    const spans = { span: item.span, targetSpan: item.target.span };
    for (const gap of gaps) space.maps.push({ ...gap, ...said, ...spans, space, at: at + gap.from });
    space.maps.sort((left, right) => (left.from < right.from ? -1 : 1));
  }
}

function reportTwice({ span }: ElseItem, { item: { span: again }, site }: Rest): void {
  const related = [{ span, message: "it is said here" }];
  site.context.report(diagnose(addressDiagnostics.elseTwice, again, {}, { related }));
}

function gapsOf(space: Space): readonly AddressRange[] {
  const gaps: AddressRange[] = [];
  let next = 0n;
  for (const { from, to } of space.maps) {
    if (from > next) gaps.push({ from: next, to: from - 1n });
    if (to >= next) next = to + 1n;
  }
  const last = lastAddress(space);
  return next > last ? gaps : [...gaps, { from: next, to: last }];
}
