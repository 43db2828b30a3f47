import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** A cache line lies within one page. */
export const lineWiderThanPage: Check = {
  name: "line-wider-than-page",
  requires: [],
  run({ machines }, report) {
    const isas = new Set(machines.flatMap((machine) => machine.cores.map((core) => core.isa)));
    for (const isa of isas) {
      const { name, lineBytes, pageBytes } = isa;
      if (lineBytes <= pageBytes) continue;
      const facts = { isa: name, line: lineBytes, page: pageBytes };
      report([isa], diagnose(machineDiagnostics.lineWiderThanPage, isa.span, facts));
    }
  },
};
