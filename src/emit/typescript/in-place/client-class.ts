/** The client that writes requests and reads answers where they lie. */
import { longestBytes } from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import { failureText } from "../interface/client-class.ts";
import { fitParameters, type Parameter, printObject } from "../print-code.ts";
import {
  type ClassDeclarationStructure,
  type FunctionDeclarationStructure,
  type MethodDeclarationStructure,
  type PropertyDeclarationStructure,
  StructureKind,
} from "../structures.ts";
import type { InPlaceContext } from "./in-place-context.ts";
import type { PlacedOperation } from "./operations.ts";

/** What a client can do in place; streams and events are read as objects. */
export function isCallable({ operation }: PlacedOperation): boolean {
  return operation.verb === "call" || operation.verb === "message";
}

export function printInPlaceClient(
  context: InPlaceContext,
  operations: readonly PlacedOperation[],
): (ClassDeclarationStructure | FunctionDeclarationStructure)[] {
  const callable = operations.filter(isCallable);
  if (callable.length === 0) return [];
  const binding = context.runtime.type("InPlaceBinding");
  const said = [
    `A connection to a service of ${context.plan.name} that makes no objects: callbacks write requests and read replies where`,
    "they lie. What a callback was given is not valid any more once it has returned.",
  ];
  const printed: ClassDeclarationStructure = {
    kind: StructureKind.Class,
    docs: documentation(said.join("\n"), null),
    isExported: true,
    name: context.inPlace.client,
    properties: [
      { name: "$binding", scope: "private", isReadonly: true, type: binding },
      ...callable.map((one) => printOperation(context, one)),
    ],
    ctors: [
      {
        parameters: [{ name: "binding", type: binding }],
        statements: ["this.$binding = binding;", ...callable.map((one) => printFacts(context, one))],
      },
    ],
    methods: callable.map((one) => (one.operation.verb === "call" ? printCall(context, one) : printPost(one))),
  };
  return [printed, printConnect(context)];
}

function printConnect(context: InPlaceContext): FunctionDeclarationStructure {
  const { client, connect } = context.inPlace;
  const plain = context.plain.type(context.names.client);
  const whole = "A client of `context.services`, to be used in place. Both can be used side by side.";
  const allowed = `Allowed extends Partial<${plain}>`;
  const picked = `Pick<${client}, keyof ${client} & keyof Allowed>`;
  const part = "The same for a client that may do some of the operations only.";
  return {
    kind: StructureKind.Function,
    isExported: true,
    name: connect,
    overloads: [
      { docs: documentation(whole, null), parameters: [{ name: "client", type: plain }], returnType: client },
      {
        docs: documentation(part, null),
        typeParameters: [allowed],
        parameters: fitParameters(`${connect}<${allowed}>`, [{ name: "client", type: "Allowed" }], picked),
        returnType: picked,
      },
    ],
    parameters: [{ name: "client", type: "object" }],
    returnType: client,
    statements: [`return new ${client}(${context.runtime.value("bindingOf")}(client));`],
  };
}

function operationField({ names }: PlacedOperation): string {
  return `$${names.method}Operation`;
}

/** Where it keeps what the binding must know of an operation, with the views and writers that its calls use. */
function printOperation(context: InPlaceContext, one: PlacedOperation): PropertyDeclarationStructure {
  const writer = writerOf(context, one);
  const type =
    one.operation.verb === "call"
      ? `${context.runtime.type("CallInPlace")}<${writer}, ${viewOf(context, one)}>`
      : `${context.runtime.type("MessageInPlace")}<${writer}>`;
  return { name: operationField(one), scope: "private", isReadonly: true, type };
}

function printFacts(context: InPlaceContext, one: PlacedOperation): string {
  const { operation, request } = one;
  const members = {
    opcode: String(operation.opcode),
    most: String(longestBytes(operation.request)),
    request: request === null ? "null" : `new ${request.names.writer}()`,
    ...(operation.verb === "call" ? printAnswers(context, one) : {}),
  };
  return `this.${operationField(one)} = ${printObject(Object.keys(members), Object.values(members))};`;
}

function printAnswers(context: InPlaceContext, { operation, reply }: PlacedOperation): Record<string, string> {
  const path = JSON.stringify(`${context.plan.name}.${operation.name}`);
  return {
    reply: reply === null ? `new ${context.runtime.value("EmptyView")}(${path})` : `new ${reply.names.view}()`,
    failure: operation.fails === null ? "null" : context.need(operation.fails, "decodeFailure"),
  };
}

function writerOf(context: InPlaceContext, { request }: PlacedOperation): string {
  return request?.names.writer ?? context.runtime.type("MessageWriter");
}

function viewOf(context: InPlaceContext, { reply }: PlacedOperation): string {
  return reply?.names.view ?? context.runtime.type("EmptyView");
}

function writeParameter({ request }: PlacedOperation): Parameter[] {
  return request === null ? [] : [{ name: "write", type: `(request: ${request.names.writer}) => void` }];
}

function printCall(context: InPlaceContext, one: PlacedOperation): MethodDeclarationStructure {
  const { operation, names, request, reply } = one;
  const replied = reply === null ? "() => void" : `(reply: ${reply.names.view}) => void`;
  const parameters: Parameter[] = [
    ...writeParameter(one),
    { name: "replied", type: replied },
    { name: "failed", type: "(error: unknown) => void" },
    { name: "options", hasQuestionToken: true, type: context.runtime.type("CallOptions") },
  ];
  const write = request === null ? "null" : "write";
  return {
    name: names.method,
    docs: documentation(operation.documentation, operation.at, ...failureText(context, one)),
    parameters: fitParameters(names.method, parameters, "void"),
    returnType: "void",
    statements: [`this.$binding.callInPlace(this.${operationField(one)}, ${write}, replied, failed, options);`],
  };
}

function printPost(one: PlacedOperation): MethodDeclarationStructure {
  const { operation, names, request } = one;
  const said = "False, and nothing sent, when there is no room.";
  const write = request === null ? "null" : "write";
  return {
    name: names.method,
    docs: documentation(operation.documentation, operation.at, said),
    parameters: fitParameters(names.method, writeParameter(one), "boolean"),
    returnType: "boolean",
    statements: [`return this.$binding.postInPlace(this.${operationField(one)}, ${write});`],
  };
}
