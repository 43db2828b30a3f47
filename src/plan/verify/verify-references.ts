/** What the schema of a plan cannot say: that indices lead somewhere, and that no type contains itself. */
import { findCycles } from "../../algorithms/cycles.ts";
import type { Layout, Plan, PlanInterface, PlanProgram, PlanStateTypes, PlanType } from "../plan.ts";

/** Faults of the interfaces and the system of a plan that keeps to the schema; each says where. */
export function verifyReferences(plan: Plan): readonly string[] {
  const dangling = plan.interfaces.flatMap((declaring, index) => danglingIn(declaring, `/interfaces/${index}`, plan));
  return [...dangling, ...(dangling.length > 0 ? [] : recursions(plan)), ...danglingPrograms(plan)];
}

function danglingIn(declaring: PlanInterface, pointer: string, plan: Plan): readonly string[] {
  return danglingTypes(declaring, typesOf(declaring), pointer, plan);
}

/** Types that declarations share. */
type Declared = PlanStateTypes;

/** What types of these declarations, and `used` beside them, name and nobody declares. */
export function danglingTypes(
  declaring: Declared,
  used: readonly PlanType[],
  pointer: string,
  { interfaces }: Plan,
): readonly string[] {
  const homes = [
    ...declaring.aliases,
    ...declaring.enums,
    ...declaring.flags,
    ...declaring.structs,
    ...declaring.unions,
  ]
    .filter(({ from }) => from !== null && interfaces[from] === undefined)
    .map(({ name, from }) => `${pointer}: the type ${name} comes from interface ${from}, which is not there`);
  const types = used
    .flatMap(withParts)
    .filter((type) => (type.kind === "endpoint" ? interfaces[type.interface] : nodeOf(type, declaring)) === undefined)
    .map((type) => `${pointer}: a type is ${JSON.stringify(type)}, which is not there`);
  return [...homes, ...types];
}

/** What declarations are made of. */
export function partsOfTypes({ aliases, structs, unions }: Declared): readonly PlanType[] {
  return [
    ...aliases.map(({ type }) => type),
    ...structs.flatMap(({ layout }) => fieldTypes(layout)),
    ...unions.flatMap(({ arms }) => arms.flatMap(({ type }) => type ?? [])),
  ];
}

function typesOf(declaring: PlanInterface): readonly PlanType[] {
  return [
    ...partsOfTypes(declaring),
    ...declaring.operations.flatMap(({ request, upload, reply, fails }) => [
      ...[request, upload, reply].flatMap((layout) => (layout === null ? [] : fieldTypes(layout))),
      ...(fails === null ? [] : [fails]),
    ]),
  ];
}

export function fieldTypes({ fields }: Layout): readonly PlanType[] {
  return fields.map(({ type }) => type);
}

function withParts(type: PlanType): readonly PlanType[] {
  if (type.kind === "array") return [type, ...withParts(type.element)];
  return type.kind === "alias" ? [type, ...withParts(type.type)] : [type];
}

/** What a type refers to; itself when it refers to nothing. */
function nodeOf(type: PlanType, { aliases, enums, flags, structs, unions }: Declared): object | undefined {
  switch (type.kind) {
    case "alias":
      return aliases[type.alias];
    case "enum":
      return enums[type.enum];
    case "flags":
      return flags[type.flags];
    case "struct":
      return structs[type.struct];
    case "union":
      return unions[type.union];
    default:
      return type;
  }
}

function recursions({ interfaces }: Plan): readonly string[] {
  return interfaces.flatMap((declaring, index) => {
    const { aliases, structs, unions } = declaring;
    const inner = new Map<object, readonly PlanType[]>([
      ...aliases.map((alias) => [alias, [alias.type]] as const),
      ...structs.map((struct) => [struct, fieldTypes(struct.layout)] as const),
      ...unions.map((union) => [union, union.arms.flatMap(({ type }) => type ?? [])] as const),
    ]);
    const successors = (node: object) =>
      (inner.get(node) ?? []).flatMap(withParts).flatMap((type) => nodeOf(type, declaring) ?? []);
    return findCycles([...inner.keys()], successors).map(() => `/interfaces/${index}: a type contains itself`);
  });
}

function danglingPrograms({ system, interfaces }: Plan): readonly string[] {
  const isThere = ({ interface: served, uses }: PlanProgram) =>
    (served === null || interfaces[served] !== undefined) &&
    uses.every((service) => system?.services[service] !== undefined);
  return [...(system?.services ?? []), ...(system?.clients ?? [])]
    .filter((program) => !isThere(program))
    .map(({ name }) => `/system: the program ${name} serves or uses what is not there`);
}
