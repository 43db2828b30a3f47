/** The functions of enums, structs and unions: printed only when something calls them, or when they are for all to use. */

import type { IntegerName } from "../../../plan/plan.ts";
import type { InterfaceContext, TypeFunction, TypeReference } from "../interface/interface-context.ts";
import type { FunctionDeclarationStructure } from "../structures.ts";
import { printFunction, startOf, unused } from "./codec-functions.ts";
import { LoadCode } from "./load-code.ts";
import { type FieldPath, knownPath, printPath } from "./place.ts";
import { codecScope, needStandaloneFunctions, printStandalone } from "./standalone.ts";
import { checkOf, StoreCode } from "./store-code.ts";

type EnumReference = TypeReference & { kind: "enum" };

/** Those of an interface's own file. */
export function printTypeFunctions(context: InterfaceContext): FunctionDeclarationStructure[] {
  needStandaloneFunctions(context);
  needSharedFunctions(context);
  return printNeeded(context);
}

/** What other interfaces call for the types that they take from this one. */
const sharedRoles = {
  enum: ["check", "expect", "nameOf"],
  struct: [],
  union: ["store", "storeUnchecked", "load"],
} as const;

function needSharedFunctions(context: InterfaceContext): void {
  const { plan, shared } = context;
  const references: readonly TypeReference[] = [
    ...plan.enums.map((_, index) => ({ kind: "enum", enum: index }) as const),
    ...plan.unions.map((_, index) => ({ kind: "union", union: index }) as const),
  ];
  for (const type of references) {
    if (!shared.types.has(context.declarationOf(type))) continue;
    for (const role of sharedRoles[type.kind]) context.need(type, role);
  }
}

/** All that are needed, those included that these need in turn. */
export function printNeeded(context: InterfaceContext): FunctionDeclarationStructure[] {
  const printed: FunctionDeclarationStructure[] = [];
  // A map may grow while it is walked: what a function needs comes behind it.
  for (const { type, role } of context.needed.values()) {
    const isShared =
      context.shared.types.has(context.declarationOf(type)) && role !== "decodeFailure" && role !== "fail";
    const one = printTypeFunction(context, type, role);
    printed.push(isShared ? { ...one, isExported: true } : one);
  }
  return printed;
}

function printTypeFunction(
  context: InterfaceContext,
  type: TypeReference,
  role: TypeFunction,
): FunctionDeclarationStructure {
  if (role === "decodeFailure") return printDecodeFailure(context, type);
  if (role === "fail") return printFail(context, type);
  if (type.kind !== "enum") return printStandalone(context, type, role);
  if (role === "check") return printCheck(context, type);
  return role === "expect" ? printExpect(context, type) : printNameOf(context, type);
}

/** Refuses what is no member of an enum before it is sent; gives it as it is stored. */
function printCheck(context: InterfaceContext, type: EnumReference): FunctionDeclarationStructure {
  const { check: name, type: typeName } = context.namesOf(type);
  if (context.enumAt(type.enum).open) return printOpenCheck(context, type);
  const wide = isWide(context.enumAt(type.enum).underlying);
  const refuse = context.runtime.value("refuseMember");
  const lines = [
    "switch (value) {",
    ...caseLabels(context, type),
    `    return ${wide ? "BigInt(value)" : "value"};`,
    "  default:",
    `    return ${refuse}(value, ${JSON.stringify(context.namesOf(type).name)}, field, member);`,
    "}",
  ];
  return printFunction(name, memberParameters(typeName), wide ? "bigint" : "number", lines);
}

/** Refuses a stored number that is no member of an enum. */
function printExpect(context: InterfaceContext, type: EnumReference): FunctionDeclarationStructure {
  const { expect: name, type: typeName } = context.namesOf(type);
  if (context.enumAt(type.enum).open) return printTake(name, typeName);
  const wide = isWide(context.enumAt(type.enum).underlying);
  const refuse = context.runtime.value("refuseStoredMember");
  const refusal = `    return ${refuse}(value, ${JSON.stringify(context.namesOf(type).name)}, field, member);`;
  const accept = wide ? wideCases(context, type) : [...caseLabels(context, type), "    return value;"];
  const lines = ["switch (value) {", ...accept, "  default:", refusal, "}"];
  return printFunction(name, memberParameters(wide ? "bigint" : "number"), typeName, lines);
}

/** An open enum takes every number of its type. */
function printOpenCheck(context: InterfaceContext, type: EnumReference): FunctionDeclarationStructure {
  const { check: name, type: typeName } = context.namesOf(type);
  const check = context.runtime.value(checkOf(context.enumAt(type.enum).underlying));
  return printFunction(name, memberParameters(typeName), "number", [`return ${check}(value, field, member);`]);
}

/** A stored number as a value of an open enum. */
function printTake(name: string, typeName: string): FunctionDeclarationStructure {
  const parameters = [{ name: "value", type: "number" }];
  const plain = printFunction(name, [["value", "number"]], "number", ["return value;"]);
  return { ...plain, overloads: [{ parameters, returnType: typeName }] };
}

function memberParameters(valueType: string) {
  return [
    ["value", valueType],
    ["field", "string"],
    ["member?", "string"],
  ] as const;
}

function caseLabels(context: InterfaceContext, type: EnumReference): string[] {
  return distinct(context, type).map(({ value, names }) => `  case ${value}: // ${names}`);
}

function wideCases(context: InterfaceContext, type: EnumReference): string[] {
  return distinct(context, type).flatMap(({ value, names }) => [
    `  case ${value}n: // ${names}`,
    `    return ${value};`,
  ]);
}

/** The values of an enum with the names of their members. */
function distinct(context: InterfaceContext, type: EnumReference): { value: number; names: string }[] {
  const byValue = new Map<number, string>();
  for (const { name, value } of context.enumAt(type.enum).members) {
    const known = byValue.get(value);
    byValue.set(value, known === undefined ? name : `${known}, ${name}`);
  }
  return [...byValue].map(([value, names]) => ({ value, names }));
}

function isWide(underlying: IntegerName): boolean {
  return underlying === "u64" || underlying === "i64";
}

function printNameOf(context: InterfaceContext, type: EnumReference): FunctionDeclarationStructure {
  const { nameOf: name, type: typeName } = context.namesOf(type);
  const cases = distinct(context, type).flatMap(({ value, names }) => [
    `  case ${value}:`,
    `    return ${JSON.stringify(names)};`,
  ]);
  const others = context.enumAt(type.enum).open ? ["  default:", '    return "unknown " + value;'] : [];
  return printFunction(name, [["value", typeName]], "string", ["switch (value) {", ...cases, ...others, "}"]);
}

/** Reads a declared failure, as the error that the call rejects with. */
function printDecodeFailure(context: InterfaceContext, type: TypeReference): FunctionDeclarationStructure {
  const names = context.namesOf(type);
  const path = failurePath(context, type);
  const code = new LoadCode(context, codecScope(context), { store: "store", bytes: "bytes" });
  const detail = code.value(type, startOf("base"), path, "detail");
  const size = failureBytes(context, type);
  const check = `${context.runtime.value("expectBytes")}(bytes, ${size}, ${size}, ${printPath(path)});`;
  const lines = [check, ...code.lines, `return new ${names.failure}(${detail});`];
  const parameters = [
    ["store", context.runtime.type("Store")],
    ["base", "number"],
    ["bytes", "number"],
  ] as const;
  return printFunction(names.decodeFailure, unused(parameters, lines), names.failure, lines);
}

/** Answers a call with a declared failure when it is the one this type stands for. */
function printFail(context: InterfaceContext, type: TypeReference): FunctionDeclarationStructure {
  const names = context.namesOf(type);
  const code = new StoreCode(context, codecScope(context), "draft.store");
  code.value(type, startOf("draft.at"), "failure.detail", failurePath(context, type));
  const size = failureBytes(context, type);
  const lines = [
    `if (!(failure instanceof ${names.failure})) return false;`,
    `const draft = call.draft(${size});`,
    ...code.lines,
    `call.fail(draft, ${size});`,
    "return true;",
  ];
  const failure = `${context.runtime.value("DeclaredFailure")}<unknown>`;
  const parameters = [
    ["call", context.runtime.type("ServerCall")],
    ["failure", failure],
  ] as const;
  return printFunction(names.fail, parameters, "boolean", lines);
}

function failurePath(context: InterfaceContext, type: TypeReference): FieldPath {
  return knownPath(`${context.plan.name} ${context.namesOf(type).name}`);
}

/** Failures are rare: nothing of them is cut short. */
export function failureBytes(context: InterfaceContext, type: TypeReference): number {
  if (type.kind === "union") return context.unionAt(type.union).size;
  if (type.kind === "struct") return context.structAt(type.struct).layout.size;
  return Number(context.enumAt(type.enum).underlying.slice(1)) / 8;
}
