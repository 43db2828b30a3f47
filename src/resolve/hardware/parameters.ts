import { closestName } from "../../algorithms/closest-name.ts";
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Dimension } from "../../model/quantity.ts";
import type { Argument, Expression, InstanceItem, Name, Parameter, PartDeclaration, Path } from "../../syntax/ast.ts";
import { type Context, evaluate, isDimension, replacement } from "../evaluate.ts";
import type { Declared } from "../scope.ts";
import type { Value } from "../value.ts";

const parameterTypes: readonly Dimension[] = ["count", "size", "time", "frequency", "bandwidth"];

const elementTypes = ["space", "controller"] as const;

/** What the types of parameters that stand for an element of the machine are called in messages. */
export const elementTypeWords = { space: "an address space", controller: "an interrupt controller" } as const;

/** The kind of element a parameter's type means; null for those that stand for numbers. */
export function elementTypeOf(type: Name): (typeof elementTypes)[number] | null {
  return elementTypes.find((known) => known === type.text) ?? null;
}

/** The dimension a parameter's type means, or null: {@link unknownType} says so. */
export function dimensionOfType(type: Name): Dimension | null {
  return parameterTypes.find((dimension) => dimension === type.text) ?? null;
}

export function unknownType(type: Name): Diagnostic {
  const suggestion = closestName(type.text, [...parameterTypes, ...elementTypes]);
  const fixes = suggestion === null ? [] : [replacement(type.span, suggestion)];
  return diagnose(instantiationDiagnostics.unknownParameterType, type.span, { type: type.text, suggestion }, { fixes });
}

/**
 * The value of each parameter of a part where it is placed: its argument, else its default. Arguments are evaluated
 * where they stand, defaults in the part, where they can name the parameters before them. Null where faulty.
 */
export function bindArguments({ declaration }: Declared<"part">, item: InstanceItem, context: Context): Bound {
  const given = matchArguments(declaration, item.arguments, context);
  const values = new Map<string, Value | null>();
  const elements = new Map<Parameter, Path | null>();
  for (const parameter of declaration.parameters) {
    const argument = given.get(parameter);
    if (elementTypeOf(parameter.type) !== null) {
      const path = argument === undefined ? null : pathOfArgument(argument, parameter, declaration, context);
      elements.set(parameter, path);
    } else if (argument !== undefined) {
      values.set(parameter.name.text, valueOfArgument(argument, parameter, declaration, context));
    } else values.set(parameter.name.text, defaultOf(parameter, values, context));
    if (argument === undefined && parameter.defaultValue === null) reportMissing(declaration, parameter, item, context);
  }
  return { values, elements };
}

/** What the parameters of a part stand for where it is placed; null where that is faulty. */
export interface Bound {
  readonly values: ReadonlyMap<string, Value | null>;
  readonly elements: ReadonlyMap<Parameter, Path | null>;
}

function pathOfArgument(
  { value }: Argument,
  parameter: Parameter,
  { name: part }: PartDeclaration,
  context: Context,
): Path | null {
  if (value.kind === "path") return value.path;
  if (value.kind === "reference" && value.interface === null) {
    return { span: value.span, steps: [{ span: value.span, name: value.name, selectors: [] }] };
  }
  const facts = {
    part: part.text,
    name: parameter.name.text,
    wanted: elementTypeWords[elementTypeOf(parameter.type) ?? "space"],
  };
  context.report(diagnose(addressDiagnostics.elementArgument, value.span, facts));
  return null;
}

function valueOfArgument(
  { value }: Argument,
  parameter: Parameter,
  { name: part }: PartDeclaration,
  context: Context,
): Value | null {
  if (value.kind !== "path") return evaluateArgument(value, parameter, context);
  const facts = { part: part.text, name: parameter.name.text, wanted: null };
  context.report(diagnose(addressDiagnostics.elementArgument, value.span, facts));
  return null;
}

/** The parameters of a part that is not placed anywhere: their defaults, and nothing where there is none. */
export function bindDefaults(declaration: PartDeclaration, context: Context): ReadonlyMap<string, Value | null> {
  const values = new Map<string, Value | null>();
  for (const parameter of declaration.parameters) {
    values.set(parameter.name.text, defaultOf(parameter, values, context));
  }
  return values;
}

function defaultOf(parameter: Parameter, values: ReadonlyMap<string, Value | null>, context: Context): Value | null {
  if (parameter.defaultValue === null) return null;
  const environment = { values, clockOf: context.environment.clockOf };
  return evaluateArgument(parameter.defaultValue, parameter, { report: context.report, environment });
}

function evaluateArgument(expression: Expression, parameter: Parameter, context: Context): Value | null {
  const dimension = dimensionOfType(parameter.type);
  const value = evaluate(expression, context);
  if (value === null || dimension === null) return null;
  return isDimension(value, dimension, `the parameter \`${parameter.name.text}\``, expression.span, context)
    ? value
    : null;
}

function matchArguments(
  declaration: PartDeclaration,
  given: readonly Argument[],
  context: Context,
): ReadonlyMap<Parameter, Argument> {
  const matched = new Map<Parameter, Argument>();
  let named = false;
  for (const [position, argument] of given.entries()) {
    const { name } = argument;
    named ||= name !== null;
    const parameter = name === null ? declaration.parameters[position] : parameterNamed(declaration, name);
    const fault = faultOf(argument, parameter, declaration, matched, named);
    if (fault !== null) context.report(fault);
    // One that stands in the wrong place is not missing too.
    if (parameter !== undefined && !matched.has(parameter)) matched.set(parameter, argument);
  }
  return matched;
}

function parameterNamed(declaration: PartDeclaration, name: Name): Parameter | undefined {
  return declaration.parameters.find((parameter) => parameter.name.text === name.text);
}

function faultOf(
  argument: Argument,
  parameter: Parameter | undefined,
  declaration: PartDeclaration,
  matched: ReadonlyMap<Parameter, Argument>,
  named: boolean,
): Diagnostic | null {
  const part = declaration.name.text;
  if (argument.name === null && named) {
    return diagnose(instantiationDiagnostics.positionalAfterNamed, argument.span, { part });
  }
  if (parameter === undefined) return withoutParameter(argument, declaration);
  const earlier = matched.get(parameter);
  if (earlier === undefined) return null;
  const related = [{ span: earlier.span, message: `\`${parameter.name.text}\` is first given here` }];
  return diagnose(instantiationDiagnostics.argumentTwice, argument.span, { name: parameter.name.text }, { related });
}

function withoutParameter(argument: Argument, declaration: PartDeclaration): Diagnostic {
  const part = declaration.name.text;
  const related = [{ span: declaration.name.span, message: `\`${part}\` is declared here` }];
  const known = declaration.parameters.map((parameter) => parameter.name.text);
  if (argument.name === null) {
    const facts = { part, wanted: known.length };
    return diagnose(instantiationDiagnostics.argumentsTooMany, argument.span, facts, { related });
  }
  const { span, text: name } = argument.name;
  const suggestion = closestName(name, known);
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  return diagnose(
    instantiationDiagnostics.unknownArgument,
    span,
    { part, name, suggestion, known },
    { related, fixes },
  );
}

function reportMissing(declaration: PartDeclaration, parameter: Parameter, item: InstanceItem, context: Context): void {
  const facts = { part: declaration.name.text, name: parameter.name.text, type: parameter.type.text };
  const related = [{ span: parameter.span, message: `\`${parameter.name.text}\` is declared here, without a default` }];
  context.report(diagnose(instantiationDiagnostics.argumentMissing, item.part.span, facts, { related }));
}
