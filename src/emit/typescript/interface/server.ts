/** What a service implements, and the stub that calls it. */

import { pathOfField, pathOfMessage, printFunction, printLengthCheck, startOf } from "../codec/codec-functions.ts";
import { LoadCode } from "../codec/load-code.ts";
import { longestBytes } from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import { fitParameters, type Parameter, printCall } from "../print-code.ts";
import {
  type ClassDeclarationStructure,
  type FunctionDeclarationStructure,
  type InterfaceDeclarationStructure,
  type MethodSignatureStructure,
  StructureKind,
} from "../structures.ts";
import {
  type Method,
  type NamedOperation,
  namedOperations,
  parameterTags,
  printHeld,
  requestParameters,
} from "./class-parts.ts";
import { failureText } from "./client-class.ts";
import { needsObjects } from "./handed-over.ts";
import type { InterfaceContext } from "./interface-context.ts";

export function printServer(context: InterfaceContext): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    docs: documentation(`What a service of ${context.plan.name} implements.`, context.plan.at),
    isExported: true,
    name: context.names.server,
    methods: served(context).map((named) => printServerMethod(context, named)),
  };
}

/** The operations that a client asks of a server. */
export function served(context: InterfaceContext): NamedOperation[] {
  return namedOperations(context, "call", "message", "stream");
}

function printServerMethod(context: InterfaceContext, named: NamedOperation): MethodSignatureStructure {
  const { operation, names } = named;
  const { scope, values, parameters } = requestParameters(context, named);
  const upload = names.upload === null ? [] : [{ name: scope.claim("items"), type: `AsyncIterable<${names.upload}>` }];
  const call: Parameter = { name: scope.claim("call"), type: context.runtime.type("CallContext") };
  const returnType = returnTypeOf(named);
  return {
    name: names.method,
    docs: documentation(operation.documentation, null, ...failureText(context, named), ...parameterTags(named, values)),
    parameters: fitParameters(names.method, [...parameters.map(mustBeGiven), ...upload, call], returnType),
    returnType,
  };
}

/** What comes before a parameter that is always there. */
function mustBeGiven({ name, type, hasQuestionToken }: Parameter): Parameter {
  return { name, type: hasQuestionToken ? `${type} | undefined` : type };
}

function returnTypeOf({ operation, names }: NamedOperation): string {
  const answer = names.answer ?? "void";
  return operation.verb === "stream"
    ? `AsyncIterable<${answer}> | Iterable<${answer}>`
    : `${answer} | Promise<${answer}>`;
}

/** The class behind `serve`: it finds the operation and leaves the rest to a function of its own. */
export function printStub(context: InterfaceContext): ClassDeclarationStructure {
  const operations = served(context);
  return {
    kind: StructureKind.Class,
    name: context.names.stub,
    implements: [context.runtime.type("ServerStub")],
    ...(operations.length === 0 ? {} : printHeld("server", context.names.server)),
    methods: [printDispatch(context, operations), printFailMethod(context, operations)],
  };
}

function printDispatch(context: InterfaceContext, operations: readonly NamedOperation[]): Method {
  const error = context.runtime.value("DecodeError");
  const refusal = `throw new ${error}(${JSON.stringify(context.plan.name)}, \`no operation \${call.opcode}\`);`;
  const cases = operations.flatMap(({ operation, names }) => [
    `  case ${operation.opcode}:`,
    `    ${names.serve}(this.#server, call);`,
    "    break;",
  ]);
  const lines =
    cases.length === 0 ? [refusal] : ["switch (call.opcode) {", ...cases, "  default:", `    ${refusal}`, "}"];
  const parameters = [{ name: "call", type: context.runtime.type("ServerCall") }];
  return { name: "dispatch", parameters, returnType: "void", statements: lines };
}

function printFailMethod(context: InterfaceContext, operations: readonly NamedOperation[]): Method {
  const failing = operations.filter(({ operation }) => operation.fails !== null);
  if (failing.length === 0) return { name: "fail", returnType: "boolean", statements: ["return false;"] };
  const byFailure = new Map<string, string[]>();
  for (const { operation } of failing) {
    const fail = operation.fails === null ? "" : context.need(operation.fails, "fail");
    byFailure.set(fail, [...(byFailure.get(fail) ?? []), `  case ${operation.opcode}:`]);
  }
  const cases = [...byFailure].flatMap(([fail, labels]) => [...labels, `    return ${fail}(call, failure);`]);
  return {
    name: "fail",
    parameters: [
      { name: "call", type: context.runtime.type("ServerCall") },
      { name: "failure", type: `${context.runtime.value("DeclaredFailure")}<unknown>` },
    ],
    returnType: "boolean",
    statements: ["switch (call.opcode) {", ...cases, "  default:", "    return false;", "}"],
  };
}

/** Reads a request, calls the implementation and answers. */
export function printServe(context: InterfaceContext, named: NamedOperation): FunctionDeclarationStructure {
  const { operation, names } = named;
  const scope = context.loadScope();
  scope.claimAll(["server", "call", operation.verb === "message" ? "done" : "reply"]);
  const code = new LoadCode(context, scope, { store: "call.store", bytes: "call.bytes" });
  const values = code.message(
    operation.request,
    startOf("call.at"),
    pathOfField(context, operation),
    pathOfMessage(context, operation),
  );
  const items = names.upload === null ? [] : [`call.items(${names.decodeUpload})`];
  const called = printCall(`server.${names.method}`, [...values, ...items, "call"]);
  const lines = [
    `${printLengthCheck(context, operation, operation.request, "call.bytes")};`,
    ...code.lines,
    ...printAnswering(named, called),
  ];
  const isShared = needsObjects(context.plan, operation);
  const server = isShared ? pickServer(context.names.server, [named]) : context.names.server;
  const parameters = [
    ["server", server],
    ["call", context.runtime.type("ServerCall")],
  ] as const;
  const printed = printFunction(names.serve, parameters, "void", lines);
  return isShared ? { ...printed, docs: ["For servers that work in place."], isExported: true } : printed;
}

/** The part of a server that serves some of its operations. */
export function pickServer(server: string, operations: readonly NamedOperation[]): string {
  return `Pick<${server}, ${operations.map(({ names }) => JSON.stringify(names.method)).join(" | ")}>`;
}

function printAnswering({ operation, names }: NamedOperation, called: string): string[] {
  if (operation.verb === "stream") return [`call.pump(${called}, ${names.answerCall});`];
  if (operation.verb === "message")
    return [`const done = ${called};`, "if (done instanceof Promise) call.settleMessage(done);"];
  const answer = names.answer === null ? `${names.answerCall}(call)` : `${names.answerCall}(call, reply)`;
  return [
    `const reply = ${called};`,
    `if (reply instanceof Promise) call.settle(reply, ${names.answerCall});`,
    `else ${answer};`,
  ];
}

/** Sends a reply or an item. */
export function printAnswer(
  context: InterfaceContext,
  { operation, names }: NamedOperation,
): FunctionDeclarationStructure | null {
  if (operation.verb === "message") return null;
  const send = operation.verb === "stream" ? "item" : "reply";
  const call = ["call", context.runtime.type("ServerCall")] as const;
  if (names.answer === null)
    return printFunction(names.answerCall, [call], "void", [`call.${send}(call.draft(0), 0);`]);
  const encode = `${names.encodeAnswer}(draft.store, draft.at, ${send})`;
  return printFunction(names.answerCall, [call, [send, names.answer]], "void", [
    `const draft = call.draft(${longestBytes(operation.reply)});`,
    `call.${send}(draft, ${encode});`,
  ]);
}
