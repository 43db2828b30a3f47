import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Space, SpaceMap } from "../../model/address-space.ts";
import type { Check } from "../check.ts";
import { mapOutsideSpace } from "./map-outside-space.ts";
import { mapWiderThanTarget } from "./map-wider-than-target.ts";
import { rangeOf } from "./map-words.ts";

/** A map to a space leads to some map of that space; where `else` leads is asked nothing: it fills what is left. */
export const mapToNothing: Check = {
  name: "map-to-nothing",
  requires: [mapOutsideSpace, mapWiderThanTarget],
  run({ machines }, report) {
    for (const { spaces, incomplete } of machines) {
      if (incomplete) continue;
      for (const map of spaces.flatMap(({ maps }) => maps)) {
        if (map.isRest || map.target.kind !== "space" || leadsSomewhere(map, map.target.space)) continue;
        report([map], leadsToNothing(map, map.target.space));
      }
    }
  },
};

/** What an IOMMU maps is planned later. */
function leadsSomewhere({ at, from, to }: SpaceMap, space: Space): boolean {
  const end = at + (to - from);
  return space.iommu !== null || space.maps.some((map) => map.from <= end && map.to >= at);
}

function leadsToNothing(map: SpaceMap, space: Space): Diagnostic {
  const there = rangeOf({ space, from: map.at, to: map.at + (map.to - map.from) });
  const facts = { range: rangeOf(map), space: map.space.path, target: space.path, there };
  const related = [{ span: space.span, message: `\`${space.path}\` is declared here` }];
  return diagnose(addressDiagnosticsOfMachines.mapToNothing, map.span, facts, { related });
}
