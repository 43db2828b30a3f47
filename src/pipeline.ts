/** text → syntax → resolve → model → checks → analyses → plan: the compiler without its doors. */
import { messageTooLong } from "./analyses/message-layout/message-too-long.ts";
import type { Check } from "./checks/check.ts";
import { allChecks, runChecks } from "./checks/run-checks.ts";
import type { Outcome } from "./diagnostics/diagnostic.ts";
import { hasErrors, sortDiagnostics } from "./diagnostics/report.ts";
import type { Description } from "./model/description.ts";
import { buildPlan, judgePlans, type PlanOptions } from "./plan/build-plan.ts";
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
  const { product: description, diagnostics } = describe(roots, host);
  const plan = hasErrors(diagnostics) ? { product: null, diagnostics: [] } : buildPlan(description, options);
  return {
    product: { description, plan: plan.product },
    diagnostics: sortDiagnostics([...diagnostics, ...plan.diagnostics]),
  };
}

/** Says all that is wrong with the files: as {@link compile} does, for every system and machine that they describe. */
export function judge(roots: readonly string[], host: SourceHost): Outcome<Description> {
  const { product: description, diagnostics } = describe(roots, host);
  const plans = hasErrors(diagnostics) ? [] : judgePlans(description);
  return { product: description, diagnostics: sortDiagnostics([...diagnostics, ...plans]) };
}

function describe(roots: readonly string[], host: SourceHost): Outcome<Description> {
  const files = load(roots, host);
  const description = resolve(files.product);
  const found = [...files.diagnostics, ...description.diagnostics, ...runChecks(description.product, rules)];
  return { product: description.product, diagnostics: found };
}
