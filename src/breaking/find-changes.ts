/** plan, plan → what changed between them. */
import { compareText } from "../diagnostics/report.ts";
import type { Plan } from "../plan/plan.ts";
import { parsePlace } from "../source/source-file.ts";
import { buildComparison } from "./comparison.ts";
import { type Finding, makeFinding, type Report } from "./finding.ts";
import { type Found, foldOwners } from "./fold-owners.ts";
import { rules } from "./rules.ts";

/**
 * Every change from `old` to `now`, compatible ones too, in the order of the new text; what is gone from it comes where
 * it would stand. The same plan twice has none.
 */
export function findChanges(old: Plan, now: Plan): readonly Finding[] {
  const found: Found[] = [];
  const report: Report = (kind, subject, facts) => {
    found.push({ finding: makeFinding(kind, subject, facts), owner: subject.owner ?? null });
  };
  const comparison = buildComparison(old, now);
  for (const rule of rules) rule.run(comparison, report);
  return foldOwners(found).sort(
    (a, b) => comparePlaces(a, b) || compareText(a.code, b.code) || compareText(a.message, b.message),
  );
}

function comparePlaces(a: Finding, b: Finding): number {
  const [first, second] = [a, b].map((finding) => parsePlace(finding.new ?? finding.old ?? ""));
  if (first == null || second == null) return 0;
  return compareText(first.file, second.file) || first.line - second.line || first.column - second.column;
}
