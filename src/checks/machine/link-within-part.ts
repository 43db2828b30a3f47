import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { linkToItself } from "./link-to-itself.ts";
import { nameOfPart } from "./places.ts";

/** A link between two ports of one part reaches nothing new. */
export const linkWithinPart: Check = {
  name: "link-within-part",
  requires: [linkToItself],
  run({ machines }, report) {
    for (const link of machines.flatMap((machine) => machine.links)) {
      const { from, to } = link;
      if (from.kind !== "port" || to.kind !== "port" || from.port.part !== to.port.part) continue;
      const facts = { link: link.path, part: nameOfPart(from.port.part) };
      report([link], diagnose(machineDiagnostics.linkWithinPart, link.span, facts));
    }
  },
};
