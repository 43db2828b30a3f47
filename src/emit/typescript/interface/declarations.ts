/** What the description declares, as TypeScript: constants, enums, structs, messages and failures. */

import type { LayoutField, PlanOperation } from "../../../plan/plan.ts";
import { withoutAlias } from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import { nameProperties } from "../names.ts";
import {
  type ClassDeclarationStructure,
  type ConstantDeclarationStructure,
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
  type StatementStructures,
  StructureKind,
} from "../structures.ts";
import { printEnum, printFlags } from "./choice-types.ts";
import type { InterfaceContext, TypeReference } from "./interface-context.ts";
import { answerFields } from "./interface-names.ts";
import { printAlias } from "./named-types.ts";
import { printUnion } from "./union-type.ts";

/** Constants, names for types, enums, flags, structs, failures and messages, in this order. */
export function printDeclarations(context: InterfaceContext): (StatementStructures | string)[] {
  const { plan } = context;
  return [
    ...plan.constants.map((_, index) => printNumber(context, index)),
    ...own(plan.aliases).flatMap((index) => printAlias(context, index)),
    ...own(plan.enums).flatMap((index) => printEnum(context, index)),
    ...own(plan.flags).flatMap((index) => printFlags(context, index)),
    ...own(plan.structs).map((index) => printStruct(context, index)),
    ...own(plan.unions).map((index) => printUnion(context, index)),
    ...declaredFailures(context).map((type) => printFailure(context, type)),
    ...plan.operations.flatMap((operation, index) => printMessage(context, operation, index)),
  ];
}

/** The types that operations fail with, each once, enums first. */
export function failureTypes({ plan }: InterfaceContext): TypeReference[] {
  const fails = plan.operations.map((operation) => operation.fails);
  const enums = plan.enums.map((_, index): TypeReference => ({ kind: "enum", enum: index }));
  const structs = plan.structs.map((_, index): TypeReference => ({ kind: "struct", struct: index }));
  return [...enums, ...structs].filter((type) => fails.some((other) => other !== null && isSame(type, other)));
}

/** Those it declares itself and that operations fail with, its own or those of others. */
function declaredFailures(context: InterfaceContext): TypeReference[] {
  const { plan, shared } = context;
  const failing = failureTypes(context);
  const enums = own(plan.enums).map((index): TypeReference => ({ kind: "enum", enum: index }));
  const structs = own(plan.structs).map((index): TypeReference => ({ kind: "struct", struct: index }));
  return [...enums, ...structs].filter(
    (type) => failing.some((other) => isSame(type, other)) || shared.failures.has(context.declarationOf(type)),
  );
}

/** The places of the types that the interface declares itself: the others are imported. */
function own(types: readonly { readonly from: number | null }[]): readonly number[] {
  return types.flatMap(({ from }, index) => (from === null ? [index] : []));
}

function isSame(left: TypeReference, right: TypeReference): boolean {
  if (left.kind === "enum") return right.kind === "enum" && left.enum === right.enum;
  return left.kind === "struct" && right.kind === "struct" && left.struct === right.struct;
}

function printNumber({ plan, names }: InterfaceContext, index: number): ConstantDeclarationStructure {
  const constant = plan.constants[index];
  const docs = documentation(constant?.documentation ?? null, constant?.at ?? null);
  const isWide = constant?.type === "u64" || constant?.type === "i64";
  const initializer = `${constant?.value}${isWide ? "n" : ""}`;
  const name = names.constants[index] ?? "";
  return { kind: StructureKind.Constant, docs, name, type: null, inferred: null, initializer };
}

function printStruct(context: InterfaceContext, index: number): InterfaceDeclarationStructure {
  const { layout, documentation: said, at } = context.structAt(index);
  const { type, members } = context.namesOf({ kind: "struct", struct: index });
  return {
    kind: StructureKind.Interface,
    docs: documentation(said, at),
    isExported: true,
    name: type,
    extends: [structOf(context, context.structAt(index).name)],
    properties: layout.fields.map((field, position) => printProperty(context, field, members[position] ?? "")),
  };
}

/** What tells it from other structs for the compiler. */
function structOf({ plan, runtime }: InterfaceContext, name: string): string {
  return `${runtime.type("Struct")}<${JSON.stringify(`${plan.name}.${name}`)}>`;
}

function printProperty(context: InterfaceContext, field: LayoutField, name: string): PropertySignatureStructure {
  const docs = documentation(field.documentation, null);
  const hasQuestionToken = field.presence !== null;
  return { docs, isReadonly: true, name, hasQuestionToken, type: context.typeText(field.type) };
}

const messageTexts = { call: "Answer to", stream: "An item of", event: "Payload of", message: "" } as const;

function printMessage(
  context: InterfaceContext,
  operation: PlanOperation,
  index: number,
): InterfaceDeclarationStructure[] {
  const names = context.names.operations[index];
  if (names === undefined) return [];
  const method = `{@link ${context.names.client}.${names.method}}`;
  const printed: InterfaceDeclarationStructure[] = [];
  if (names.upload !== null) {
    const fields = operation.upload?.fields ?? [];
    printed.push(printFields(context, names.upload, `An item for ${method}.`, fields));
  }
  if (names.answer !== null) {
    const text = `${messageTexts[operation.verb]} ${method}.`;
    printed.push(printFields(context, names.answer, text, answerFields(operation)));
  }
  return printed;
}

function printFields(
  context: InterfaceContext,
  name: string,
  text: string,
  fields: readonly LayoutField[],
): InterfaceDeclarationStructure {
  const members = nameProperties(fields);
  return {
    kind: StructureKind.Interface,
    docs: documentation(text, null),
    isExported: true,
    name,
    extends: [structOf(context, name)],
    properties: fields.map((field, position) => printProperty(context, field, members[position] ?? "")),
  };
}

function printFailure(context: InterfaceContext, type: TypeReference): ClassDeclarationStructure {
  const names = context.namesOf(type);
  const text = type.kind === "struct" ? failureText(context, type) : `${context.need(type, "nameOf")}(detail)`;
  const said = `Rejects a call of ${context.plan.name} that fails with {@link ${names.type}}.`;
  return {
    kind: StructureKind.Class,
    docs: documentation(said, null),
    isExported: true,
    name: names.failure,
    extends: `${context.runtime.value("DeclaredFailure")}<${names.type}>`,
    ctors: [
      {
        parameters: [{ name: "detail", type: names.type }],
        statements: [`super(${JSON.stringify(names.failure)}, detail, ${text});`],
      },
    ],
  };
}

/** What a struct says of a failure: its numbers and texts. */
function failureText(context: InterfaceContext, type: TypeReference & { kind: "struct" }): string {
  const { name, members } = context.namesOf(type);
  const parts = context.structAt(type.struct).layout.fields.flatMap((field, index) => {
    if (field.presence !== null) return [];
    const value = `detail.${members[index]}`;
    const type = withoutAlias(field.type);
    if (type.kind === "enum") return [`${field.name} \${${context.need(type, "nameOf")}(${value})}`];
    return type.kind === "scalar" || type.kind === "string" ? [`${field.name} \${${value}}`] : [];
  });
  return parts.length === 0 ? JSON.stringify(name) : `\`${name}: ${parts.join(", ")}\``;
}
