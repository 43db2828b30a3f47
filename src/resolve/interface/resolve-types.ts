/** Type expressions and fields. A faulty type drops its field, after a report: the rest of the interface still counts. */
import { closestName } from "../../algorithms/closest-name.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { interfaceTypeDiagnostics } from "../../diagnostics/catalogue/interface-types.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { DeclaredType, Field, Type } from "../../model/interface.ts";
import type {
  AppliedType,
  ArrayType,
  Expression,
  Field as FieldNode,
  NamedType,
  TypeArgument,
  TypeExpression,
} from "../../syntax/ast.ts";
import { evaluate, replacement } from "../evaluate.ts";
import { expectCount, judgeCount, judgeSize } from "../expect.ts";
import { boundedNames, builtinNames, isScalarName, resourceNames, translateName } from "./builtin-types.ts";
import { distinct, type InterfaceScope, named, ownerOf, wordFor } from "./interface-scope.ts";

/** `word` is what one is called: `field`, `parameter`, `result`. */
export function resolveFields(
  nodes: readonly FieldNode[],
  word: string,
  owner: string,
  scope: InterfaceScope,
): readonly Field[] {
  return distinct(nodes, () => word, owner, scope.context.report).flatMap((node) => {
    const type = resolveType(node.type, node.name.text, scope);
    return type === null ? [] : [{ ...named(node), isOptional: node.isOptional, type, typeSpan: node.type.span }];
  });
}

export function resolveType(node: TypeExpression, field: string, scope: InterfaceScope): Type | null {
  switch (node.kind) {
    case "named":
      return resolveNamed(node, scope);
    case "applied":
      return resolveApplied(node, field, scope);
    case "array":
      return resolveArray(node, field, scope);
  }
}

function resolveNamed(node: NamedType, scope: InterfaceScope): Type | null {
  const { interface: owner, name } = node;
  if (owner !== null) return findType(node, scope);
  const parameter = scope.parameters.get(name.text);
  if (parameter !== undefined) return parameter;
  if (isScalarName(name.text)) return { kind: "scalar", name: name.text };
  if (![...boundedNames, ...resourceNames].some((bounded) => bounded === name.text)) return findType(node, scope);
  scope.context.report(diagnose(interfaceDiagnostics.boundMissing, name.span, { name: name.text }));
  return null;
}

/** A declared type, of this interface or another; null after a report, here or where the type itself is faulty. */
export function findType({ interface: owner, name }: NamedType, scope: InterfaceScope): DeclaredType | null {
  const home = owner === null ? scope : scope.find(owner);
  if (home === null) return null;
  const item = home.items.get(name.text);
  if (item?.kind === "struct" && item.parameters.length > 0) {
    const facts = { name: name.text, wanted: item.parameters.map((parameter) => parameter.name.text) };
    const related = [{ span: item.name.span, message: `\`${name.text}\` is declared here` }];
    scope.context.report(diagnose(interfaceTypeDiagnostics.genericUnnamed, name.span, facts, { related }));
    return null;
  }
  const type = home.types.get(name.text);
  if (type !== undefined) return type;
  if (item === undefined) reportUnknownType(name, home, scope);
  else {
    const related = [{ span: item.name.span, message: `\`${name.text}\` is declared here` }];
    const facts = { name: name.text, kind: wordFor(item) };
    scope.context.report(diagnose(interfaceDiagnostics.notAType, name.span, facts, { related }));
  }
  return null;
}

function reportUnknownType(name: NamedType["name"], home: InterfaceScope, scope: InterfaceScope): void {
  const isOwn = home === scope;
  const own = [...home.types.keys()];
  const suggestion = isOwn
    ? (closestName(name.text, [...builtinNames, ...own]) ?? translateName(name.text))
    : closestName(name.text, own);
  const elsewhere = isOwn && suggestion === null ? scope.ownerElsewhere(name.text) : null;
  if (!home.isComplete && suggestion === null && elsewhere === null) return;
  const meant = suggestion ?? (elsewhere === null ? null : `${elsewhere}.${name.text}`);
  const fixes = meant === null ? [] : [replacement(name.span, meant)];
  const facts = { name: name.text, suggestion, owner: ownerOf(home), elsewhere };
  const cause = `${name.text} in the ${home.declaration.kind} at ${home.declaration.span.start} of ${name.span.source.path}`;
  scope.context.report(diagnose(interfaceDiagnostics.unknownType, name.span, facts, { fixes }), cause);
}

function resolveApplied(node: AppliedType, field: string, scope: InterfaceScope): Type | null {
  const { interface: owner, name } = node;
  if (owner === null && name.text === "endpoint") return resolveEndpoint(node, scope);
  if (owner === null && name.text === "region") {
    const bound = expectBound(node, field, scope);
    return bound === null ? null : { kind: "region", bound, isWritable: node.isWritable };
  }
  const kind = owner === null ? boundedNames.find((bounded) => bounded === name.text) : undefined;
  if (kind === undefined) {
    reportUnwanted(node, scope);
    return null;
  }
  const bound = expectBound(node, field, scope);
  return bound === null ? null : { kind, bound };
}

/** A type that takes nothing, a generic struct that has no name of its own here, or a misspelt `string`. */
function reportUnwanted(node: AppliedType, scope: InterfaceScope): void {
  const { interface: owner, name } = node;
  const { report } = scope.context;
  if (owner !== null || scope.items.has(name.text)) {
    const found = findType({ kind: "named", span: node.span, interface: owner, name }, scope);
    if (found === null) return;
    report(diagnose(interfaceTypeDiagnostics.argumentsWrong, name.span, { name: name.text, wanted: [], given: 1 }));
    return;
  }
  const suggestion = closestName(name.text, [...boundedNames, ...resourceNames]);
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  report(diagnose(interfaceDiagnostics.boundUnwanted, name.span, { name: name.text, suggestion }, { fixes }));
}

/** Whether an argument is a number, or a name that may stand for one. */
export function isExpression(argument: TypeArgument): argument is Expression {
  return argument.kind !== "named" && argument.kind !== "applied" && argument.kind !== "array";
}

/** The one argument of a built-in type; null after a report. */
function onlyArgument({ name, arguments: given }: AppliedType, wanted: string, scope: InterfaceScope) {
  const [first, second] = given;
  if (first !== undefined && second === undefined && isExpression(first)) return first;
  const facts = { name: name.text, wanted: [wanted], given: given.length };
  const kind = second === undefined ? interfaceTypeDiagnostics.argumentKind : null;
  const { report } = scope.context;
  if (kind === null) report(diagnose(interfaceTypeDiagnostics.argumentsWrong, name.span, facts));
  else if (first !== undefined) {
    report(diagnose(kind, first.span, { name: name.text, parameter: wanted, isConstant: true }));
  }
  return null;
}

function resolveEndpoint(node: AppliedType, scope: InterfaceScope): Type | null {
  const given = onlyArgument(node, "Interface", scope);
  if (given === null) return null;
  if (given.kind !== "reference" || given.interface !== null) {
    const facts = { name: "endpoint", wanted: ["Interface"], given: null };
    scope.context.report(diagnose(interfaceTypeDiagnostics.argumentsWrong, given.span, facts));
    return null;
  }
  const found = scope.find(given.name);
  return found === null ? null : { kind: "endpoint", interface: found.resolved };
}

/** At least one byte, as a plain number or as a size: `bytes<4096>`, `bytes<4 KiB>`. */
function expectBound(node: AppliedType, field: string, scope: InterfaceScope): number | null {
  const { context } = scope;
  const expression = onlyArgument(node, "bound", scope);
  const value = expression === null ? null : evaluate(expression, context);
  if (expression === null || value === null) return null;
  const judge = value.dimension === "size" ? judgeSize : judgeCount;
  return judge(value, `the bound of \`${field}\``, expression.span, context, { least: 1 });
}

function resolveArray(node: ArrayType, field: string, scope: InterfaceScope): Type | null {
  const element = resolveType(node.element, field, scope);
  const length = expectCount(node.length, `the length of \`${field}\``, scope.context, { least: 1 });
  return element === null || length === null ? null : { kind: "array", element, length, bounded: node.bounded };
}
