import { targetDiagnostics } from "../../diagnostics/catalogue/targets.ts";
import type { PlanCore } from "../../plan/plan.ts";
import { faultOf, type TargetFault } from "./target.ts";

/** What ids of cores are called, by instruction set. */
const names: Readonly<Record<string, string>> = {
  ...{ amd64: "APIC id", arm64: "MPIDR affinity", armv7a: "MPIDR affinity", riscv64: "hart id" },
};

/** Cores without an id, each declaration once. */
export function judgeIds(target: string, cores: readonly PlanCore[]): readonly TargetFault[] {
  const unknown = cores.filter(({ hardwareId }) => hardwareId === null);
  const first = new Map([...unknown].reverse().map((core) => [core.at, core]));
  return [...first.values()].reverse().map(({ path, isa, at }) => {
    const facts = { target, core: path, meaning: names[isa.name] ?? "hardware id" };
    return faultOf(targetDiagnostics.targetNeedsId, at, facts);
  });
}
