/** text → syntax → resolve → model → checks → analyses → plan: the compiler without its doors. */
import { messageTooLong } from "./analyses/message-layout/message-too-long.ts";
import type { Check } from "./checks/check.ts";
import { allChecks, runChecks } from "./checks/run-checks.ts";
import type { Outcome } from "./diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "./diagnostics/report.ts";
import type { Description } from "./model/description.ts";
import { buildPlan, type PlanOptions } from "./plan/build-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { load } from "./resolve/load.ts";
import { resolve } from "./resolve/resolve.ts";
import type { SourceHost } from "./source/source-host.ts";

/** Every rule; the last of them judge by what analyses derive. */
const rules: readonly Check[] = [...allChecks, messageTooLong];

export interface Compilation {
  readonly description: Description;
  /** Null when there are errors. */
  readonly plan: Plan | null;
}

/**
 * Compiles the files at `roots` and all they use. Mistakes in them come as diagnostics, sorted by place; the result does
 * not depend on the order of the roots.
 */
export function compile(roots: readonly string[], host: SourceHost, options: PlanOptions = {}): Outcome<Compilation> {
  const files = load(roots, host);
  const description = resolve(files.product);
  const found = [...files.diagnostics, ...description.diagnostics, ...runChecks(description.product, rules)];
  const plan = hasErrors(found) ? { product: null, diagnostics: [] } : buildPlan(description.product, options);
  return {
    product: { description: description.product, plan: plan.product },
    diagnostics: sortDiagnostics([...found, ...plan.diagnostics]),
  };
}
