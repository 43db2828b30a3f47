import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { State } from "../../model/state.ts";
import type { Check } from "../check.ts";

/** What has an order is not agreed on without one, and a lease never by two sides at once. */
export const stateProtocolFits: Check = {
  name: "state-protocol-fits",
  requires: [],
  run({ systems }, report) {
    for (const state of systems.flatMap(({ states }) => states)) {
      const { name, kind, protocol } = state;
      const fault = faultOf(state);
      if (protocol === null || fault === null) continue;
      const fixes = [
        { title: `write \`${fault.suggestion}\``, edits: [{ span: protocol.span, text: fault.suggestion }] },
      ];
      const facts = { name, kind, protocol: protocol.name, ...fault };
      report([state], diagnose(stateDiagnostics.protocolUnfit, protocol.span, facts, { fixes }));
    }
  },
};

function faultOf({ kind, protocol }: State): { readonly reason: string; readonly suggestion: string } | null {
  if (kind === "lease" && protocol?.name !== "majority") {
    return { reason: "two sides that cannot reach each other could both have it", suggestion: "majority" };
  }
  if (protocol?.name !== "shootdown" || kind === "set") return null;
  return { reason: "its changes have an order, and shootdown has none", suggestion: "broadcast" };
}
