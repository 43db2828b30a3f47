/** What programs require of the cores that they run on: `requires isa armv7m, memory 64 MiB`. */
import { closestName } from "../../algorithms/closest-name.ts";
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Requirement, Wish } from "../../model/deployment.ts";
import type { Machine } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { PlacementClause, SystemItem } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { requirements } from "../hardware/attribute-tables.ts";
import { readAttributes } from "../hardware/read-attributes.ts";
import type { SystemScope } from "./system-scope.ts";

type Clause = Extract<PlacementClause, { kind: "requires" }>;

/** One wish for each attribute; the first clause of a program speaks for all of them. */
export function resolveRequirements(
  clause: Clause,
  item: SystemItem,
  machine: Machine,
  scope: SystemScope,
): readonly Wish[] {
  const clauses = item.placement.filter((each) => each.kind === "requires");
  if (clauses[0] !== clause) return [];
  const attributes = clauses.flatMap((each) => each.attributes);
  const read = readAttributes<keyof typeof requirements>(requirements, attributes, "a requirement", scope.context);
  return [...read.entries.values()].flatMap(({ name, span, valueSpan, value }): Wish[] => {
    const words = typeof value === "string" ? value : "";
    const amount = typeof value === "object" && value !== null ? value.amount : 0;
    if (name === "isa" && !hasIsa(words, valueSpan, item, machine, scope)) return [];
    return [{ kind: "requires", span, requirement: requirementOf(name, words, amount) }];
  });
}

function requirementOf(name: string, word: string, amount: number): Requirement {
  switch (name) {
    case "isa":
      return { kind: "isa", isa: word };
    case "word":
      return { kind: "word", bits: amount * 8 };
    case "kind":
      return { kind: "kind", core: word };
    case "protection":
      return { kind: "protection", by: word === "regions" ? "regions" : "pages" };
    default:
      return { kind: "memory", bytes: amount };
  }
}

/** Judged by the cores of the machine: where its file knows the declaration, this one need not. */
function hasIsa(isa: string, span: Span, item: SystemItem, machine: Machine, { context }: SystemScope): boolean {
  const known = [...new Set(machine.cores.map((core) => core.isa.name))];
  if (known.includes(isa)) return true;
  const suggestion = closestName(isa, known);
  if (machine.incomplete === true && suggestion === null) return false;
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  const facts = { name: item.name.text, isa, machine: machine.name, known, suggestion };
  const related = [{ span: machine.span, message: `the machine \`${machine.name}\`` }];
  context.report(diagnose(placementDiagnostics.isaAbsent, span, facts, { fixes, related }));
  return false;
}
