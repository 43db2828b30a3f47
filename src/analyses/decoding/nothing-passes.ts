import type { Check } from "../../checks/check.ts";
import { mappedHere, rangeOf, targetOf } from "../../checks/machine/map-words.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { SpaceMap } from "../../model/address-space.ts";
import { seenSpaces } from "./seen-spaces.ts";

/** What is mapped can be read or written. */
export const nothingPasses: Check = {
  name: "nothing-passes",
  requires: [],
  run({ machines }, report) {
    for (const chain of machines.flatMap(seenSpaces).flatMap(({ barred }) => barred)) {
      const map = chain.at(-1);
      const earlier = chain.find(({ access }) => access !== "readWrite" && access !== map?.access);
      if (map !== undefined && earlier !== undefined) report([map], barred(map, earlier));
    }
  },
};

function barred(map: SpaceMap, earlier: SpaceMap): Diagnostic {
  const facts = {
    ...{ space: earlier.space.path, range: rangeOf(earlier), target: targetOf(earlier) },
    ...{ otherRange: rangeOf(map), otherTarget: targetOf(map) },
  };
  return diagnose(addressDiagnosticsOfMachines.nothingPasses, earlier.span, facts, { related: [mappedHere(map)] });
}
