/** Interfaces nobody would write, and values for their fields. */
import fc from "fast-check";
import { computeStructLayout } from "../../src/analyses/message-layout/compute-layout.ts";
import type {
  AliasType,
  DeclaredType,
  EnumType,
  FlagsType,
  IntegerName,
  StructType,
  Type,
  UnionType,
} from "../../src/model/interface.ts";
import type { LayoutField, PlanEnum, PlanFlags, PlanInterface, PlanType, PlanUnion } from "../../src/plan/plan.ts";
import {
  aliasType,
  array,
  bytes,
  enumType,
  type FieldsDraft,
  flagsType,
  type InterfaceDraft,
  type OperationDraft,
  optional,
  planInterface,
  scalar,
  string,
  structType,
  unionType,
} from "./interface-plans.ts";

/** Names that generated code, the runtime or TypeScript itself would like to have. */
const names = (
  "at from to store base bytes draft options call class item index value field default server reply then constructor " +
  "__proto__ Promise Math length await checkU8 storeString member detail failure binding arguments x y z count flag"
).split(" ");
const typeNames = [
  "Store",
  "Extent",
  "Promise",
  "ReadReply",
  "Status",
  "Fuzz",
  "FuzzClient",
  "Draft",
  "Object",
  "Inner",
  "Lba",
  "Index",
  "Mode",
  "Shape",
];

const integers: readonly IntegerName[] = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];

function arbitraryEnum(name: string): fc.Arbitrary<EnumType> {
  const values = fc.uniqueArray(fc.nat(127), { minLength: 1, maxLength: 4 });
  const underlying = fc.constantFrom(...integers);
  return fc.record({ underlying, values, members: fieldNames(4), isOpen: fc.boolean() }).map((parts) => {
    const members = parts.members.slice(0, parts.values.length);
    return enumType(
      name,
      parts.underlying,
      Object.fromEntries(members.map((member, index) => [member, parts.values[index] ?? 0])),
      parts.isOpen && !parts.underlying.endsWith("64"),
    );
  });
}

function arbitraryFlags(name: string): fc.Arbitrary<FlagsType> {
  const underlying = fc.constantFrom("u8" as const, "u16" as const, "u32" as const);
  return fc.tuple(underlying, fieldNames(3), fc.boolean()).map(([integer, members, isOpen]) => {
    const top = 2 ** (Number(integer.slice(1)) - 1);
    const values = [1, 6, top];
    return flagsType(name, integer, Object.fromEntries(members.map((member, at) => [member, values[at] ?? 8])), isOpen);
  });
}

function arbitraryUnion(name: string, types: fc.Arbitrary<Type>): fc.Arbitrary<UnionType> {
  const type = fc.option(types);
  const tags = fc.uniqueArray(fc.oneof(fc.nat(5), fc.nat(0xffff)), { minLength: 3, maxLength: 3 });
  return fc.tuple(fieldNames(3), fc.tuple(type, type, type), tags).map(([names, inner, numbers]) => {
    const made = unionType(name, Object.fromEntries(names.map((arm, at) => [arm, inner[at] ?? null])), false);
    return { ...made, arms: made.arms.map((arm, at) => ({ ...arm, tag: numbers[at] ?? at })) };
  });
}

/** Strict, or open with room for its fields and perhaps more. */
function arbitraryStruct(name: string, fields: FieldsDraft): fc.Arbitrary<StructType> {
  const strict = structType(name, fields);
  const { openBytes } = computeStructLayout({ ...strict, room: 0 });
  return fc.option(fc.nat(40), { nil: null }).map((more) => {
    return more === null ? strict : { ...strict, room: (openBytes ?? 0) + more };
  });
}

function arbitraryId(name: string): fc.Arbitrary<AliasType> {
  return fc.constantFrom(...integers).map((integer) => aliasType(name, scalar(integer), true));
}

function fieldNames(length: number): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...names.filter((name) => name !== "__proto__")), {
    minLength: length,
    maxLength: length,
  });
}

function arbitraryType(named: readonly DeclaredType[]): fc.Arbitrary<Type> {
  const scalars = fc
    .constantFrom(...integers, "bool" as const, "char" as const, "f32" as const, "f64" as const)
    .map(scalar);
  return fc.letrec<{ type: Type; leaf: Type }>((tie) => ({
    leaf: fc.oneof(
      scalars,
      fc.nat(9).map((bound) => string(bound + 1)),
      fc.nat(9).map((bound) => bytes(bound + 1)),
      ...(named.length > 0 ? [fc.constantFrom(...named)] : []),
    ),
    type: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      tie("leaf"),
      fc
        .tuple(tie("type"), fc.integer({ min: 1, max: 3 }), fc.boolean())
        .map(([element, length, bounded]) => array(element, length, bounded)),
    ),
  })).type;
}

/** An optional `constructor` would get another name. */
function typeFor(field: string, type: FieldsDraft[string] = scalar("u8")): FieldsDraft[string] {
  return field === "constructor" && type.kind === "optional" ? type.type : type;
}

function arbitraryFields(types: fc.Arbitrary<Type>, least: number): fc.Arbitrary<FieldsDraft> {
  return fc
    .integer({ min: least, max: 4 })
    .chain((count) => {
      const type = fc.oneof({ weight: 3, arbitrary: types }, { weight: 1, arbitrary: types.map(optional) });
      return fc.tuple(fieldNames(count), fc.array(type, { minLength: count, maxLength: count }));
    })
    .map(([fields, kinds]) => Object.fromEntries(fields.map((field, index) => [field, typeFor(field, kinds[index])])));
}

interface Types {
  readonly aliases: AliasType[];
  readonly enums: EnumType[];
  readonly flags: FlagsType[];
  readonly structs: StructType[];
  readonly unions: UnionType[];
}

const arbitraryTypes: fc.Arbitrary<Types> = fc
  .uniqueArray(fc.constantFrom(...typeNames), { minLength: 8, maxLength: 8 })
  .chain(
    ([first = "A", second = "B", third = "C", fourth = "D", fifth = "E", sixth = "F", seventh = "G", eighth = "H"]) =>
      fc
        .tuple(arbitraryEnum(first), arbitraryEnum(second), arbitraryId(fifth), arbitraryFlags(seventh))
        .chain(([one, other, id, mode]) =>
          arbitraryFields(arbitraryType([one, other, id, mode]), 1)
            .chain((fields) => arbitraryStruct(third, fields))
            .chain((struct) => arbitraryType([one, id]).map((type) => [struct, aliasType(sixth, type, false)] as const))
            .chain(([inner, alias]) =>
              arbitraryUnion(eighth, arbitraryType([one, mode, inner, alias])).map(
                (union) => [inner, alias, union] as const,
              ),
            )
            .chain(([inner, alias, union]) =>
              arbitraryFields(arbitraryType([one, other, id, mode, inner, alias, union]), 1)
                .chain((fields) => arbitraryStruct(fourth, fields))
                .map(
                  (struct): Types => ({
                    aliases: [id, alias],
                    enums: [one, other],
                    flags: [mode],
                    structs: [inner, struct],
                    unions: [union],
                  }),
                ),
            ),
        ),
  );

function arbitraryOperation(
  name: string,
  { aliases, enums, flags, structs, unions }: Types,
  isUploading: boolean,
): fc.Arbitrary<OperationDraft> {
  const types = arbitraryType([...aliases, ...enums, ...flags, ...structs, ...unions]);
  const fields = arbitraryFields(types, 0);
  const fails = fc.option(fc.constantFrom(...enums, ...structs), { nil: null });
  return fc
    .record({
      verb: fc.constantFrom("call" as const, "message" as const, "event" as const, "stream" as const),
      parameters: fields,
      results: fields,
      uploads: isUploading ? fc.option(arbitraryFields(types, 1), { nil: null }) : fc.constant(null),
      fails,
    })
    .map(({ verb, parameters, results, uploads, fails }) => {
      if (verb === "message" || verb === "event") return { verb, name, parameters };
      const more = { ...(uploads === null ? {} : { uploads }), ...(fails === null ? {} : { fails }) };
      return { verb, name, parameters, results, ...more };
    });
}

function arbitraryPlan(isUploading: boolean): fc.Arbitrary<PlanInterface> {
  return fc
    .tuple(arbitraryTypes, fieldNames(5), fc.constantFrom("Fuzz", "fuzz", "Store", "Binding"))
    .chain(([types, names, name]) =>
      fc
        .tuple(...names.map((operation) => arbitraryOperation(operation, types, isUploading)))
        .map((operations): InterfaceDraft => ({ ...types, name, operations, constants: { sector: 512, checkU16: 1 } })),
    )
    .map(planInterface);
}

export const arbitraryInterface: fc.Arbitrary<PlanInterface> = arbitraryPlan(false);

/** With calls and streams among it whose clients stream items up. */
export const arbitraryUploadingInterface: fc.Arbitrary<PlanInterface> = arbitraryPlan(true);

/** Values of a type that fit it. Property names are as in the plan: nothing here is reserved. */
export function arbitraryValue(plan: PlanInterface, type: PlanType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case "scalar":
      return arbitraryScalar(type.name);
    case "string":
      return fc
        .string({ unit: "binary", maxLength: type.bound })
        .filter((text) => Buffer.byteLength(text) <= type.bound);
    case "region":
    case "endpoint":
      throw new Error("no plan of this test has resources");
    case "bytes":
      return fc.uint8Array({ maxLength: type.bound });
    case "array": {
      const least = type.bounded ? 0 : type.length;
      return fc.array(arbitraryValue(plan, type.element), { minLength: least, maxLength: type.length });
    }
    case "alias":
      return arbitraryValue(plan, type.type);
    case "enum":
      return arbitraryMember(plan.enums[type.enum]);
    case "union":
      return arbitraryArm(plan, plan.unions[type.union]);
    case "flags":
      return arbitraryBits(plan.flags[type.flags]);
    case "struct":
      return arbitraryObject(plan, plan.structs[type.struct]?.layout.fields ?? []);
  }
}

function arbitraryArm(plan: PlanInterface, type: PlanUnion | undefined): fc.Arbitrary<unknown> {
  const arms = (type?.arms ?? []).map(({ name, type }) =>
    type === null ? fc.constant({ kind: name }) : arbitraryValue(plan, type).map((value) => ({ kind: name, value })),
  );
  return fc.oneof(...arms);
}

function arbitraryMember(type: PlanEnum | undefined): fc.Arbitrary<unknown> {
  const known = fc.constantFrom(...(type?.members ?? []).map(({ value }) => value));
  return type?.open ? fc.oneof(known, arbitraryScalar(type.underlying)) : known;
}

function arbitraryBits(type: PlanFlags | undefined): fc.Arbitrary<unknown> {
  if (type?.open) return arbitraryScalar(type.underlying);
  const all = (type?.members ?? []).reduce((bits, { value }) => bits + value, 0);
  return fc.nat(0xffffffff).map((bits) => (bits & all) >>> 0);
}

export function arbitraryObject(
  plan: PlanInterface,
  fields: readonly LayoutField[],
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map(({ name, type }) => [name, arbitraryValue(plan, type)])), {
    noNullPrototype: true,
    requiredKeys: fields.filter(({ presence }) => presence === null).map(({ name }) => name),
  });
}

function arbitraryScalar(name: string): fc.Arbitrary<unknown> {
  if (name === "bool") return fc.boolean();
  if (name === "char") return fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
  if (name === "f32") return fc.float();
  if (name === "f64") return fc.double();
  const bits = Number(name.slice(1));
  const signed = name.startsWith("i");
  const least = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  const range = { min: least, max: least + 2n ** BigInt(bits) - 1n };
  return bits === 64 ? fc.bigInt(range) : fc.integer({ min: Number(range.min), max: Number(range.max) });
}
