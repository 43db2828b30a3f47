/** What a service implements to work in place, and the function that makes a server of it. */
import { longestBytes } from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import type { NamedOperation } from "../interface/class-parts.ts";
import { failureText } from "../interface/client-class.ts";
import { pickServer } from "../interface/server.ts";
import { fitParameters, indent, type Parameter, printCall } from "../print-code.ts";
import {
  type FunctionDeclarationStructure,
  type InterfaceDeclarationStructure,
  type MethodSignatureStructure,
  StructureKind,
} from "../structures.ts";
import type { InPlaceContext } from "./in-place-context.ts";
import type { PlacedOperation } from "./operations.ts";

export function isServed({ operation }: PlacedOperation): boolean {
  return operation.verb !== "event";
}

export function printInPlaceServer(
  context: InPlaceContext,
  operations: readonly PlacedOperation[],
  fromObjects: readonly NamedOperation[],
): (InterfaceDeclarationStructure | FunctionDeclarationStructure)[] {
  const served = operations.filter(isServed);
  if (served.length === 0) return [];
  const said = [
    `What a service of ${context.plan.name} implements to work in place. A handler answers before it returns, or later through`,
    "what `call.later()` gives; it fails by throwing. What it was given is not valid any more once it has returned.",
    ...(fromObjects.length === 0 ? [] : ["What hands regions or endpoints over, or takes items, works with objects."]),
  ];
  const server: InterfaceDeclarationStructure = {
    kind: StructureKind.Interface,
    docs: documentation(said.join("\n"), context.plan.at),
    isExported: true,
    name: context.inPlace.server,
    ...(fromObjects.length === 0
      ? {}
      : { extends: [pickServer(context.plain.type(context.names.server), fromObjects)] }),
    methods: served.map((one) => printHandler(context, one)),
  };
  return [server, ...printFail(context, [...served, ...fromObjects]), printServe(context, served, fromObjects)];
}

function printHandler(context: InPlaceContext, one: PlacedOperation): MethodSignatureStructure {
  const { operation, names } = one;
  const returnType =
    operation.verb === "stream" ? `${context.runtime.type("ItemSource")}<${answerWriter(context, one)}>` : "void";
  return {
    name: names.method,
    docs: documentation(operation.documentation, null, ...failureText(context, one)),
    parameters: fitParameters(names.method, handlerParameters(context, one), returnType),
    returnType,
  };
}

function handlerParameters(context: InPlaceContext, one: PlacedOperation): Parameter[] {
  const { operation, request, reply } = one;
  const writesReply = operation.verb === "call" && reply !== null;
  return [
    ...(request === null ? [] : [{ name: "request", type: request.names.view }]),
    ...(writesReply ? [{ name: "reply", type: reply.names.writer }] : []),
    { name: "call", type: callType(context, one) },
  ];
}

function callType(context: InPlaceContext, one: PlacedOperation): string {
  const { runtime } = context;
  switch (one.operation.verb) {
    case "stream":
      return runtime.type("CallContext");
    case "message":
      return `${runtime.type("InPlaceCall")}<${runtime.type("LaterDone")}>`;
    default:
      return `${runtime.type("InPlaceCall")}<${runtime.type("LaterReply")}<${answerWriter(context, one)}>>`;
  }
}

/** Of a reply or an item. */
function answerWriter(context: InPlaceContext, { reply }: PlacedOperation): string {
  return reply?.names.writer ?? context.runtime.type("EmptyWriter");
}

function printServe(
  context: InPlaceContext,
  served: readonly PlacedOperation[],
  fromObjects: readonly NamedOperation[],
): FunctionDeclarationStructure {
  const { serve, server } = context.inPlace;
  const plain = context.plain.type(context.names.server);
  const entries = [
    ...served.map((one) => printServed(context, one)),
    ...fromObjects.map((one) => printFromObjects(context, one)),
  ].map((entry) => `${indent(entry)},\n`);
  const fails = [...served, ...fromObjects].some(({ operation }) => operation.fails !== null)
    ? context.inPlace.fail
    : "() => false";
  return {
    kind: StructureKind.Function,
    docs: documentation(`Makes what a program returns in place of a {@link ${plain}}.`, null),
    isExported: true,
    name: serve,
    parameters: [{ name: "server", type: server }],
    returnType: `${context.runtime.value("InPlaceService")}<${plain}>`,
    statements: [
      `const operations: readonly ${context.runtime.type("ServedInPlace")}[] = [\n${entries.join("")}];`,
      `return new ${context.runtime.value("InPlaceService")}(${JSON.stringify(context.plan.name)}, operations, ${fails});`,
    ],
  };
}

function printServed(context: InPlaceContext, one: PlacedOperation): string {
  const { operation, request } = one;
  const path = JSON.stringify(`${context.plan.name}.${operation.name}`);
  const view = request === null ? `new ${context.runtime.value("EmptyView")}(${path})` : `new ${request.names.view}()`;
  const most = longestBytes(operation.reply);
  switch (operation.verb) {
    case "stream":
      return printNew(context, "ServedStream", [
        ...[`${operation.opcode}`, `${most}`, view, newAnswer(context, one), printCalled(one, "request", "call")],
      ]);
    case "message":
      return printNew(context, "ServedMessage", [
        ...[`${operation.opcode}`, view, printCalled(one, "request", "call")],
      ]);
    default:
      return printNew(context, "ServedCall", [
        ...[`${operation.opcode}`, `${most}`, view, `() => ${newAnswer(context, one)}`],
        printCalled(one, "request", "reply", "call"),
      ]);
  }
}

/** Both files have the same way to serve it. */
function printFromObjects(context: InPlaceContext, { operation, names }: NamedOperation): string {
  const serve = context.plain.value(names.serve);
  return `{ opcode: ${operation.opcode}, serve: (call) => ${serve}(server, call) }`;
}

function newAnswer(context: InPlaceContext, { reply }: PlacedOperation): string {
  return reply === null ? `new ${context.runtime.value("EmptyWriter")}()` : `new ${reply.names.writer}()`;
}

function printNew(context: InPlaceContext, name: string, values: readonly string[]): string {
  return printCall(`new ${context.runtime.value(name)}`, values);
}

/** The function that calls a handler with what it takes. */
function printCalled(one: PlacedOperation, ...given: readonly string[]): string {
  const { operation, names, request, reply } = one;
  const isTaken: Readonly<Record<string, boolean>> = {
    request: request !== null,
    reply: operation.verb === "call" && reply !== null,
    call: true,
  };
  const taken = given.filter((name) => isTaken[name] === true);
  const parameters = given.map((name) => (isTaken[name] === true ? name : `_${name}`));
  return `(${parameters.join(", ")}) => server.${names.method}(${taken.join(", ")})`;
}

/** The function that answers with declared failures. */
function printFail(context: InPlaceContext, served: readonly NamedOperation[]): FunctionDeclarationStructure[] {
  const failing = served.filter(({ operation }) => operation.fails !== null);
  if (failing.length === 0) return [];
  const byFailure = new Map<string, string[]>();
  for (const { operation } of failing) {
    const fail = operation.fails === null ? "" : context.need(operation.fails, "fail");
    byFailure.set(fail, [...(byFailure.get(fail) ?? []), `  case ${operation.opcode}:`]);
  }
  const cases = [...byFailure].flatMap(([fail, labels]) => [...labels, `    return ${fail}(call, failure);`]);
  return [
    {
      kind: StructureKind.Function,
      name: context.inPlace.fail,
      parameters: [
        { name: "call", type: context.runtime.type("ServerCall") },
        { name: "failure", type: `${context.runtime.value("DeclaredFailure")}<unknown>` },
      ],
      returnType: "boolean",
      statements: ["switch (call.opcode) {", ...cases, "  default:", "    return false;", "}"],
    },
  ];
}
