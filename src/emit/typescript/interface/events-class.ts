/** The events of an interface, as its service emits them. */

import { documentation } from "../documentation.ts";
import { fitParameters, printCall } from "../print-code.ts";
import { type ClassDeclarationStructure, StructureKind } from "../structures.ts";
import {
  fittedSignature,
  type Method,
  type NamedOperation,
  namedOperations,
  printEncodeCall,
  printHeld,
  requestBytes,
  requestParameters,
  seenAs,
} from "./class-parts.ts";
import type { InterfaceContext } from "./interface-context.ts";

/** Null when the interface has none. */
export function printEvents(context: InterfaceContext): ClassDeclarationStructure | null {
  if (context.names.events === null) return null;
  const said = `Emits the events of ${context.plan.name} to every client that has subscribed.`;
  return {
    kind: StructureKind.Class,
    docs: documentation(said, null),
    isExported: true,
    name: context.names.events,
    ...printHeld("publisher", context.runtime.type("Publisher")),
    methods: namedOperations(context, "event").flatMap((named) => [
      printPublish(context, named),
      printTryPublish(context, named),
    ]),
  };
}

function printPublish(context: InterfaceContext, named: NamedOperation): Method {
  const { documentation: said, at } = named.operation;
  const { parameters } = requestParameters(context, named);
  return seenAs(fittedSignature(context, named, parameters, "Promise<void>"), {
    name: named.names.method,
    docs: documentation(said, at, "Resolves when every subscriber has room, the slowest included."),
    ...printBody(context, named, "publish"),
    returnType: "Promise<void>",
  });
}

function printTryPublish(context: InterfaceContext, named: NamedOperation): Method {
  const said = `{@link ${named.names.method}} to those who have room; returns the number of those who had none.`;
  const { parameters } = requestParameters(context, named);
  return seenAs(fittedSignature(context, named, parameters, "number", named.names.tryMethod), {
    name: named.names.tryMethod,
    docs: documentation(said, null),
    ...printBody(context, named, "tryPublish"),
    returnType: "number",
  });
}

function printBody(
  context: InterfaceContext,
  named: NamedOperation,
  publish: string,
): Pick<Method, "parameters" | "statements"> {
  const { scope, values, parameters } = requestParameters(context, named);
  const draft = scope.claim("draft");
  const sending = [draft, `${named.operation.opcode}`, printEncodeCall(named, draft, values)];
  const statements = [
    `const ${draft} = this.#publisher.draft(${requestBytes(named)});`,
    `return ${printCall(`this.#publisher.${publish}`, sending)};`,
  ];
  return { parameters: fitParameters(named.names.tryMethod, parameters, "Promise<void>"), statements };
}
