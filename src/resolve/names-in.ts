import type { Expression } from "../syntax/ast.ts";

/** The names that an expression mentions, as often as it does. */
export function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "reference":
      return [expression.name.text];
    case "unary":
      return namesIn(expression.operand);
    case "binary":
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case "number":
    case "quantity":
      return [];
  }
}
