import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** An enum has members. */
export const enumEmpty: Check = {
  name: "enum-empty",
  requires: [],
  run({ interfaces }, report) {
    for (const type of interfaces.flatMap(({ enums, incomplete }) => (incomplete ? [] : enums))) {
      if (type.members.length > 0) continue;
      report([type], diagnose(interfaceDiagnostics.enumEmpty, type.span, { name: type.name }));
    }
  },
};
