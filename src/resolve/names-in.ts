import type { Expression, Reference } from "../syntax/ast.ts";

/** The names that an expression mentions, as often as it does; those of other interfaces are not among them. */
export function namesIn(expression: Expression): readonly string[] {
  return referencesIn(expression).flatMap(({ interface: owner, name }) => (owner === null ? [name.text] : []));
}

export function referencesIn(expression: Expression): readonly Reference[] {
  switch (expression.kind) {
    case "reference":
      return [expression];
    case "unary":
      return referencesIn(expression.operand);
    case "binary":
      return [...referencesIn(expression.left), ...referencesIn(expression.right)];
    case "number":
    case "quantity":
      return [];
  }
}
