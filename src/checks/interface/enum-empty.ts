import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { EnumType, FlagsType, Interface, UnionType } from "../../model/interface.ts";
import { type Check, eachInterface } from "../check.ts";

/** An enum has members, and so do flags and unions. */
export const enumEmpty: Check = {
  name: "enum-empty",
  requires: [],
  run: eachInterface((subject, report) => {
    for (const type of typesOf(subject)) {
      if (("arms" in type ? type.arms : type.members).length > 0) continue;
      report([type], diagnose(interfaceDiagnostics.enumEmpty, type.span, { word: type.kind, name: type.name }));
    }
  }),
};

function typesOf({ enums, flags, unions, incomplete }: Interface): readonly (EnumType | FlagsType | UnionType)[] {
  return incomplete ? [] : [...enums, ...flags, ...unions];
}
