/** Operations as the description has them, on one line each. */

import { printTime } from "../../algorithms/print-quantity.ts";
import type { Layout, PlanInterface, PlanOperation } from "../../plan/plan.ts";
import { printType } from "../../plan/print-type.ts";

/** `idempotent call read @ 3 (at: Extent) -> (data: bytes<4096>) fails Status within 20 ms` */
export function printOperation(
  plan: PlanInterface,
  operation: PlanOperation,
  interfaces: readonly PlanInterface[],
): string {
  const { verb, name, opcode, idempotent, request, upload, reply, fails } = operation;
  const fields = (layout: Layout) => printFields(plan, layout, interfaces);
  return [
    ...(idempotent ? ["idempotent"] : []),
    `${verb} ${name} @ ${opcode} (${fields(request)})`,
    ...(upload === null ? [] : [`<- (${fields(upload)})`]),
    ...(reply === null ? [] : [`-> (${fields(reply)})`]),
    ...(fails === null ? [] : [`fails ${printType(fails, plan, interfaces)}`]),
    ...printTraits(operation),
  ].join(" ");
}

function printTraits({ deadline, priority, window }: PlanOperation): string[] {
  return [
    ...(deadline === null ? [] : [`within ${printTime(deadline)}`]),
    ...(priority === 0 ? [] : [`priority ${priority}`]),
    ...(window === null ? [] : [`window ${window}`]),
  ];
}

function printFields(plan: PlanInterface, { fields }: Layout, interfaces: readonly PlanInterface[]): string {
  return fields
    .map(({ name, presence, type }) => `${name}${presence === null ? "" : "?"}: ${printType(type, plan, interfaces)}`)
    .join(", ");
}
