import type { PlanType } from "../plan/plan.ts";
import { findDeclared, type Scope } from "./declared.ts";

/** A type as the language writes it. */
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
    default:
      return findDeclared(type, scope)?.name ?? type.kind;
  }
}
