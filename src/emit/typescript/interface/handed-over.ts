/** What goes with a message without being copied, and which operations are served from objects because of it. */
import type { Layout, PlanInterface, PlanOperation, PlanType } from "../../../plan/plan.ts";

/** Whether regions or endpoints are in it. */
export function holdsResources(plan: PlanInterface, type: PlanType): boolean {
  switch (type.kind) {
    case "region":
    case "endpoint":
      return true;
    case "alias":
      return holdsResources(plan, type.type);
    case "array":
      return holdsResources(plan, type.element);
    case "struct":
      return layoutHoldsResources(plan, plan.structs[type.struct]?.layout ?? null);
    case "union":
      return (plan.unions[type.union]?.arms ?? []).some((arm) => arm.type !== null && holdsResources(plan, arm.type));
    default:
      return false;
  }
}

function layoutHoldsResources(plan: PlanInterface, layout: Layout | null): boolean {
  return (layout?.fields ?? []).some(({ type }) => holdsResources(plan, type));
}

/** Whether regions or endpoints go through it. */
export function handsOver(plan: PlanInterface, { request, upload, reply, fails }: PlanOperation): boolean {
  const inLayouts = [request, upload, reply].some((layout) => layoutHoldsResources(plan, layout));
  return inLayouts || (fails !== null && holdsResources(plan, fails));
}

/**
 * Whether it is served from objects in place too: what is handed over, and items that a client sends up, are of use for
 * longer than a view is good.
 */
export function needsObjects(plan: PlanInterface, operation: PlanOperation): boolean {
  return operation.upload !== null || handsOver(plan, operation);
}
