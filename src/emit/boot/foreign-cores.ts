import { targetDiagnostics } from "../../diagnostics/catalogue/targets.ts";
import type { PlanCore } from "../../plan/plan.ts";
import { faultOf, type TargetFault } from "./target.ts";

/** Cores with programs that the system of the core that boots first cannot run on: they are left out. */
export function judgeForeign(target: string, host: PlanCore, foreign: readonly PlanCore[]): readonly TargetFault[] {
  return foreign.map(({ path, isa, at }) => {
    const facts = { target, core: path, isa: isa.name, host: host.path, hostIsa: host.isa.name };
    return faultOf(targetDiagnostics.targetForeignCore, at, facts, [{ at: host.at, message: "boots first" }]);
  });
}
