/** How many copies of a program there are, and what they keep away from: `copies … spread by`, `apart from … by`. */
import { closestName } from "../../algorithms/closest-name.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Wish } from "../../model/deployment.ts";
import type { Level } from "../../model/level.ts";
import type { Name, PlacementClause, SystemItem } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { expectCount } from "../expect.ts";
import { causeOf, type SystemScope } from "./system-scope.ts";

type Clause<Kind> = Extract<PlacementClause, { kind: Kind }>;

const mostCopies = 65_536;

export function resolveApart(clause: Clause<"apart">, item: SystemItem, scope: SystemScope): Wish | null {
  const from = findProgram(clause.program, scope);
  const level = clause.level === null ? "core" : findLevel(clause.level, scope);
  if (from === null || level === null) return null;
  if (from !== item.name.text) return { kind: "apart", span: clause.span, program: from, level };
  scope.context.report(diagnose(placementDiagnostics.apartFromItself, clause.program.span, { name: from }));
  return null;
}

export function resolveCopies({ count, spread, span }: Clause<"copies">, scope: SystemScope): Wish | null {
  const copies = expectCount(count, "the number of copies", scope.context, { least: 1, most: mostCopies });
  const level = spread === null ? "core" : findLevel(spread, scope);
  return copies === null || level === null ? null : { kind: "copies", span, count: copies, spread: level };
}

/** The program of the system that a name means; null after a report. */
export function findProgram(name: Name, scope: SystemScope): string | null {
  if (scope.programs.has(name.text)) return name.text;
  const suggestion = closestName(name.text, scope.programs.keys());
  if (!scope.isComplete && suggestion === null) return null;
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  const facts = { name: name.text, system: scope.declaration.name.text, suggestion };
  const report = diagnose(placementDiagnostics.wishOfUnknownProgram, name.span, facts, { fixes });
  scope.context.report(report, causeOf(name.text, scope));
  return null;
}

const levels: readonly Level[] = ["core", "part", "cluster", "die", "package", "board", "box", "machine"];

/** The level that a word means; null after a report. */
export function findLevel({ text, span }: Name, { context }: SystemScope): Level | null {
  const known = levels.find((candidate) => candidate === text);
  if (known !== undefined) return known;
  const suggestion = closestName(text, levels);
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  const facts = { level: text, known: levels, suggestion };
  context.report(diagnose(deploymentDiagnostics.unknownLevel, span, facts, { fixes }));
  return null;
}
