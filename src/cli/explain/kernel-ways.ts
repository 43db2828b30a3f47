import type { KernelsAfter } from "../../analyses/failure/compute-failure.ts";
import { viewThreads } from "../../emit/boot/threads/threads-view.ts";
import { encodeRoutes } from "../../emit/tables/routes-binary.ts";
import type { Plan } from "../../plan/plan.ts";
import { withFurtherChannels } from "../../runtime/kernel/further-channels.ts";
import { RouteTable } from "../../runtime/kernel/routes/route-table.ts";
import { type Roads, Routing, roadsOf } from "../../runtime/kernel/routes/routing.ts";
import { firstView } from "../../runtime/membership/view.ts";

const roads = new WeakMap<Plan, Roads>();

/**
 * How the kernels of a plan send messages after losses, as they work it out themselves: by the tables, with what those say
 * of the loss of any one core or link, and by detours of their own where more is lost. Null for a plan without a machine.
 */
export function kernelsOf(plan: Plan): KernelsAfter | null {
  const known = roads.get(plan) ?? buildRoads(plan);
  if (known === null) return null;
  roads.set(plan, known);
  const whole = firstView(known.configuration.order);
  return (lost, cuts) => {
    const members = new Set([...whole.members].filter((core) => !lost.has(core)));
    const isWhole = lost.size === 0 && cuts.length === 0;
    const view = isWhole ? whole : { ...whole, epoch: 2, members, cuts };
    const routing = new Routing(known, view);
    return (from, to) => routing.wayOf(from, to);
  };
}

function buildRoads(plan: Plan): Roads | null {
  const configuration = viewThreads(plan);
  if (configuration === null || plan.routes === null || plan.fabric === null) return null;
  const table = new RouteTable(encodeRoutes(plan.routes, plan.fabric.hops));
  return roadsOf(withFurtherChannels(configuration), table);
}
