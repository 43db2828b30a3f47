/** Enums and flags: an object of the members, and the type of its values. */

import type { PlanMember } from "../../../plan/plan.ts";
import { documentation } from "../documentation.ts";
import { indent, printComment } from "../print-code.ts";
import {
  type ConstantDeclarationStructure,
  type FunctionDeclarationStructure,
  type StatementStructures,
  StructureKind,
  type TypeAliasDeclarationStructure,
} from "../structures.ts";
import type { InterfaceContext } from "./interface-context.ts";

/** The union of the members' values; of an open enum, with a type of all other values. */
export function printEnum(context: InterfaceContext, index: number): StatementStructures[] {
  const { members, documentation: said, at, open } = context.enumAt(index);
  const { type, members: names, unknown } = context.namesOf({ kind: "enum", enum: index });
  const values = printMembers(members, (member, position) => `${names[position]}: ${member.value},`);
  const inferred = printMembers(members, (member, position) => `readonly ${names[position]}: ${member.value};`);
  const union = `(typeof ${type})[keyof typeof ${type}]`;
  const docs = documentation(said, at);
  return [
    { kind: StructureKind.Constant, docs, name: type, type: null, inferred, initializer: `${values} as const` },
    printType(type, open ? `${union} | ${unknown}` : union),
    ...(open ? [printUnknown(context, index)] : []),
  ];
}

function printUnknown(context: InterfaceContext, index: number): TypeAliasDeclarationStructure {
  const { type, unknown, name } = context.namesOf({ kind: "enum", enum: index });
  const said = `A value of {@link ${type}} that this version has no member for.`;
  const branded = `${context.runtime.type("Branded")}<number, ${JSON.stringify(`${context.plan.name}.Unknown${name}`)}>`;
  return { ...printType(unknown, branded), docs: documentation(said, null), leadingTrivia: "\n" };
}

/** Numbers that only the members, and what is made of them, can stand for. */
export function printFlags(context: InterfaceContext, index: number): StatementStructures[] {
  const { name, members, documentation: said, at } = context.flagsAt(index);
  const { type, members: names, as } = context.namesOfFlags(index);
  const branded = `${context.runtime.type("Branded")}<number, ${JSON.stringify(`${context.plan.name}.${name}`)}>`;
  const memberTypes = printMembers(members, (_, position) => `readonly ${names[position]}: ${type};`);
  const values = names.map((member, position) => `${indent(`${member}: ${as}(${members[position]?.value}),`)}\n`);
  return [
    printFlagsMembers(documentation(said, at), type, memberTypes, `{\n${values.join("")}}`),
    printType(type, branded),
    ...printFlagsFunctions(context, index),
  ];
}

function printFlagsMembers(
  docs: readonly string[],
  name: string,
  type: string,
  initializer: string,
): ConstantDeclarationStructure {
  return { kind: StructureKind.Constant, docs, name, type, inferred: null, initializer };
}

function printFlagsFunctions(context: InterfaceContext, index: number): FunctionDeclarationStructure[] {
  const { type, union, has, as } = context.namesOfFlags(index);
  const isShared = context.shared.types.has(context.flagsAt(index));
  const unsigned = context.flagsAt(index).underlying === "u32" ? " >>> 0" : "";
  const both = unsigned === "" ? "(value & flags)" : "((value & flags) >>> 0)";
  const kind = StructureKind.Function;
  const bits = [{ name: "bits", type: "number" }];
  return [
    {
      ...{ kind, docs: ["All of these flags together; none without any."], isExported: true, name: union },
      ...{ parameters: [{ name: "...flags", type: `readonly ${type}[]` }], returnType: type },
      statements: [`return ${as}(flags.reduce((all: number, flag) => all | flag, 0)${unsigned});`],
    },
    {
      ...{ kind, docs: ["Whether all of these flags are set."], isExported: true, name: has },
      parameters: ["value", "flags"].map((name) => ({ name, type })),
      ...{ returnType: "boolean", statements: [`return ${both} === flags;`] },
    },
    {
      ...{ kind, isExported: isShared, name: as, parameters: bits, returnType: "number", statements: ["return bits;"] },
      overloads: [{ docs: isShared ? ["These bits as flags, unchecked."] : [], parameters: bits, returnType: type }],
    },
  ];
}

function printType(name: string, type: string): TypeAliasDeclarationStructure {
  return { kind: StructureKind.TypeAlias, isExported: true, name, type };
}

/** A block with a line for each member, behind its documentation. */
function printMembers(members: readonly PlanMember[], print: (member: PlanMember, position: number) => string): string {
  const lines = members.flatMap((member, position) => [
    ...documentation(member.documentation, null).map(printComment),
    print(member, position),
  ]);
  return `{\n${lines.map((line) => `${indent(line)}\n`).join("")}}`;
}
