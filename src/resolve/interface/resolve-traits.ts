import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Operation } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Expression, OperationClause, OperationItem } from "../../syntax/ast.ts";
import { expectCount, expectTime } from "../expect.ts";
import type { InterfaceScope } from "./interface-scope.ts";

type Traits = Pick<Operation, "isIdempotent" | "deadline" | "priority" | "window">;

export const highestPriority = 7;
export const largestWindow = 4096;

/** What an operation says of itself beside its messages: `idempotent`, `within`, `priority`, `window`. */
export function resolveTraits(item: OperationItem, scope: InterfaceScope): Traits {
  const { verb, idempotent } = item;
  const isCall = verb === "call";
  if (idempotent !== null && !isCall) reportMisplaced("idempotent", item, idempotent.span, scope);
  const clauses = distinctClauses(item, scope);
  const within = clauses.get("within");
  if (within !== undefined && !isCall) reportMisplaced("within", item, within.span, scope);
  return {
    isIdempotent: idempotent !== null && isCall,
    deadline: within === undefined || !isCall ? null : resolveDeadline(within.value, item, scope),
    priority: count("priority", 0, highestPriority) ?? 0,
    window: count("window", 1, largestWindow),
  };

  function count(word: OperationClause["word"], least: number, most: number): number | null {
    const clause = clauses.get(word);
    if (clause === undefined) return null;
    return expectCount(clause.value, `the ${word} of \`${item.name.text}\``, scope.context, { least, most });
  }
}

/** The first of each word; reports the others. */
function distinctClauses({ name, clauses }: OperationItem, { context }: InterfaceScope) {
  const first = new Map<OperationClause["word"], OperationClause>();
  for (const clause of clauses) {
    const { word, span } = clause;
    const earlier = first.get(word);
    if (earlier === undefined) first.set(word, clause);
    else {
      const facts = { word, name: name.text, firstPlace: placeOf(earlier.span) };
      const related = [{ span: earlier.span, message: "first said here" }];
      context.report(diagnose(interfaceDiagnostics.clauseTwice, span, facts, { related }));
    }
  }
  return first;
}

/** Picoseconds. */
function resolveDeadline(value: Expression, { name }: OperationItem, { context }: InterfaceScope): number | null {
  const time = expectTime(value, `the time of \`${name.text}\``, context, (span) => {
    context.report(diagnose(interfaceDiagnostics.clockInInterface, span, {}));
    return null;
  });
  if (time === null || time.picoseconds > 0) return time?.picoseconds ?? null;
  context.report(diagnose(interfaceDiagnostics.deadlineZero, value.span, { name: name.text }));
  return null;
}

function reportMisplaced(
  word: string,
  { verb, name }: OperationItem,
  span: OperationItem["span"],
  { context }: InterfaceScope,
): void {
  context.report(diagnose(interfaceDiagnostics.clauseMisplaced, span, { word, verb, name: name.text }));
}
