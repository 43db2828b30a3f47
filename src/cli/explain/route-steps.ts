/** The hops between two cores, as the routing tables send messages, or round a loss. */
import { bisect } from "../../algorithms/bisect.ts";
import { findDetour, type Lost } from "../../analyses/routing/find-detour.ts";
import type { Machine } from "../../model/machine.ts";
import type { Hop, Plan } from "../../plan/plan.ts";
import { readRoutes, readRoutesWithout } from "../../plan/read-routes.ts";
import type { RouteReader } from "../../plan/route-reader.ts";
import type { Compiled } from "../compile-files.ts";

interface Step {
  readonly hop: Hop;
  readonly virtualChannel: number | null;
}

/** Null when nothing leads there. */
export function findSteps(
  { plan, description }: Pick<Compiled, "plan" | "description">,
  from: number,
  to: number,
  lost: Lost | null,
): readonly Step[] | null {
  const { machine, routes } = plan;
  if (machine === null || routes === null) return null;
  const reader = lost === null ? readRoutes(routes) : readRoutesWithout(routes, lost, plan.fabric ?? { hops: [] });
  const described = description.machines.find(({ name }) => name === machine.name);
  return (
    stepsBy(plan, reader, from, to) ??
    (lost === null || reader !== null || described === undefined ? null : stepsRound(plan, described, from, to, lost))
  );
}

/** Null when the tables lead nowhere, or there are none. */
function stepsBy(
  plan: Plan,
  reader: Omit<RouteReader, "latency"> | null,
  from: number,
  to: number,
): readonly Step[] | null {
  const steps: Step[] = [];
  for (let at = from; at !== to; ) {
    const hop = reader === null ? null : hopFrom(plan, at, reader.nextHop(at, to));
    if (reader === null || hop === null) return null;
    steps.push({ hop, virtualChannel: reader.virtualChannel(at, to) });
    at = hop.to;
  }
  return steps;
}

/** Of large machines no tables are kept for every loss: the quickest way is found when it is asked for. */
function stepsRound(plan: Plan, machine: Machine, from: number, to: number, lost: Lost): readonly Step[] | null {
  const way = findDetour(machine, from, to, lost);
  return (
    way?.flatMap((each) => {
      const hop = hopFrom(plan, each.from.index, each.to.index);
      return hop === null ? [] : [{ hop, virtualChannel: null }];
    }) ?? null
  );
}

function hopFrom(plan: Plan, from: number, to: number): Hop | null {
  const hops = plan.fabric?.hops ?? [];
  return hops[bisect(hops, (hop) => hop.from - from || hop.to - to)] ?? null;
}
