import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { type Check, eachInterface } from "../check.ts";

/** An interface has operations. */
export const interfaceEmpty: Check = {
  name: "interface-empty",
  requires: [],
  run: eachInterface((subject, report) => {
    if (subject.operations.length > 0 || subject.incomplete) return;
    report([subject], diagnose(interfaceDiagnostics.interfaceEmpty, subject.span, { name: subject.name }));
  }),
};
