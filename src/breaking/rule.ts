import type { Comparison } from "./comparison.ts";
import type { Report } from "./finding.ts";

/** One kind of change, or a few that are found together. */
export interface Rule {
  readonly name: string;
  readonly run: (comparison: Comparison, report: Report) => void;
}
