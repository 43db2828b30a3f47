import type { Check } from "../../checks/check.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { seenSpaces } from "./seen-spaces.ts";
import { depthLimit, pieceLimit } from "./unfold.ts";

/** What is seen can be listed. */
export const spaceTooLarge: Check = {
  name: "space-too-large",
  requires: [],
  run({ machines }, report) {
    for (const { space, isTooLarge } of machines.flatMap(seenSpaces)) {
      if (!isTooLarge) continue;
      const facts = { space: space.path, pieces: pieceLimit, depth: depthLimit };
      report([space], diagnose(addressDiagnosticsOfMachines.spaceTooLarge, space.span, facts));
    }
  },
};
