import { buildDigraph } from "../../../algorithms/digraph.ts";
import { computeStrongComponents } from "../../../algorithms/strongly-connected.ts";
import type { PlanProgram } from "../../../plan/plan.ts";

/** The highest that Microkit takes. */
const highest = 254;
/** Of programs that nobody uses. */
const lowest = 1;

/**
 * A priority for each program, above those of all that use it, so that they may make protected calls to it; programs that use each
 * other in a circle have the same. Where there are more levels than priorities, the highest levels share one.
 */
export function rankPrograms(programs: readonly PlanProgram[], services: readonly PlanProgram[]): readonly number[] {
  const edges = programs.flatMap(({ uses }, user) => {
    return uses.flatMap((use) => {
      const used = services[use];
      return used === undefined ? [] : [[user, programs.indexOf(used)] as const];
    });
  });
  const tails = edges.map(([from]) => from);
  const heads = edges.map(([, to]) => to);
  const component = computeStrongComponents(buildDigraph(programs.length, tails, heads));
  const componentOf = (program: number): number => component[program] ?? 0;
  const levels = new Map<number, number>();
  // Edges between components lead to lower numbers: from the highest on, a user's level is known before what it uses.
  edges.sort(([one], [other]) => componentOf(other) - componentOf(one));
  for (const [user, used] of edges) {
    const [from, to] = [componentOf(user), componentOf(used)];
    if (from !== to) levels.set(to, Math.max(levels.get(to) ?? 0, (levels.get(from) ?? 0) + 1));
  }
  return programs.map((_, index) => Math.min(highest, lowest + (levels.get(componentOf(index)) ?? 0)));
}
