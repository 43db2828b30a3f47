import {
  computeLayout,
  computeStructLayout,
  computeType,
  computeUnionLayout,
} from "../../analyses/message-layout/compute-layout.ts";
import type { Layout as ComputedLayout, LaidType } from "../../analyses/message-layout/layout.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type {
  AliasType,
  EnumType,
  FlagsType,
  Interface,
  Member,
  Operation,
  StructType,
  UnionType,
} from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import { computeFingerprint } from "../fingerprint.ts";
import type {
  Layout,
  PlanAlias,
  PlanEnum,
  PlanFlags,
  PlanInterface,
  PlanMember,
  PlanOperation,
  PlanStruct,
  PlanType,
  PlanUnion,
} from "../plan.ts";
import { computeSignature } from "../signature.ts";
import { listTypes, type TypeLists } from "./type-lists.ts";

/** Where names of types are looked up: their interface, and all of the plan. */
interface Within {
  readonly types: TypeLists;
  readonly interfaces: readonly Interface[];
}

/** An interface with the layout of every message. */
export function buildInterface(declared: Interface, interfaces: readonly Interface[]): PlanInterface {
  const types = listTypes(declared, interfaces);
  const within = { types, interfaces };
  const enums = types.enums.map((type) => buildEnum(type, within));
  const flags = types.flags.map((type) => buildFlags(type, within));
  const structs = types.structs.map((struct) => buildStruct(struct, within));
  const unions = types.unions.map((union) => buildUnion(union, within));
  const operations = declared.operations.map((operation) => buildOperation(operation, within));
  return {
    name: declared.name,
    version: declared.version,
    documentation: declared.documentation,
    at: placeOf(declared.span),
    fingerprint: computeFingerprint({
      name: declared.name,
      version: declared.version,
      enums,
      flags,
      structs,
      unions,
      operations,
      interfaces: interfaces.map(({ name }) => name),
    }),
    constants: declared.constants.map(({ name, type, value, documentation, span }) => ({
      name,
      type,
      value,
      documentation,
      at: placeOf(span),
    })),
    aliases: types.aliases.map((alias) => buildAlias(alias, within)),
    enums,
    flags,
    structs,
    unions,
    operations,
    reserved: declared.reserved,
  };
}

function buildAlias(alias: AliasType, within: Within): PlanAlias {
  const { name, documentation, isId, span } = alias;
  return {
    name,
    from: within.types.homeOf(alias),
    documentation,
    id: isId,
    type: buildType(computeType(alias.type), within),
    at: placeOf(span),
  };
}

function buildEnum(type: EnumType, within: Within): PlanEnum {
  return { ...buildChoice(type, within), underlying: type.underlying };
}

function buildFlags(type: FlagsType, within: Within): PlanFlags {
  return { ...buildChoice(type, within), underlying: type.underlying };
}

function buildChoice(type: EnumType | FlagsType, { types }: Within) {
  const { name, isOpen, documentation, members, reserved, span } = type;
  const home = { from: types.homeOf(type), at: placeOf(span) };
  return { name, ...home, open: isOpen, documentation, members: members.map(buildMember), reserved };
}

function buildMember({ name, value, documentation, span }: Member): PlanMember {
  return { name, value, documentation, at: placeOf(span) };
}

function buildUnion(union: UnionType, within: Within): PlanUnion {
  const { name, documentation, isOpen, span } = union;
  const { tag, size, align, arms } = computeUnionLayout(union);
  return {
    ...{
      name,
      from: within.types.homeOf(union),
      documentation,
      tag,
      open: isOpen,
      size,
      align,
      reserved: union.reserved,
    },
    arms: arms.map(({ type, offset }, index) => ({
      name: union.arms[index]?.name ?? "",
      tag: union.arms[index]?.tag ?? index,
      documentation: union.arms[index]?.documentation ?? null,
      type: type === null ? null : buildType(type, within),
      offset,
      at: placeOf(union.arms[index]?.span ?? span),
    })),
    at: placeOf(span),
  };
}

function buildStruct(struct: StructType, within: Within): PlanStruct {
  return {
    name: struct.name,
    from: within.types.homeOf(struct),
    documentation: struct.documentation,
    open: struct.room !== null,
    reserved: struct.reserved,
    layout: buildLayout(computeStructLayout(struct), within),
    at: placeOf(struct.span),
  };
}

function buildOperation(operation: Operation, within: Within): PlanOperation {
  const { isIdempotent, deadline, priority, window, uploads } = operation;
  const answers = operation.verb === "call" || operation.verb === "stream";
  return {
    name: operation.name,
    opcode: operation.identity,
    verb: operation.verb,
    documentation: operation.documentation,
    signature: computeSignature(operation),
    request: buildLayout(computeLayout(operation.parameters), within),
    upload: uploads === null ? null : buildLayout(computeLayout(uploads), within),
    reply: answers ? buildLayout(computeLayout(operation.results), within) : null,
    fails: operation.fails === null ? null : buildFailure(operation.fails, within),
    ...{ idempotent: isIdempotent, deadline, priority, window },
    at: placeOf(operation.span),
  };
}

function buildFailure(failure: EnumType | StructType, within: Within): NonNullable<PlanOperation["fails"]> {
  return failure.kind === "enum"
    ? { kind: "enum", enum: placeIn(within.types.enums, failure) }
    : { kind: "struct", struct: placeIn(within.types.structs, failure) };
}

function buildLayout({ size, align, openBytes, presenceBytes, fields, tail }: ComputedLayout, within: Within): Layout {
  return {
    size,
    align,
    openBytes,
    presenceBytes,
    fields: fields.map(({ field, type, presence, offset, dataOffset, size: bytes }) => ({
      name: field.name,
      documentation: field.documentation,
      type: buildType(type, within),
      presence,
      offset,
      dataOffset,
      size: bytes,
      at: placeOf(field.span),
    })),
    tail,
  };
}

function buildType(type: LaidType, within: Within): PlanType {
  switch (type.kind) {
    case "scalar":
      return { kind: "scalar", name: type.name };
    case "string":
    case "bytes":
      return { kind: type.kind, bound: type.bound };
    case "region":
      return { kind: "region", bound: type.bound, writable: type.isWritable };
    case "endpoint":
      return { kind: "endpoint", interface: placeIn(within.interfaces, type.interface()) };
    case "alias":
      return { kind: "alias", alias: placeIn(within.types.aliases, type.alias), type: buildType(type.type, within) };
    case "enum":
      return { kind: "enum", enum: placeIn(within.types.enums, type.enum) };
    case "flags":
      return { kind: "flags", flags: placeIn(within.types.flags, type.flags) };
    case "union":
      return { kind: "union", union: placeIn(within.types.unions, type.union) };
    case "struct":
      return { kind: "struct", struct: placeIn(within.types.structs, type.struct) };
    case "array": {
      const { length, bounded, stride, dataOffset } = type;
      return { kind: "array", element: buildType(type.element, within), length, bounded, stride, dataOffset };
    }
  }
}

function placeIn<Item extends { readonly name: string }>(items: readonly Item[], item: Item): number {
  const index = items.indexOf(item);
  invariant(index !== -1, `Type ${item.name} does not belong to the interface that uses it.`);
  return index;
}
