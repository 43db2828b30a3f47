/** Structs: strict, open, and what generic ones become with their arguments. */
import { interfaceTypeDiagnostics } from "../../diagnostics/catalogue/interface-types.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { StructType, Type } from "../../model/interface.ts";
import type { AppliedType, StructItem, TypeArgument, TypeItem, TypeParameter } from "../../syntax/ast.ts";
import { evaluate } from "../evaluate.ts";
import { judgeCount, judgeSize } from "../expect.ts";
import type { Value } from "../value.ts";
import { distinct, type InterfaceScope, named } from "./interface-scope.ts";
import { resolveReserved } from "./resolve-reserved.ts";
import { isExpression, resolveFields, resolveType } from "./resolve-types.ts";

/** Fields that may be absent, each with a bit of 32. */
const mostOptional = 32;

export function resolveStruct(item: StructItem, scope: InterfaceScope): StructType {
  const owner = `the struct \`${item.name.text}\``;
  const fields = resolveFields(item.fields, "field", owner, scope);
  const used = item.fields.map(({ name }) => ({ name, number: null }));
  const place = { owner, numbers: null, range: { least: 0, most: 0 }, used };
  const reserved = resolveReserved(item.reserved, place, scope.context);
  return { ...named(item), kind: "struct", room: resolveRoom(item, scope), fields, reserved };
}

/** Of an open struct; null for a strict one, and after a report. */
function resolveRoom({ name, openness, room, fields }: StructItem, { context }: InterfaceScope): number | null {
  if (openness !== "open") {
    if (room !== null) context.report(diagnose(interfaceTypeDiagnostics.roomUnwanted, room.span, { name: name.text }));
    return null;
  }
  if (room === null) {
    context.report(diagnose(interfaceTypeDiagnostics.roomMissing, name.span, { name: name.text }));
    return null;
  }
  const count = fields.filter(({ isOptional }) => isOptional).length;
  if (count > mostOptional) {
    const facts = { name: name.text, count, most: mostOptional };
    context.report(diagnose(interfaceTypeDiagnostics.tooManyOptional, name.span, facts));
  }
  const value = evaluate(room, context);
  if (value === null) return null;
  const judge = value.dimension === "size" ? judgeSize : judgeCount;
  return judge(value, `the room of \`${name.text}\``, room.span, context, { least: 8, most: 0x10000 });
}

// ───────────────────────────── generic structs ─────────────────────────────

export interface Generic {
  readonly item: StructItem;
  readonly home: InterfaceScope;
}

/** The generic struct that an expression names; null when it names none. */
export function genericOf({ interface: owner, name }: AppliedType, scope: InterfaceScope): Generic | null {
  const home = owner === null ? scope : scope.peek(owner);
  const item = home?.items.get(name.text);
  return home !== null && item?.kind === "struct" && item.parameters.length > 0 ? { item, home } : null;
}

/** Reports what is wrong with a generic struct whatever its arguments are. */
export function judgeGeneric({ item, home }: Generic): void {
  const parameters = distinct(
    item.parameters.map((parameter) => ({ ...parameter, documentation: null })),
    () => "parameter",
    `the struct \`${item.name.text}\``,
    home.context.report,
  );
  const unknown = parameters.map((parameter): Given => ({ parameter, value: null, type: null }));
  resolveStruct(item, withParameters(home, unknown, home.context.report));
}

/** What a parameter stands for; both are null when it is not known. */
interface Given {
  readonly parameter: TypeParameter;
  readonly value: Value | null;
  readonly type: Type | null;
}

/** `type Extents = Page<Extent, 16>`: the struct `Extents`; null after a report. */
export function instantiate(
  use: TypeItem,
  node: AppliedType,
  generic: Generic,
  scope: InterfaceScope,
): StructType | null {
  const given = readArguments(node, generic, scope);
  if (given === null) return null;
  const { item, home } = generic;
  const report = (diagnostic: Diagnostic, cause?: string) => {
    const place = { span: node.span, message: `\`${item.name.text}\` is used here, as \`${use.name.text}\`` };
    scope.context.report({ ...diagnostic, related: [...diagnostic.related, place] }, cause);
  };
  const made = resolveStruct(item, withParameters(home, given, report));
  const documentation = use.documentation ?? item.documentation;
  return { ...made, name: use.name.text, span: use.name.span, documentation };
}

function withParameters(
  home: InterfaceScope,
  given: readonly Given[],
  report: InterfaceScope["context"]["report"],
): InterfaceScope {
  const { environment } = home.context;
  const constants = given.filter(({ parameter }) => parameter.isConstant);
  const values = new Map(environment.values);
  for (const { parameter, value } of constants) values.set(parameter.name.text, value);
  const types = given.filter(({ parameter }) => !parameter.isConstant);
  return {
    ...home,
    parameters: new Map(types.map(({ parameter, type }) => [parameter.name.text, type])),
    context: { environment: { ...environment, values }, report },
  };
}

function readArguments(node: AppliedType, { item }: Generic, scope: InterfaceScope): readonly Given[] | null {
  const { parameters } = item;
  const related = [{ span: item.name.span, message: `\`${item.name.text}\` is declared here` }];
  if (node.arguments.length !== parameters.length) {
    const wanted = parameters.map(({ name, isConstant }) => `${isConstant ? "const " : ""}${name.text}`);
    const facts = { name: item.name.text, wanted, given: node.arguments.length };
    scope.context.report(diagnose(interfaceTypeDiagnostics.argumentsWrong, node.span, facts, { related }));
    return null;
  }
  const given = parameters.map((parameter, index) => {
    const argument = node.arguments[index];
    return argument === undefined ? null : readArgument(argument, parameter, item, scope);
  });
  const read = given.filter((one) => one !== null);
  return read.length === parameters.length ? read : null;
}

function readArgument(
  argument: TypeArgument,
  parameter: TypeParameter,
  item: StructItem,
  scope: InterfaceScope,
): Given | null {
  const isType = !isExpression(argument) || (argument.kind === "reference" && namesType(argument, scope));
  if (
    isExpression(argument) && argument.kind !== "reference" ? !parameter.isConstant : isType && parameter.isConstant
  ) {
    const facts = { name: item.name.text, parameter: parameter.name.text, isConstant: parameter.isConstant };
    const related = [{ span: parameter.name.span, message: `\`${parameter.name.text}\` is declared here` }];
    scope.context.report(diagnose(interfaceTypeDiagnostics.argumentKind, argument.span, facts, { related }));
    return null;
  }
  if (isExpression(argument) && parameter.isConstant) {
    const value = evaluate(argument, scope.context);
    return value === null ? null : { parameter, value, type: null };
  }
  const node = isExpression(argument) ? asType(argument) : argument;
  const type = node === null ? null : resolveType(node, parameter.name.text, scope);
  return type === null ? null : { parameter, value: null, type };
}

/** A name alone was read as an expression. */
function asType(argument: Extract<TypeArgument, { kind: string }>) {
  if (argument.kind !== "reference") return null;
  return { kind: "named", span: argument.span, interface: argument.interface, name: argument.name } as const;
}

function namesType(argument: Extract<TypeArgument, { kind: "reference" }>, scope: InterfaceScope): boolean {
  const home = argument.interface === null ? scope : scope.peek(argument.interface);
  const item = home?.items.get(argument.name.text);
  return item !== undefined && item.kind !== "const" && item.kind !== "operation";
}
