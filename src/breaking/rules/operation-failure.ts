import { changes } from "../../diagnostics/catalogue/breaking.ts";
import type { PlanOperation } from "../../plan/plan.ts";
import { findDeclared, fullName, type Scope } from "../declared.ts";
import { lasting, nameOf } from "../pair-operations.ts";
import { typeNames } from "../pair-types.ts";
import type { Rule } from "../rule.ts";
import { shapeOfType } from "../wire-shape.ts";

/** An operation fails as it did. */
export const operationFailure: Rule = {
  name: "operation-failure",
  run({ operations, types }, report) {
    const names = typeNames(types);
    for (const { scopes, ...pairing } of operations) {
      for (const { old, new: now } of lasting({ scopes, ...pairing })) {
        const failure = { old: nameOfFailure(old, scopes.old), new: nameOfFailure(now, scopes.new) };
        if ((names.get(failure.old) ?? failure.old) === failure.new || old.verb !== now.verb) continue;
        const operation = nameOf(old, scopes.old);
        const subject = { interface: scopes.old.interface.name, operations: [operation], old: old.at, new: now.at };
        const isSame = shapeOfFailure(old, scopes.old) === shapeOfFailure(now, scopes.new);
        report(changes.failureChanged, isSame ? { ...subject, affects: ["code"] } : subject, { operation, ...failure });
      }
    }
  },
};

/** Empty for an operation that declares none. */
function nameOfFailure({ fails }: PlanOperation, scope: Scope): string {
  const declared = fails === null ? null : findDeclared(fails, scope);
  return declared === null ? "" : fullName(declared, scope);
}

function shapeOfFailure({ fails }: PlanOperation, scope: Scope): string {
  return fails === null ? "" : shapeOfType(fails, scope);
}
