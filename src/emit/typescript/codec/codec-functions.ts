/** The functions of an interface file that turn values into bytes and back. */

import { invariant } from "../../../diagnostics/invariant.ts";
import type { Layout, LayoutField, PlanOperation } from "../../../plan/plan.ts";
import type { InterfaceContext } from "../interface/interface-context.ts";
import type { OperationNames } from "../interface/interface-names.ts";
import { functionScope, nameProperties, type Scope } from "../names.ts";
import { fitParameters } from "../print-code.ts";
import { type FunctionDeclarationStructure, StructureKind } from "../structures.ts";
import { LoadCode, printFields } from "./load-code.ts";
import { type FieldPath, knownPath, longestBytes, type Place, shortestBytes } from "./place.ts";
import { type FieldText, StoreCode } from "./store-code.ts";

/** A parameter's name, with `?` behind it when it may be left out, and type, with a default value behind it. */
export type Parameter = readonly [name: string, type: string];

export function printFunction(
  name: string,
  parameters: readonly Parameter[],
  returnType: string,
  statements: readonly string[],
): FunctionDeclarationStructure {
  return {
    kind: StructureKind.Function,
    name,
    parameters: fitParameters(
      name,
      parameters.map(([name, type]) =>
        name.endsWith("?") ? { name: name.slice(0, -1), hasQuestionToken: true, type } : { name, type },
      ),
      returnType,
    ),
    returnType,
    statements: [...statements],
  };
}

/** The layout that carries what comes back to the client, or reaches it as an event. */
export function answerLayout(operation: PlanOperation): Layout | null {
  return operation.verb === "event" ? operation.request : operation.reply;
}

/** `Block.read at`: how errors call the fields of a message. */
export function pathOfField(context: InterfaceContext, operation: PlanOperation) {
  return (field: LayoutField) => knownPath(`${context.plan.name}.${operation.name} ${field.name}`);
}

export function pathOfMessage(context: InterfaceContext, operation: PlanOperation): FieldPath {
  return knownPath(`${context.plan.name}.${operation.name}`);
}

/** The type of a value that must be given, though it may be undefined. */
export function argumentText(context: InterfaceContext, { type, presence }: LayoutField): string {
  return presence === null ? context.typeText(type) : `${context.typeText(type)} | undefined`;
}

/** Names for the parameters of an operation: the description's, unless TypeScript forbids them. */
export function nameParameters(operation: PlanOperation, scope: Scope): readonly string[] {
  return scope.claimAll(operation.request.fields.map(({ name }) => name));
}

/** Writes a request, or an event; null when there is nothing to write. */
export function printEncodeRequest(
  context: InterfaceContext,
  operation: PlanOperation,
  names: Pick<OperationNames, "encodeRequest">,
): FunctionDeclarationStructure | null {
  const { request } = operation;
  if (request.fields.length === 0) return null;
  const scope = functionScope();
  const values = nameParameters(operation, scope);
  const typed = request.fields.map((field, index) => [values[index] ?? "", argumentText(context, field)] as const);
  const textOf: FieldText = (_field, index) => values[index] ?? "";
  return printEncode(context, operation, { name: names.encodeRequest, layout: request, scope, typed, textOf });
}

/** Writes a reply or an item; null when there is nothing to write. */
export function printEncodeAnswer(
  context: InterfaceContext,
  operation: PlanOperation,
  names: OperationNames,
): FunctionDeclarationStructure | null {
  if (operation.reply === null || names.answer === null) return null;
  const scope = functionScope();
  const value = scope.claim(operation.verb === "stream" ? "item" : "reply");
  const members = nameProperties(operation.reply.fields);
  const textOf: FieldText = (_field, index) => `${value}.${members[index]}`;
  const typed = [[value, names.answer] as const];
  return printEncode(context, operation, { name: names.encodeAnswer, layout: operation.reply, scope, typed, textOf });
}

/** Writes an item that a client sends up; null when it sends none. */
export function printEncodeUpload(
  context: InterfaceContext,
  operation: PlanOperation,
  names: OperationNames,
): FunctionDeclarationStructure | null {
  const { upload } = operation;
  if (upload === null || names.upload === null) return null;
  const scope = functionScope();
  const value = scope.claim("item");
  const members = nameProperties(upload.fields);
  const textOf: FieldText = (_field, index) => `${value}.${members[index]}`;
  const typed = [[value, names.upload] as const];
  return printEncode(context, operation, { name: names.encodeUpload, layout: upload, scope, typed, textOf });
}

interface EncodeParts {
  readonly name: string;
  readonly layout: Layout;
  readonly scope: Scope;
  /** The parameters behind memory and offset. */
  readonly typed: readonly Parameter[];
  readonly textOf: FieldText;
}

function printEncode(
  context: InterfaceContext,
  operation: PlanOperation,
  parts: EncodeParts,
): FunctionDeclarationStructure {
  const { name, layout, scope, typed, textOf } = parts;
  const [store, base] = [scope.claim("store"), scope.claim("base")];
  const code = new StoreCode(context, scope, store);
  code.message(layout, startOf(base), textOf, pathOfField(context, operation));
  const parameters = [[store, context.runtime.type("Store")] as const, [base, "number"] as const, ...typed];
  return printFunction(name, unused(parameters, code.lines), "number", code.lines);
}

/** Reads a reply, an item or an event. */
export function printDecodeAnswer(
  context: InterfaceContext,
  operation: PlanOperation,
  names: OperationNames,
): FunctionDeclarationStructure | null {
  if (operation.verb === "message") return null;
  const { decodeAnswer: name, answer: type } = names;
  return printDecode(context, operation, { name, type, layout: answerLayout(operation) });
}

/** Reads an item that a client has sent up; null when it sends none. */
export function printDecodeUpload(
  context: InterfaceContext,
  operation: PlanOperation,
  names: OperationNames,
): FunctionDeclarationStructure | null {
  const { decodeUpload: name, upload: type } = names;
  return type === null ? null : printDecode(context, operation, { name, type, layout: operation.upload });
}

interface DecodeParts {
  readonly name: string;
  /** Null when there is nothing in it. */
  readonly type: string | null;
  readonly layout: Layout | null;
}

function printDecode(
  context: InterfaceContext,
  operation: PlanOperation,
  { name, type, layout }: DecodeParts,
): FunctionDeclarationStructure {
  const scope = context.loadScope();
  const [store, base, bytes] = scope.claimAll(["store", "base", "bytes"]);
  invariant(store !== undefined && base !== undefined && bytes !== undefined, "three names for three parameters");
  const code = new LoadCode(context, scope, { store, bytes });
  const lines = [`${printLengthCheck(context, operation, layout, bytes)};`];
  if (layout !== null && type !== null) {
    const path = pathOfMessage(context, operation);
    const values = code.message(layout, startOf(base), pathOfField(context, operation), path);
    const members = nameProperties(layout.fields);
    lines.push(...code.lines, `return ${printFields(layout.fields, members, values)};`);
  }
  const parameters = [
    [store, context.runtime.type("Store")] as const,
    [base, "number"] as const,
    [bytes, "number"] as const,
  ];
  return printFunction(name, unused(parameters, lines), type ?? "void", lines);
}

/** The check that a message is as long as one of its kind can be. */
export function printLengthCheck(
  context: InterfaceContext,
  operation: PlanOperation,
  layout: Layout | null,
  bytes: string,
): string {
  const expect = context.runtime.value("expectBytes");
  const path = JSON.stringify(`${context.plan.name}.${operation.name}`);
  return `${expect}(${bytes}, ${shortestBytes(layout)}, ${longestBytes(layout)}, ${path})`;
}

export function startOf(base: string): Place {
  return { base, offset: 0, dataOffset: 0 };
}

/** Parameters that the statements do not mention get an underscore in front, as TypeScript wants it. */
export function unused(parameters: readonly Parameter[], statements: readonly string[]): Parameter[] {
  return parameters.map(([name, type]) => [
    statements.some((statement) => mentions(statement, name)) ? name : `_${name}`,
    type,
  ]);
}

/** Whether code has that word, other than in a string. */
function mentions(code: string, word: string): boolean {
  for (let at = code.indexOf(word); at !== -1; at = code.indexOf(word, at + 1)) {
    const isWhole = !isLetter(code[at - 1]) && !isLetter(code[at + word.length]);
    if (isWhole && !isQuoted(code, at)) return true;
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\w$]/.test(character);
}

/** Strings of generated code end on their line. */
function isQuoted(code: string, at: number): boolean {
  let quoted = false;
  for (let index = code.lastIndexOf("\n", at) + 1; index < at; index++) {
    if (quoted && code[index] === "\\") index++;
    else if (code[index] === '"') quoted = !quoted;
  }
  return quoted;
}
