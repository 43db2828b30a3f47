/** The client of an interface: a method for each operation. */

import { longestBytes } from "../codec/place.ts";
import { documentation } from "../documentation.ts";
import { fitParameters, type Parameter, printCall, printObject } from "../print-code.ts";
import { type ClassDeclarationStructure, StructureKind } from "../structures.ts";
import {
  fittedSignature,
  type Method,
  type NamedOperation,
  namedOperations,
  parameterTags,
  printEncodeCall,
  printHeld,
  requestBytes,
  requestParameters,
  seenAs,
  uploadParameter,
} from "./class-parts.ts";
import type { InterfaceContext } from "./interface-context.ts";

export function printClient(context: InterfaceContext): ClassDeclarationStructure {
  const operations = namedOperations(context, "call", "message", "event", "stream");
  const said = [
    `A connection to a service of ${context.plan.name}. Arguments that do not fit their type throw an EncodeError`,
    "at once, before anything is sent.",
  ];
  return {
    kind: StructureKind.Class,
    docs: documentation(said.join("\n"), null),
    isExported: true,
    name: context.names.client,
    ...(operations.length === 0 ? {} : printHeld("binding", context.runtime.type("Binding"))),
    methods: operations.flatMap((operation) => printMethods(context, operation)),
  };
}

function printMethods(context: InterfaceContext, operation: NamedOperation): Method[] {
  switch (operation.operation.verb) {
    case "call":
      return [printCallMethod(context, operation)];
    case "stream":
      return [printStreamMethod(context, operation)];
    case "event":
      return [printEventMethod(context, operation)];
    case "message":
      return [printMessageMethod(context, operation), printTryMethod(context, operation)];
  }
}

function printCallMethod(context: InterfaceContext, named: NamedOperation): Method {
  const returnType = `Promise<${named.names.answer ?? "void"}>`;
  return printRequest(context, named, { send: "call", options: "CallOptions", returnType });
}

function printStreamMethod(context: InterfaceContext, named: NamedOperation): Method {
  const returnType = `AsyncIterableIterator<${named.names.answer ?? "void"}>`;
  return printRequest(context, named, { send: "stream", options: "SubscribeOptions", returnType });
}

/** A method that sends a request to which something comes back. */
function printRequest(
  context: InterfaceContext,
  named: NamedOperation,
  { send, options, returnType }: { send: string; options: string; returnType: string },
): Method {
  const { operation, names } = named;
  const { scope, values, parameters } = requestParameters(context, named);
  const upload = uploadParameter(named, scope);
  const [optionsName, draft, bytes] = scope.claimAll(["options", "draft", "bytes"]);
  const encode = printEncodeCall(named, `${draft}`, values);
  const failure = operation.fails === null ? "null" : context.need(operation.fails, "decodeFailure");
  const sent = encode === "0" ? "0" : `${bytes}`;
  const option: Parameter = { name: `${optionsName}`, hasQuestionToken: true, type: context.runtime.type(options) };
  const uploading = upload === null ? [] : [printUpload(named, upload.name)];
  const sending = [`${draft}`, `${operation.opcode}`, sent, ...uploading];
  const received = [names.decodeAnswer, failure, `${optionsName}`];
  const all = [...parameters, ...(upload === null ? [] : [upload]), option];
  return seenAs(fittedSignature(context, named, all, returnType), {
    ...{
      name: names.method,
      docs: documentation(
        operation.documentation,
        operation.at,
        ...failureText(context, named),
        ...parameterTags(named, values),
      ),
    },
    parameters: fitParameters(names.method, all, returnType),
    returnType,
    statements: [
      `const ${draft} = this.#binding.draft(${requestBytes(named)});`,
      ...(encode === "0" ? [] : [`const ${bytes} = ${encode};`]),
      `return ${printCall(`this.#binding.${send}${upload === null ? "" : "With"}`, [...sending, ...received])};`,
    ],
  });
}

/** What the binding needs to know of the items that go up. */
function printUpload({ operation, names }: NamedOperation, items: string): string {
  return printObject(["items", "longest", "encode"], [items, `${longestBytes(operation.upload)}`, names.encodeUpload]);
}

/** What the documentation of an operation says of its failures. */
export function failureText(context: InterfaceContext, { operation }: NamedOperation): string[] {
  if (operation.fails === null) return [];
  return [`Fails with {@link ${context.namesOf(operation.fails).failure}}.`];
}

function printEventMethod(context: InterfaceContext, { operation, names }: NamedOperation): Method {
  const arguments_ = [`${operation.opcode}`, names.decodeAnswer, "options"];
  return {
    name: names.method,
    docs: documentation(operation.documentation, operation.at),
    parameters: [{ name: "options", hasQuestionToken: true, type: context.runtime.type("SubscribeOptions") }],
    returnType: `AsyncIterableIterator<${names.answer ?? "void"}>`,
    statements: [`return ${printCall("this.#binding.events", arguments_)};`],
  };
}

function printMessageMethod(context: InterfaceContext, named: NamedOperation): Method {
  const { operation, names } = named;
  const { scope, values, parameters } = requestParameters(context, named);
  const draft = scope.claim("draft");
  const sending = [draft, `${operation.opcode}`, printEncodeCall(named, draft, values)];
  return seenAs(fittedSignature(context, named, parameters, "Promise<void>"), {
    name: names.method,
    docs: documentation(
      operation.documentation,
      operation.at,
      "Resolves once the message is under way.",
      ...parameterTags(named, values),
    ),
    parameters: fitParameters(names.method, parameters, "Promise<void>"),
    returnType: "Promise<void>",
    statements: [
      `const ${draft} = this.#binding.draft(${requestBytes(named)});`,
      `return ${printCall("this.#binding.post", sending)};`,
    ],
  });
}

function printTryMethod(context: InterfaceContext, named: NamedOperation): Method {
  const { operation, names } = named;
  const { scope, values, parameters } = requestParameters(context, named);
  const draft = scope.claim("draft");
  const sending = [draft, `${operation.opcode}`, printEncodeCall(named, draft, values)];
  return seenAs(fittedSignature(context, named, parameters, "boolean", names.tryMethod), {
    name: names.tryMethod,
    docs: documentation(
      `{@link ${names.method}} without waiting: false, and nothing sent, when there is no room.`,
      null,
    ),
    parameters: fitParameters(names.tryMethod, parameters, "boolean"),
    returnType: "boolean",
    statements: [
      `const ${draft} = this.#binding.tryDraft(${requestBytes(named)}, ${operation.opcode});`,
      `if (${draft} === null) return false;`,
      `${printCall("this.#binding.send", sending)};`,
      "return true;",
    ],
  });
}
