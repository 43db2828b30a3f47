/** Parts that the generated classes have in common. */

import type { PlanOperation } from "../../../plan/plan.ts";
import { argumentText, nameParameters } from "../codec/codec-functions.ts";
import { longestBytes } from "../codec/place.ts";
import { functionScope, pascalCase, type Scope } from "../names.ts";
import { fitParameters, type Parameter, printCall } from "../print-code.ts";
import type { ClassDeclarationStructure, MethodDeclarationStructure, Signature } from "../structures.ts";
import type { InterfaceContext } from "./interface-context.ts";
import type { OperationNames } from "./interface-names.ts";

/** An operation of the interface with everything it is called. */
export interface NamedOperation {
  readonly operation: PlanOperation;
  readonly names: OperationNames;
}

export function namedOperations(
  { plan, names }: InterfaceContext,
  ...verbs: readonly PlanOperation["verb"][]
): NamedOperation[] {
  return plan.operations.flatMap((operation, index) => {
    const found = names.operations[index];
    return found !== undefined && verbs.includes(operation.verb) ? [{ operation, names: found }] : [];
  });
}

/** A private field that the constructor sets; nothing for a class that would not use it. */
export function printHeld(name: string, type: string): Pick<ClassDeclarationStructure, "properties" | "ctors"> {
  return {
    properties: [{ name: `#${name}`, isReadonly: true, type }],
    ctors: [{ parameters: [{ name, type }], statements: [`this.#${name} = ${name};`] }],
  };
}

/** The parameters of an operation, their names, and a scope that holds these. */
export interface RequestParameters {
  readonly scope: Scope;
  readonly values: readonly string[];
  readonly parameters: Parameter[];
}

export function requestParameters(context: InterfaceContext, { operation }: NamedOperation): RequestParameters {
  const scope = functionScope();
  const values = nameParameters(operation, scope);
  const { fields } = operation.request;
  const parameters = fields.map((field, index) => {
    const name = values[index] ?? "";
    // What may be left out cannot stand before what may not.
    const mayLack = operation.upload === null && fields.slice(index).every(({ presence }) => presence !== null);
    return mayLack
      ? { name, hasQuestionToken: true, type: context.typeText(field.type) }
      : { name, type: argumentText(context, field) };
  });
  return { scope, values, parameters };
}

/**
 * The signature that callers see: of what holds integers the compiler finds out what is given, so that a literal that
 * does not fit is an error of theirs. Null when nothing holds any: then the plain signature will do.
 */
export function fittedSignature(
  context: InterfaceContext,
  { operation, names }: NamedOperation,
  parameters: readonly Parameter[],
  returnType: string,
  name: string = names.method,
): Signature | null {
  const { fields } = operation.request;
  if (!fields.some(({ type }) => context.holdsIntegers(type))) return null;
  const fits = context.runtime.type("Fits");
  const scope = context.names.scope.open();
  const typeParameters: string[] = [];
  const fitted = parameters.map((parameter, index): Parameter => {
    const field = fields[index];
    if (field === undefined || !context.holdsIntegers(field.type)) return parameter;
    const given = nameGiven(field.name, scope);
    typeParameters.push(`const ${given} extends ${parameter.type}`);
    return { ...parameter, type: `${fits}<${given}, ${parameter.type}>` };
  });
  const head = `${name}<${typeParameters.join(", ")}>`;
  return { typeParameters, parameters: fitParameters(head, fitted, returnType), returnType };
}

/** `At` for `at`, unless something else is called so. */
function nameGiven(field: string, scope: Scope): string {
  const name = pascalCase(field);
  return scope.claim(scope.has(name) ? `Given${name}` : name);
}

/** The items that a client sends up, behind its arguments. */
export function uploadParameter({ names }: NamedOperation, scope: Scope): Parameter | null {
  if (names.upload === null) return null;
  return { name: scope.claim("items"), type: `AsyncIterable<${names.upload}> | Iterable<${names.upload}>` };
}

/** A tag for each parameter that the description says something of. */
export function parameterTags({ operation }: NamedOperation, values: readonly string[]): string[] {
  return operation.request.fields.flatMap(({ documentation: said }, index) =>
    said === null ? [] : [`@param ${values[index]} ${said.replaceAll("\n", "\n  ")}`],
  );
}

/** Code that writes the request into a draft; the number of its bytes is the value. */
export function printEncodeCall(
  { operation, names }: NamedOperation,
  draft: string,
  values: readonly string[],
): string {
  if (operation.request.fields.length === 0) return "0";
  return printCall(names.encodeRequest, [`${draft}.store`, `${draft}.at`, ...values]);
}

export function requestBytes({ operation }: NamedOperation): number {
  return longestBytes(operation.request);
}

/** A method with the signature that callers see, if that is another. */
export function seenAs(signature: Signature | null, method: Method): Method {
  if (signature === null) return method;
  const { docs = [], ...rest } = method;
  return { ...rest, overloads: [{ docs, ...signature }] };
}

export type Method = MethodDeclarationStructure;
