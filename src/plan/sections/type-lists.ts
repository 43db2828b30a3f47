import type {
  AliasType,
  DeclaredType,
  EnumType,
  Field,
  FlagsType,
  Interface,
  StructType,
  Type,
  UnionType,
} from "../../model/interface.ts";

/** The types that an interface's plan holds, each kind in a list: its own first, then those it needs of others. */
export interface TypeLists {
  readonly aliases: readonly AliasType[];
  readonly enums: readonly EnumType[];
  readonly flags: readonly FlagsType[];
  readonly structs: readonly StructType[];
  readonly unions: readonly UnionType[];
  /** The place among all interfaces of the one that declares a type; null for the interface's own. */
  readonly homeOf: (type: DeclaredType) => number | null;
}

export function listTypes(subject: Interface, interfaces: readonly Interface[]): TypeLists {
  const own = new Set(declaredBy(subject));
  const foreign = new Set([...typesNeededBy(subject)].filter((type) => !own.has(type)));
  const homes = foreign.size === 0 ? [] : interfaces.filter((one) => one !== subject).sort(byName);
  const list = <Declared extends DeclaredType>(listed: (one: Interface) => readonly Declared[]) => [
    ...listed(subject),
    ...homes.flatMap((home) => listed(home).filter((type) => foreign.has(type))),
  ];
  return {
    aliases: list(({ aliases }) => aliases),
    enums: list(({ enums }) => enums),
    flags: list(({ flags }) => flags),
    structs: list(({ structs }) => structs),
    unions: list(({ unions }) => unions),
    homeOf: (type) => (own.has(type) ? null : interfaces.findIndex((one) => declaredBy(one).includes(type))),
  };
}

/** Independent of the order in which the interfaces are described. */
function byName(left: Interface, right: Interface): number {
  return left.name < right.name ? -1 : 1;
}

function declaredBy({ aliases, enums, flags, structs, unions }: Interface): readonly DeclaredType[] {
  return [...aliases, ...enums, ...flags, ...structs, ...unions];
}

/** All declared types that its own types and operations are made of, however deep. */
function typesNeededBy(subject: Interface): ReadonlySet<DeclaredType> {
  const needed = new Set<DeclaredType>(declaredBy(subject));
  for (const { parameters, uploads, results, fails } of subject.operations) {
    for (const field of [...parameters, ...(uploads ?? []), ...results]) addNamed(field.type, needed);
    if (fails !== null) needed.add(fails);
  }
  // A set may grow while it is walked: what a type is made of comes behind it.
  for (const type of needed) for (const inner of insideOf(type)) addNamed(inner, needed);
  return needed;
}

function addNamed(type: Type, needed: Set<DeclaredType>): void {
  if (type.kind === "array") addNamed(type.element, needed);
  else if (isDeclared(type)) needed.add(type);
}

function isDeclared(type: Type): type is DeclaredType {
  return ["alias", "enum", "flags", "struct", "union"].includes(type.kind);
}

function insideOf(type: DeclaredType): readonly Type[] {
  if (type.kind === "alias") return [type.type];
  if (type.kind === "union") return type.arms.flatMap((arm) => arm.type ?? []);
  return type.kind === "struct" ? type.fields.map((field: Field) => field.type) : [];
}
