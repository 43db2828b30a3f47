import { smaller } from "../../algorithms/big-integers.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space, SpaceMap } from "../../model/address-space.ts";
import type { Check, CheckReport } from "../check.ts";
import { mappedHere, rangeOf, targetOf } from "./map-words.ts";

/** Each address of a space belongs to one map at most. */
export const mapsOverlap: Check = {
  name: "maps-overlap",
  requires: [],
  run({ machines }, report) {
    for (const space of machines.flatMap(({ spaces }) => spaces)) reportOverlaps(space, report);
  },
};

/** Each map is held against the one before it that reaches farthest. Of a loop that maps over itself one turn is told. */
function reportOverlaps(space: Space, report: CheckReport): void {
  const told = new Set<string>();
  let farthest: SpaceMap | null = null;
  for (const map of space.maps) {
    if (farthest !== null && map.from <= farthest.to) {
      const places = `${map.span.start} ${farthest.span.start}`;
      if (!told.has(places)) report([space, map], overlap(map, farthest));
      told.add(places);
    }
    if (farthest === null || map.to > farthest.to) farthest = map;
  }
}

/** The later one in the text is the fault. */
function overlap(one: SpaceMap, other: SpaceMap): Diagnostic {
  const [first, second] = one.span.start < other.span.start ? [one, other] : [other, one];
  const { space } = one;
  const to = smaller(one.to, other.to);
  const facts = {
    space: space.path,
    both: rangeOf({ space, from: one.from, to }),
    range: rangeOf(second),
    target: targetOf(second),
    otherRange: rangeOf(first),
    otherTarget: targetOf(first),
  };
  return diagnose(addressDiagnosticsOfMachines.mapsOverlap, second.span, facts, { related: [mappedHere(first)] });
}
