import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { enclosingParts } from "./places.ts";

/** A box lies in the machine or in groups, not in a part of another computer. */
export const boxWithinPart: Check = {
  name: "box-within-part",
  requires: [],
  run({ machines }, report) {
    for (const box of machines.flatMap(({ parts }) => parts)) {
      if (box.level !== "box") continue;
      const around = enclosingParts(box).slice(1);
      const part = around.find(({ level }) => level !== "machine" && level !== "part");
      if (part === undefined) continue;
      const related = [{ span: part.span, message: `\`${part.path}\` is placed here` }];
      const facts = { box: box.path, part: part.path, level: part.level };
      report([box], diagnose(domainDiagnostics.boxWithinPart, box.span, facts, { related }));
    }
  },
};
