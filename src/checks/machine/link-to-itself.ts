import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { elementAt, pathAt } from "./places.ts";

/** The two ends of a link are two things. */
export const linkToItself: Check = {
  name: "link-to-itself",
  requires: [],
  run({ machines }, report) {
    for (const machine of machines) {
      for (const link of machine.links) {
        if (elementAt(link.from) !== elementAt(link.to)) continue;
        const related = [{ span: link.fromSpan, message: "the other end" }];
        const facts = { end: pathAt(link.from) };
        report([link, machine], diagnose(machineDiagnostics.linkToItself, link.toSpan, facts, { related }));
      }
    }
  },
};
