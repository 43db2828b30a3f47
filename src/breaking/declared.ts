/** The types that an interface declares, whatever their kind. */
import { invariant } from "../diagnostics/invariant.ts";
import type {
  Plan,
  PlanAlias,
  PlanEnum,
  PlanFlags,
  PlanInterface,
  PlanStruct,
  PlanType,
  PlanUnion,
} from "../plan/plan.ts";

export type Declared =
  | { readonly kind: "alias"; readonly name: string; readonly type: PlanAlias }
  | { readonly kind: "enum"; readonly name: string; readonly type: PlanEnum }
  | { readonly kind: "flags"; readonly name: string; readonly type: PlanFlags }
  | { readonly kind: "struct"; readonly name: string; readonly type: PlanStruct }
  | { readonly kind: "union"; readonly name: string; readonly type: PlanUnion };

/** Where references to types are looked up. */
export interface Scope {
  readonly plan: Plan;
  readonly interface: PlanInterface;
}

/** Its own types; those that it has of other interfaces belong there. */
export function ownTypes({ aliases, enums, flags, structs, unions }: PlanInterface): readonly Declared[] {
  const all: readonly Declared[] = [
    ...aliases.map((type): Declared => ({ kind: "alias", name: type.name, type })),
    ...enums.map((type): Declared => ({ kind: "enum", name: type.name, type })),
    ...flags.map((type): Declared => ({ kind: "flags", name: type.name, type })),
    ...structs.map((type): Declared => ({ kind: "struct", name: type.name, type })),
    ...unions.map((type): Declared => ({ kind: "union", name: type.name, type })),
  ];
  return all.filter(({ type }) => type.from === null);
}

/** What a type's name stands for; null for types without one. */
export function findDeclared(type: PlanType, scope: Scope): Declared | null {
  const { aliases, enums, flags, structs, unions } = scope.interface;
  switch (type.kind) {
    case "alias":
      return { kind: "alias", ...named(aliases[type.alias]) };
    case "enum":
      return { kind: "enum", ...named(enums[type.enum]) };
    case "flags":
      return { kind: "flags", ...named(flags[type.flags]) };
    case "struct":
      return { kind: "struct", ...named(structs[type.struct]) };
    case "union":
      return { kind: "union", ...named(unions[type.union]) };
    default:
      return null;
  }
}

function named<Type extends { readonly name: string }>(type: Type | undefined) {
  invariant(type !== undefined, "a type of a plan is in its interface's list");
  return { name: type.name, type };
}

/** `Block.Extent`: the interface that declares it, and its name there. */
export function fullName({ name, type }: Declared, { plan, interface: within }: Scope): string {
  const home = type.from === null ? within : plan.interfaces[type.from];
  return `${home?.name ?? within.name}.${name}`;
}

/** The word it is declared with. */
export function wordFor({ kind }: Declared): string {
  return kind === "alias" ? "type" : kind;
}
