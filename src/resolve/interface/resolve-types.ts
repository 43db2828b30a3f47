/** Type expressions and structs. A faulty type drops its field, after a report: the rest of the interface still counts. */
import { closestName } from "../../algorithms/closest-name.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { DeclaredType, Field, Type } from "../../model/interface.ts";
import type { ArrayType, BoundedType, Expression, Field as FieldNode, Name, TypeExpression } from "../../syntax/ast.ts";
import { evaluate, replacement } from "../evaluate.ts";
import { expectCount, judgeCount, judgeSize } from "../expect.ts";
import { boundedNames, builtinNames, isScalarName, translateName } from "./builtin-types.ts";
import { distinct, type InterfaceScope, named, wordFor } from "./interface-scope.ts";

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
      return resolveNamed(node.name, scope);
    case "bounded":
      return resolveBounded(node, field, scope);
    case "array":
      return resolveArray(node, field, scope);
  }
}

function resolveNamed(name: Name, scope: InterfaceScope): Type | null {
  if (isScalarName(name.text)) return { kind: "scalar", name: name.text };
  if (boundedNames.some((bounded) => bounded === name.text)) {
    scope.context.report(diagnose(interfaceDiagnostics.boundMissing, name.span, { name: name.text }));
    return null;
  }
  return findType(name, scope);
}

/** A declared type of the interface; null after a report, here or where the type itself is faulty. */
export function findType(name: Name, scope: InterfaceScope): DeclaredType | null {
  const type = scope.types.get(name.text);
  if (type !== undefined) return type;
  const item = scope.items.get(name.text);
  if (item === undefined) reportUnknownType(name, scope);
  else {
    const related = [{ span: item.name.span, message: `\`${name.text}\` is declared here` }];
    const facts = { name: name.text, kind: wordFor(item) };
    scope.context.report(diagnose(interfaceDiagnostics.notAType, name.span, facts, { related }));
  }
  return null;
}

function reportUnknownType(name: Name, scope: InterfaceScope): void {
  const suggestion = closestName(name.text, [...builtinNames, ...scope.types.keys()]) ?? translateName(name.text);
  const elsewhere = scope.ownerElsewhere(name.text);
  if (!scope.isComplete && suggestion === null && elsewhere === null) return;
  const owner = `the interface \`${scope.declaration.name.text}\``;
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  const facts = { name: name.text, suggestion, owner, elsewhere };
  const cause = `${name.text} in the interface at ${scope.declaration.span.start} of ${name.span.source.path}`;
  scope.context.report(diagnose(interfaceDiagnostics.unknownType, name.span, facts, { fixes }), cause);
}

function resolveBounded(node: BoundedType, field: string, scope: InterfaceScope): Type | null {
  const kind = boundedNames.find((bounded) => bounded === node.name.text);
  if (kind === undefined) {
    const suggestion = closestName(node.name.text, boundedNames);
    const fixes = suggestion === null ? [] : [replacement(node.name.span, suggestion)];
    const facts = { name: node.name.text, suggestion };
    scope.context.report(diagnose(interfaceDiagnostics.boundUnwanted, node.name.span, facts, { fixes }));
    return null;
  }
  const bound = expectBound(node.bound, `the bound of \`${field}\``, scope);
  return bound === null ? null : { kind, bound };
}

/** At least one byte, as a plain number or as a size: `bytes<4096>`, `bytes<4 KiB>`. */
function expectBound(expression: Expression, what: string, { context }: InterfaceScope): number | null {
  const value = evaluate(expression, context);
  if (value === null) return null;
  const judge = value.dimension === "size" ? judgeSize : judgeCount;
  return judge(value, what, expression.span, context, { least: 1 });
}

function resolveArray(node: ArrayType, field: string, scope: InterfaceScope): Type | null {
  const element = resolveType(node.element, field, scope);
  const length = expectCount(node.length, `the length of \`${field}\``, scope.context, { least: 1 });
  return element === null || length === null ? null : { kind: "array", element, length, bounded: node.bounded };
}
