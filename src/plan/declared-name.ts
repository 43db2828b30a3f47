import type { PlanInterface, PlanType } from "./plan.ts";

type DeclaredType = Extract<PlanType, { kind: "alias" | "enum" | "flags" | "struct" | "union" }>;

/** The name by which the interface declares a type. */
export function declaredName(plan: PlanInterface, type: DeclaredType): string {
  return declarationOf(plan, type)?.name ?? "";
}

function declarationOf(plan: PlanInterface, type: DeclaredType): { readonly name: string } | undefined {
  switch (type.kind) {
    case "alias":
      return plan.aliases[type.alias];
    case "enum":
      return plan.enums[type.enum];
    case "flags":
      return plan.flags[type.flags];
    case "struct":
      return plan.structs[type.struct];
    case "union":
      return plan.unions[type.union];
  }
}
