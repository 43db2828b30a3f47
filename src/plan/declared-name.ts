import type { PlanInterface, PlanType } from "./plan.ts";

type DeclaredType = Extract<PlanType, { kind: "alias" | "enum" | "flags" | "struct" | "union" }>;

/** What the interface calls a type: `Extent`, or `Block.Extent` when another of the `interfaces` declares it. */
export function declaredName(plan: PlanInterface, type: DeclaredType, interfaces: readonly PlanInterface[]): string {
  const { name, from } = declarationOf(plan, type) ?? { name: "", from: null };
  const home = from === null ? undefined : interfaces[from];
  return home === undefined ? name : `${home.name}.${name}`;
}

interface Declaration {
  readonly name: string;
  readonly from: number | null;
}

function declarationOf(plan: PlanInterface, type: DeclaredType): Declaration | undefined {
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
