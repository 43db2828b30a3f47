import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { createCollector, type Report } from "../diagnostics/report.ts";
import type { Description } from "../model/description.ts";
import type { Check, CheckReport } from "./check.ts";
import { deploymentChecks } from "./deployment/deployment-checks.ts";
import { interfaceChecks } from "./interface/interface-checks.ts";
import { machineChecks } from "./machine/machine-checks.ts";
import { stateChecks } from "./state/state-checks.ts";

/** Every rule, each after the rules it requires. */
export const allChecks: readonly Check[] = Object.freeze([
  ...machineChecks,
  ...interfaceChecks,
  ...deploymentChecks,
  ...stateChecks,
]);

/** What is wrong with a description, sorted by place; one fault is reported by one rule. */
export function runChecks(description: Description, checks: readonly Check[] = allChecks): readonly Diagnostic[] {
  const { report, diagnostics } = createCollector();
  const faulty = new Map<Check, Set<object>>();
  for (const check of checks) {
    const found = new Set<object>();
    faulty.set(check, found);
    check.run(description, silenced(check, faulty, found, report));
  }
  return diagnostics();
}

/** A silenced fault still counts as found, so that rules further down stay silent too. */
function silenced(
  check: Check,
  faulty: ReadonlyMap<Check, Set<object>>,
  found: Set<object>,
  report: Report,
): CheckReport {
  return (elements, diagnostic) => {
    for (const element of elements) found.add(element);
    const knownFaulty = (element: object) => check.requires.some((required) => faulty.get(required)?.has(element));
    if (!elements.some(knownFaulty)) report(diagnostic);
  };
}
