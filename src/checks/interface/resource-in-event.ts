import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { resourceIn } from "../../model/interface.ts";
import { type Check, eachInterface } from "../check.ts";

/** Events pass neither regions nor endpoints. */
export const resourceInEvent: Check = {
  name: "resource-in-event",
  requires: [],
  run: eachInterface(({ operations }, report) => {
    for (const operation of operations.filter(({ verb }) => verb === "event")) {
      for (const { name, type, typeSpan } of operation.parameters) {
        const resource = resourceIn(type);
        if (resource === null) continue;
        const facts = { event: operation.name, field: name, resource };
        const related = [{ span: operation.span, message: `the event \`${operation.name}\`` }];
        report([operation], diagnose(interfaceDiagnostics.resourceInEvent, typeSpan, facts, { related }));
      }
    }
  }),
};
