import type { Plan } from "./plan.ts";
import { validatePlan } from "./validate.ts";
import { verifyMachine } from "./verify/verify-machine.ts";
import { verifyReferences } from "./verify/verify-references.ts";
import { verifyStates } from "./verify/verify-states.ts";

/** A plan from its JSON, or what keeps the text from being one. */
export type ReadPlan =
  | { readonly plan: Plan; readonly faults: readonly [] }
  | { readonly plan: null; readonly faults: readonly string[] };

/** Judged by the schema, and by what the schema cannot say of interfaces and systems. */
export function readPlan(text: string): ReadPlan {
  const json = parseJson(text);
  if (json === undefined) return { plan: null, faults: ["it is not JSON"] };
  const faults = validatePlan(json);
  if (!isPlan(json, faults)) return { plan: null, faults };
  const dangling = [...verifyReferences(json), ...verifyMachine(json), ...verifyStates(json)];
  return dangling.length > 0 ? { plan: null, faults: dangling } : { plan: json, faults: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The schema and the type describe the same thing: a test holds them together. */
function isPlan(_json: unknown, faults: readonly string[]): _json is Plan {
  return faults.length === 0;
}
