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

/** An interface with the layout of every message. */
export function buildInterface(declared: Interface): PlanInterface {
  const enums = declared.enums.map(buildEnum);
  const flags = declared.flags.map(buildFlags);
  const structs = declared.structs.map((struct) => buildStruct(struct, declared));
  const unions = declared.unions.map((union) => buildUnion(union, declared));
  const operations = declared.operations.map((operation) => buildOperation(operation, declared));
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
    }),
    constants: declared.constants.map(({ name, value, documentation, span }) => ({
      name,
      value,
      documentation,
      at: placeOf(span),
    })),
    aliases: declared.aliases.map((alias) => buildAlias(alias, declared)),
    enums,
    flags,
    structs,
    unions,
    operations,
  };
}

function buildAlias(alias: AliasType, within: Interface): PlanAlias {
  const { name, documentation, isId, span } = alias;
  return { name, documentation, id: isId, type: buildType(computeType(alias.type), within), at: placeOf(span) };
}

function buildEnum({ name, underlying, isOpen, documentation, members, span }: EnumType): PlanEnum {
  return { name, underlying, open: isOpen, documentation, members: members.map(buildMember), at: placeOf(span) };
}

function buildFlags({ name, underlying, isOpen, documentation, members, span }: FlagsType): PlanFlags {
  return { name, underlying, open: isOpen, documentation, members: members.map(buildMember), at: placeOf(span) };
}

function buildMember({ name, value, documentation }: Member): PlanMember {
  return { name, value, documentation };
}

function buildUnion(union: UnionType, within: Interface): PlanUnion {
  const { name, documentation, isOpen, span } = union;
  const { tag, size, align, arms } = computeUnionLayout(union);
  return {
    ...{ name, documentation, tag, open: isOpen, size, align },
    arms: arms.map(({ type, offset }, index) => ({
      name: union.arms[index]?.name ?? "",
      documentation: union.arms[index]?.documentation ?? null,
      type: type === null ? null : buildType(type, within),
      offset,
    })),
    at: placeOf(span),
  };
}

function buildStruct(struct: StructType, within: Interface): PlanStruct {
  return {
    name: struct.name,
    documentation: struct.documentation,
    layout: buildLayout(computeStructLayout(struct), within),
    at: placeOf(struct.span),
  };
}

function buildOperation(operation: Operation, within: Interface): PlanOperation {
  const answers = operation.verb === "call" || operation.verb === "stream";
  return {
    name: operation.name,
    opcode: operation.identity,
    verb: operation.verb,
    documentation: operation.documentation,
    request: buildLayout(computeLayout(operation.parameters), within),
    reply: answers ? buildLayout(computeLayout(operation.results), within) : null,
    fails: operation.fails === null ? null : buildFailure(operation.fails, within),
    at: placeOf(operation.span),
  };
}

function buildFailure(failure: EnumType | StructType, within: Interface): NonNullable<PlanOperation["fails"]> {
  return failure.kind === "enum"
    ? { kind: "enum", enum: placeIn(within.enums, failure) }
    : { kind: "struct", struct: placeIn(within.structs, failure) };
}

function buildLayout({ size, align, presenceBytes, fields, tail }: ComputedLayout, within: Interface): Layout {
  return {
    size,
    align,
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

function buildType(type: LaidType, within: Interface): PlanType {
  switch (type.kind) {
    case "scalar":
      return { kind: "scalar", name: type.name };
    case "string":
    case "bytes":
      return { kind: type.kind, bound: type.bound };
    case "alias":
      return { kind: "alias", alias: placeIn(within.aliases, type.alias), type: buildType(type.type, within) };
    case "enum":
      return { kind: "enum", enum: placeIn(within.enums, type.enum) };
    case "flags":
      return { kind: "flags", flags: placeIn(within.flags, type.flags) };
    case "union":
      return { kind: "union", union: placeIn(within.unions, type.union) };
    case "struct":
      return { kind: "struct", struct: placeIn(within.structs, type.struct) };
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
