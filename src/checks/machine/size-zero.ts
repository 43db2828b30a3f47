import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Memories and caches hold something. */
export const sizeZero: Check = {
  name: "size-zero",
  requires: [],
  run({ machines }, report) {
    for (const { memories, caches } of machines) {
      for (const element of [...memories, ...caches]) {
        if (element.size > 0) continue;
        const facts = { what: "sharedBy" in element ? "cache" : "memory", path: element.path };
        report([element], diagnose(machineDiagnostics.sizeZero, element.span, facts));
      }
    }
  },
};
