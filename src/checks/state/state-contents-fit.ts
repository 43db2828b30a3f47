import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { resourceIn, type Type, withoutAlias } from "../../model/interface.ts";
import type { State } from "../../model/state.ts";
import type { Check, CheckReport } from "../check.ts";

/** What is in state can be copied, and keys compared by their bytes. */
export const stateContentsFit: Check = {
  name: "state-contents-fit",
  requires: [],
  run({ systems }, report) {
    for (const state of systems.flatMap(({ states }) => states)) judge(state, report);
  },
};

function judge(state: State, report: CheckReport): void {
  const { name, key, value, kind } = state;
  for (const said of [key, value]) {
    const resource = said === null ? null : resourceWithin(said.type);
    if (said === null || resource === null) continue;
    report([state], diagnose(stateDiagnostics.resourceInState, said.span, { name, resource }));
  }
  const type = key === null ? null : floatIn(key.type);
  if (key === null || type === null) return;
  const part = kind === "set" ? "element" : "key";
  report([state], diagnose(stateDiagnostics.floatInKey, key.span, { name, part, type }));
}

/** In the arms of unions too. */
function resourceWithin(type: Type): string | null {
  const inner = withoutAlias(type);
  if (inner.kind !== "union") return resourceIn(type);
  return firstOf(
    inner.arms.map((arm) => arm.type),
    resourceWithin,
  );
}

/** The name of the first floating-point type in a type, however deep. */
function floatIn(type: Type): string | null {
  const inner = withoutAlias(type);
  switch (inner.kind) {
    case "scalar":
      return inner.name.startsWith("f") ? inner.name : null;
    case "array":
      return floatIn(inner.element);
    case "struct":
      return firstOf(
        inner.fields.map((field) => field.type),
        floatIn,
      );
    case "union":
      return firstOf(
        inner.arms.map((arm) => arm.type),
        floatIn,
      );
    default:
      return null;
  }
}

function firstOf(types: readonly (Type | null)[], find: (type: Type) => string | null): string | null {
  for (const type of types) {
    const found = type === null ? null : find(type);
    if (found !== null) return found;
  }
  return null;
}
