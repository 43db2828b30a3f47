import type { Plan } from "../plan/plan.ts";
import { type Change, compareThings } from "./change.ts";
import { compareRoutes, type RouteChanges } from "./compare-routes.ts";
import { thingsOfMachine } from "./machine-things.ts";
import { thingsOfSystem } from "./system-things.ts";

export interface Difference {
  /** Whether both are the same machine with the same system on it. */
  readonly isNone: boolean;
  readonly changes: readonly Change[];
  /** Null where one of them has no routes. */
  readonly routes: RouteChanges | null;
}

/** What a new plan has, lacks and does otherwise. Where things stand in a text, and in which order, is no difference. */
export function comparePlans(old: Plan, now: Plan): Difference {
  const [before, after] = [
    [...thingsOfMachine(old.machine), ...thingsOfSystem(old)],
    [...thingsOfMachine(now.machine), ...thingsOfSystem(now)],
  ];
  const changes = before.flatMap((things, place) => {
    const other = after[place];
    return other === undefined ? [] : compareThings(things, other);
  });
  const routes = compareRoutes(old, now);
  const rerouted = routes === null ? 0 : routes.rerouted + routes.quicker + routes.slower;
  return { isNone: changes.length + rerouted === 0, changes, routes };
}
