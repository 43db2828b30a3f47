import { declaredName } from "./declared-name.ts";
import type { PlanInterface, PlanType } from "./plan.ts";

/** A type as the language writes it in `plan`: `bytes<4096>`, `u32[..16]`, `Block.Extent` where another interface declares it. */
export function printType(type: PlanType, plan: PlanInterface, interfaces: readonly PlanInterface[]): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "string":
    case "bytes":
      return `${type.kind}<${type.bound}>`;
    case "region":
      return `${type.writable ? "writable " : ""}region<${type.bound}>`;
    case "endpoint":
      return `endpoint<${interfaces[type.interface]?.name ?? ""}>`;
    case "array":
      return `${printType(type.element, plan, interfaces)}[${type.bounded ? ".." : ""}${type.length}]`;
    default:
      return declaredName(plan, type, interfaces);
  }
}
