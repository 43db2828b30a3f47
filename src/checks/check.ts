import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Description } from "../model/description.ts";
import type { Interface } from "../model/interface.ts";

/** One rule that a description must keep. */
export interface Check {
  readonly name: string;
  /** Rules whose faults would show here again: on an element they found faulty, this rule stays silent. */
  readonly requires: readonly Check[];
  readonly run: (description: Description, report: CheckReport) => void;
}

/** Reports a fault together with the elements of the model that it is about. */
export type CheckReport = (elements: readonly object[], diagnostic: Diagnostic) => void;

/** What a rule says of one interface, whatever else is described. */
export type JudgeInterface = (subject: Interface, report: CheckReport) => void;

/** The `run` of a rule that judges every interface by itself: one it has found nothing in is not looked at again. */
export function eachInterface(judge: JudgeInterface): Check["run"] {
  const faultless = new WeakSet<Interface>();
  return ({ interfaces }, report) => {
    for (const subject of interfaces.filter((each) => !faultless.has(each))) {
      let found = 0;
      judge(subject, (elements, diagnostic) => {
        found++;
        report(elements, diagnostic);
      });
      if (found === 0) faultless.add(subject);
    }
  };
}
