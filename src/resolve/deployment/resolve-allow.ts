import { closestName } from "../../algorithms/closest-name.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Permission } from "../../model/deployment.ts";
import type { Interface, Operation } from "../../model/interface.ts";
import type { AllowClause, Name, SystemItem } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { causeOf, type SystemScope } from "./system-scope.ts";

/** Who may use what of a service; null when it does not say so. */
export function resolveAllow(item: SystemItem, served: Interface, scope: SystemScope): readonly Permission[] | null {
  if (item.allow.length === 0) return null;
  const clauses = distinct(item.allow, ({ program }) => program, "the program", item, scope);
  return clauses.flatMap((clause) => resolvePermission(clause, item, served, scope) ?? []);
}

export function reportAllowOfClient(item: SystemItem, { context }: SystemScope): void {
  const [first] = item.allow;
  if (item.kind !== "client" || first === undefined) return;
  context.report(diagnose(deploymentDiagnostics.allowOfClient, first.span, { name: item.name.text }));
}

function resolvePermission(
  { program, operations, span }: AllowClause,
  item: SystemItem,
  served: Interface,
  scope: SystemScope,
): Permission | null {
  const named = operations === null ? null : distinct(operations, (name) => name, "the operation", item, scope);
  const allowed = named?.flatMap((name) => findOperation(name, served, scope) ?? []) ?? served.operations;
  const meant = scope.programs.has(program.text) ? program.text : guessProgram(program, scope);
  return meant === null ? null : { program: meant, span, operations: allowed };
}

/** After a report, the program that was most likely meant: that it is allowed nothing would be the same fault again. */
function guessProgram({ text, span }: Name, scope: SystemScope): string | null {
  const suggestion = closestName(text, scope.programs.keys());
  if (!scope.isComplete && suggestion === null) return null;
  const facts = { name: text, system: scope.declaration.name.text, suggestion };
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  const report = diagnose(deploymentDiagnostics.allowUnknownProgram, span, facts, { fixes });
  scope.context.report(report, causeOf(text, scope));
  return suggestion;
}

function findOperation(name: Name, served: Interface, { context }: SystemScope): Operation | null {
  const found = served.operations.find((operation) => operation.name === name.text);
  if (found !== undefined) return found;
  const names = served.operations.map((operation) => operation.name);
  const suggestion = closestName(name.text, names);
  if (served.incomplete === true && suggestion === null) return null;
  const facts = { name: name.text, interface: served.name, suggestion };
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  context.report(diagnose(deploymentDiagnostics.allowUnknownOperation, name.span, facts, { fixes }));
  return null;
}

/** The first of each name; reports the others. */
function distinct<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => Name,
  what: string,
  { name }: SystemItem,
  { context }: SystemScope,
): readonly Item[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const { text, span } = nameOf(item);
    const earlier = first.get(text);
    if (earlier === undefined) first.set(text, item);
    else {
      const related = [{ span: nameOf(earlier).span, message: "first allowed here" }];
      const facts = { what, name: text, service: name.text };
      context.report(diagnose(deploymentDiagnostics.allowedTwice, span, facts, { related }));
    }
  }
  return [...first.values()];
}
