import type { Check } from "../../checks/check.ts";
import { mappedHere, rangeOf } from "../../checks/machine/map-words.ts";
import { mapsOverlap } from "../../checks/machine/maps-overlap.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { SpaceMap } from "../../model/address-space.ts";
import { seenSpaces } from "./seen-spaces.ts";

/** No address comes back to where it was. */
export const mapsInCircle: Check = {
  name: "maps-in-circle",
  requires: [mapsOverlap],
  run({ machines }, report) {
    const told = new Set<SpaceMap>();
    for (const chain of machines.flatMap(seenSpaces).flatMap(({ circles }) => circles)) {
      const circle = circleOf(chain);
      if (!circle.some((map) => told.has(map)))
        report([...new Set(circle.map(({ space }) => space))], inCircle(circle));
      for (const map of circle) told.add(map);
    }
  },
};

/** The chain without the way into the circle: it ends with the map that it begins with. */
function circleOf(chain: readonly SpaceMap[]): readonly SpaceMap[] {
  const last = chain.at(-1);
  return last === undefined ? [] : chain.slice(chain.indexOf(last));
}

function inCircle(circle: readonly SpaceMap[]): Diagnostic {
  const ring = circle.slice(0, -1);
  const start = ring.reduce((first, map) => (map.span.start < first.span.start ? map : first));
  const turned = [...ring.slice(ring.indexOf(start)), ...ring.slice(0, ring.indexOf(start))];
  const chain = [...turned, start].map(({ space }) => space.path);
  const related = turned.slice(1).map(mappedHere);
  const facts = { space: start.space.path, range: rangeOf(start), chain };
  return diagnose(addressDiagnosticsOfMachines.mapsInCircle, start.span, facts, { related });
}
