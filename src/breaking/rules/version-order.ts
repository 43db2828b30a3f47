import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { PlanInterface } from "../../plan/plan.ts";
import type { Pair } from "../pairing.ts";
import type { Rule } from "../rule.ts";

/** Versions go up by one when something changes, and only then do the two ends agree operation by operation. */
export const versionOrder: Rule = {
  name: "version-order",
  run({ interfaces }, report) {
    for (const pair of interfaces.kept) {
      const kind = kindOf(pair);
      if (kind === null) continue;
      const { old, new: now } = pair;
      const subject = { interface: old.name, operations: null, old: old.at, new: now.at };
      report(kind, subject, { name: old.name, old: old.version, new: now.version });
    }
  },
};

function kindOf({ old, new: now }: Pair<PlanInterface>) {
  if (now.version < old.version) return changes.versionLowered;
  if (now.version > old.version + 1) return changes.versionSkipped;
  const isChanged = old.fingerprint !== now.fingerprint;
  return isChanged && now.version === old.version ? changes.versionNotRaised : null;
}
