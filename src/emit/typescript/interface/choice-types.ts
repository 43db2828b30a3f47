/** Enums and flags: an object of the members, and the type of its values. */

import type { PlanMember } from "../../../plan/plan.ts";
import { documentation } from "../documentation.ts";
import { indent, printComment, printConstant } from "../print-code.ts";
import { StructureKind, type TypeAliasDeclarationStructure } from "../structures.ts";
import type { InterfaceContext } from "./interface-context.ts";

type Statement = TypeAliasDeclarationStructure | string;

/** The union of the members' values; of an open enum, with a type of all other values. */
export function printEnum(context: InterfaceContext, index: number): Statement[] {
  const { members, documentation: said, at, open } = context.enumAt(index);
  const { type, members: names, unknown } = context.namesOf({ kind: "enum", enum: index });
  const values = printMembers(members, (member, position) => `${names[position]}: ${member.value},`);
  const union = `(typeof ${type})[keyof typeof ${type}]`;
  return [
    printConstant(documentation(said, at), type, null, `${values} as const`),
    printType(type, open ? `${union} | ${unknown}` : union),
    ...(open ? [printUnknown(context, index)] : []),
  ];
}

function printUnknown(context: InterfaceContext, index: number): Statement {
  const { type, unknown, name } = context.namesOf({ kind: "enum", enum: index });
  const said = `A value of {@link ${type}} that this version has no member for.`;
  const branded = `${context.runtime.type("Branded")}<number, ${JSON.stringify(`${context.plan.name}.Unknown${name}`)}>`;
  return { ...printType(unknown, branded), docs: documentation(said, null), leadingTrivia: "\n" };
}

/** Numbers that only the members, and what is made of them, can stand for. */
export function printFlags(context: InterfaceContext, index: number): Statement[] {
  const { name, members, documentation: said, at } = context.flagsAt(index);
  const { type, members: names, as } = context.namesOfFlags(index);
  const branded = `${context.runtime.type("Branded")}<number, ${JSON.stringify(`${context.plan.name}.${name}`)}>`;
  const memberTypes = printMembers(members, (_, position) => `readonly ${names[position]}: ${type};`);
  const values = names.map((member, position) => `${indent(`${member}: ${as}(${members[position]?.value}),`)}\n`);
  return [
    printConstant(documentation(said, at), type, memberTypes, `{\n${values.join("")}}`),
    printType(type, branded),
    printFlagsFunctions(context, index),
  ];
}

function printFlagsFunctions(context: InterfaceContext, index: number): string {
  const { type, union, has, as } = context.namesOfFlags(index);
  const keyword = context.shared.types.has(context.flagsAt(index)) ? "export function" : "function";
  const unsigned = context.flagsAt(index).underlying === "u32" ? " >>> 0" : "";
  const both = unsigned === "" ? "(value & flags)" : "((value & flags) >>> 0)";
  return [
    "",
    printComment(`All of these flags together; none without any.`),
    `export function ${union}(...flags: readonly ${type}[]): ${type} {`,
    `  return ${as}(flags.reduce((all: number, flag) => all | flag, 0)${unsigned});`,
    "}",
    "",
    printComment("Whether all of these flags are set."),
    `export function ${has}(value: ${type}, flags: ${type}): boolean {`,
    `  return ${both} === flags;`,
    "}",
    "",
    ...(keyword === "function" ? [] : [printComment("These bits as flags, unchecked.")]),
    `${keyword} ${as}(bits: number): ${type};`,
    `${keyword} ${as}(bits: number): number {`,
    "  return bits;",
    "}",
  ].join("\n");
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
