import type { PlanType } from "../plan/plan.ts";
import { findDeclared, fullName, type Scope } from "./declared.ts";

/** A type as the language writes it, `Block.Extent` where it is of another interface. */
export function printType(type: PlanType, scope: Scope): string {
  switch (type.kind) {
    case "scalar":
      return type.name;
    case "string":
    case "bytes":
      return `${type.kind}<${type.bound}>`;
    case "region":
      return `${type.writable ? "writable " : ""}region<${type.bound}>`;
    case "endpoint":
      return `endpoint<${scope.plan.interfaces[type.interface]?.name ?? "?"}>`;
    case "array":
      return `${printType(type.element, scope)}[${type.bounded ? ".." : ""}${type.length}]`;
    default: {
      const declared = findDeclared(type, scope);
      if (declared === null) return type.kind;
      return declared.type.from === null ? declared.name : fullName(declared, scope);
    }
  }
}
