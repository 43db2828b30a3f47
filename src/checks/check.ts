import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Description } from "../model/description.ts";

/** One rule that a description must keep. */
export interface Check {
  readonly name: string;
  /** Rules whose faults would show here again: on an element they found faulty, this rule stays silent. */
  readonly requires: readonly Check[];
  readonly run: (description: Description, report: CheckReport) => void;
}

/** Reports a fault together with the elements of the model that it is about. */
export type CheckReport = (elements: readonly object[], diagnostic: Diagnostic) => void;
