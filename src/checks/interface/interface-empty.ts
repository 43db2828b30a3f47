import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** An interface has operations. */
export const interfaceEmpty: Check = {
  name: "interface-empty",
  requires: [],
  run({ interfaces }, report) {
    for (const subject of interfaces) {
      if (subject.operations.length > 0 || subject.incomplete) continue;
      report([subject], diagnose(interfaceDiagnostics.interfaceEmpty, subject.span, { name: subject.name }));
    }
  },
};
