import type { DiagnosticKind } from "../../diagnostics/diagnostic.ts";
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";

/** Something else that boots a plan: what it takes, and why it cannot take a plan. */
export interface BootTarget {
  /** As on the command line; its files lie in `boot/<name>/`. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly meaning: string;
  /** Why a plan cannot be said in its terms, and what is left out where it can. */
  readonly judge: (plan: Plan) => readonly TargetFault[];
  /** For a plan that it has no error against. */
  readonly emit: (plan: Plan) => readonly OutputFile[];
}

/** A fault at a place of the description. */
export interface TargetFault {
  readonly kind: Pick<DiagnosticKind<never>, "code" | "severity">;
  readonly message: string;
  /** `file:line:column` */
  readonly at: string;
  readonly related: readonly { readonly at: string; readonly message: string }[];
}

export function faultOf<Facts>(
  kind: DiagnosticKind<Facts>,
  at: string,
  facts: Facts,
  related: TargetFault["related"] = [],
): TargetFault {
  return { kind, message: kind.message(facts), at, related };
}
