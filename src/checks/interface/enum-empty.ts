import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** An enum has members, and so do flags. */
export const enumEmpty: Check = {
  name: "enum-empty",
  requires: [],
  run({ interfaces }, report) {
    for (const type of interfaces.flatMap(({ enums, flags, incomplete }) => (incomplete ? [] : [...enums, ...flags]))) {
      if (type.members.length > 0) continue;
      report([type], diagnose(interfaceDiagnostics.enumEmpty, type.span, { word: type.kind, name: type.name }));
    }
  },
};
