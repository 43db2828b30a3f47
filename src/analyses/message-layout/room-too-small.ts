import type { Check } from "../../checks/check.ts";
import { interfaceTypeDiagnostics } from "../../diagnostics/catalogue/interface-types.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { computeStructLayout } from "./compute-layout.ts";

/** An open struct has room for the fields it has. Judged here, since it takes the layout. */
export const roomTooSmall: Check = {
  name: "room-too-small",
  requires: [],
  run({ interfaces }, report) {
    for (const struct of interfaces.flatMap(({ structs }) => structs)) {
      const { openBytes, fields, size } = computeStructLayout(struct);
      const outside = fields.find((field) => field.dataOffset + field.size > size);
      if (struct.room === null || openBytes === null || outside === undefined) continue;
      const facts = { name: struct.name, bytes: openBytes, room: struct.room, field: outside.field.name };
      report([struct], diagnose(interfaceTypeDiagnostics.roomTooSmall, outside.field.span, facts));
    }
  },
};
