import type { PlanOperation } from "../plan/plan.ts";
import type { Scope } from "./declared.ts";
import type { Subject } from "./finding.ts";
import { lasting, nameOf, type OperationPairing } from "./pair-operations.ts";
import type { Pair } from "./pairing.ts";

export interface ChangedOperation extends Pair<PlanOperation> {
  readonly name: string;
  readonly scopes: Pair<Scope>;
  readonly subject: Subject;
}

/** The operations that are still there and of which something is another now. */
export function changedOperations(
  pairings: readonly OperationPairing[],
  aspect: (operation: PlanOperation) => string | number | boolean | null,
): readonly ChangedOperation[] {
  return pairings.flatMap((pairing) => {
    const { scopes } = pairing;
    return lasting(pairing)
      .filter((pair) => aspect(pair.old) !== aspect(pair.new))
      .map(({ old, new: now }) => {
        const name = nameOf(old, scopes.old);
        const subject = { interface: scopes.old.interface.name, operations: [name], old: old.at, new: now.at };
        return { name, scopes, subject, old, new: now };
      });
  });
}
