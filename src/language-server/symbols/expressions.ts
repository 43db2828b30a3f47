/** Names in what is computed, and in paths with indices. */
import type { Attribute, Expression, Name, Path } from "../../syntax/ast.ts";
import type { Mentions } from "./mentions.ts";
import type { DeclaredSymbol } from "./symbol.ts";

/** What names mean where an expression stands. */
export interface Scope {
  /** A number by its name. */
  readonly value: (name: string) => DeclaredSymbol | undefined;
  /** What a path can begin with. */
  readonly element: (name: string) => DeclaredSymbol | undefined;
  /** Another interface, whose constant is meant. */
  readonly owner?: (name: Name) => DeclaredSymbol | undefined;
}

export function mentionExpression(expression: Expression | null, scope: Scope, mentions: Mentions): void {
  switch (expression?.kind) {
    case undefined:
    case "number":
      break;
    case "quantity":
      if (expression.clock !== null) mentionPath(expression.clock, scope, mentions);
      break;
    case "reference": {
      const owner = expression.interface === null ? null : scope.owner?.(expression.interface);
      const { name } = expression;
      mentions.note(name, owner === null ? scope.value(name.text) : owner && mentions.member(owner, name.text));
      break;
    }
    case "unary":
      mentionExpression(expression.operand, scope, mentions);
      break;
    case "binary":
      mentionExpression(expression.left, scope, mentions);
      mentionExpression(expression.right, scope, mentions);
      break;
  }
}

export function mentionExpressions(all: readonly (Expression | null)[], scope: Scope, mentions: Mentions): void {
  for (const expression of all) mentionExpression(expression, scope, mentions);
}

export function mentionPath(path: Path, scope: Scope, mentions: Mentions): DeclaredSymbol | undefined {
  for (const selector of path.steps.flatMap((step) => step.selectors)) {
    if (selector.kind === "index") mentionExpression(selector.index, scope, mentions);
    if (selector.kind === "range") mentionExpressions([selector.from, selector.to], scope, mentions);
  }
  return mentions.notePath(path, scope.element);
}

export function mentionPaths(paths: readonly Path[], scope: Scope, mentions: Mentions): void {
  for (const path of paths) mentionPath(path, scope, mentions);
}

export function mentionAttributes(attributes: readonly Attribute[], scope: Scope, mentions: Mentions): void {
  for (const { value } of attributes) {
    if (value !== null && value.kind !== "word" && value.kind !== "string") mentionExpression(value, scope, mentions);
  }
}
