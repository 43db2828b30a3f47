import type { PlanState, PlanSystem } from "../../../plan/plan.ts";
import { moduleScope, pascalCase, type Scope } from "../names.ts";

/** What an object is called in the file of a system's replicated state. */
export interface StateNames {
  /** The constant by which a host makes it. */
  readonly entry: string;
  /** The types of what programs have of it, with a replica on their core and without. */
  readonly local: string;
  readonly remote: string;
}

/** The file, as others import it, and the names of its objects. */
export interface StateReference {
  readonly module: string;
  readonly names: ReadonlyMap<PlanState, StateNames>;
}

export function referToStates(system: PlanSystem, file: string): StateReference {
  return { module: `./${file}`, names: nameStates(system, moduleScope()) };
}

export function nameStates({ states }: PlanSystem, scope: Scope): ReadonlyMap<PlanState, StateNames> {
  const entries = scope.claimAll(states.map(({ name }) => name));
  const locals = scope.claimAll(states.map(({ name }) => `Local${pascalCase(name)}`));
  const remotes = scope.claimAll(states.map(({ name }) => `Remote${pascalCase(name)}`));
  return new Map(
    states.map((state, index) => [
      state,
      { entry: entries[index] ?? "", local: locals[index] ?? "", remote: remotes[index] ?? "" },
    ]),
  );
}
