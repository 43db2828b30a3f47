/** Where programs are wished to run. */
import { closestName } from "../../algorithms/closest-name.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { type DiagnosticKind, diagnose } from "../../diagnostics/diagnostic.ts";
import type { NearTarget, Wish } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import type { Name, Path, PlacementClause, SystemItem } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { select, selectOne } from "../select.ts";
import { type BuiltMachine, elementWords, type Member, pathOf, type Selected } from "../selected.ts";
import { findLevel, resolveApart, resolveCopies } from "./resolve-copies.ts";
import { resolveRequirements } from "./resolve-requirements.ts";
import { causeOf, type SystemScope } from "./system-scope.ts";

interface HasName {
  readonly name: Name;
}

/** Faulty clauses are left out, after a report. */
export function resolvePlacement(item: SystemItem, scope: SystemScope): readonly Wish[] {
  const { machine } = scope;
  if (machine === null) return [];
  return item.placement.flatMap((clause) => resolveClause(clause, item, machine, scope) ?? []);
}

function resolveClause(
  clause: PlacementClause,
  item: SystemItem,
  machine: BuiltMachine,
  scope: SystemScope,
): Wish | readonly Wish[] | null {
  const { span } = clause;
  switch (clause.kind) {
    case "on": {
      const cores = selectCores(clause.targets, item, machine, scope);
      return cores === null ? null : { kind: "on", span, cores };
    }
    case "near": {
      const target = findNearTarget(clause.target, item, machine, scope);
      return target === null ? null : { kind: "near", span, target };
    }
    case "every": {
      const level = findLevel(clause.level, scope);
      return level === null ? null : { kind: "every", span, level };
    }
    case "apart":
      return resolveApart(clause, item, scope);
    case "copies":
      return resolveCopies(clause, scope);
    case "requires":
      return resolveRequirements(clause, item, machine.machine, scope);
  }
}

// ───────────────────────────── on ─────────────────────────────

/** What is wrong with paths behind `on`. */
export interface OnFaults {
  readonly noCore: DiagnosticKind<{ name: string; path: string; given: string }>;
  readonly twice: DiagnosticKind<{ name: string; core: string }>;
}

const faultsOfPrograms: OnFaults = { noCore: deploymentDiagnostics.onNoCore, twice: deploymentDiagnostics.onCoreTwice };

/** The cores that paths name, each once; null after a report. */
export function selectCores(
  paths: readonly Path[],
  item: HasName,
  machine: BuiltMachine,
  { context }: Pick<SystemScope, "context">,
  faults: OnFaults = faultsOfPrograms,
): readonly Core[] | null {
  const cores = new Set<Core>();
  let faulty = false;
  for (const path of paths) {
    for (const core of coresOf(path, item, machine, { context }, faults) ?? [null]) {
      if (core === null || cores.has(core)) faulty = true;
      if (core === null) continue;
      if (cores.has(core)) {
        const facts = { name: item.name.text, core: core.path };
        context.report(diagnose(faults.twice, path.span, facts));
      }
      cores.add(core);
    }
  }
  return faulty ? null : [...cores];
}

function coresOf(
  path: Path,
  item: HasName,
  machine: BuiltMachine,
  { context }: Pick<SystemScope, "context">,
  { noCore }: OnFaults,
): readonly Core[] | null {
  const selected = select(path, machine.root, context);
  const other = selected?.find((element) => element.kind !== "core");
  if (other !== undefined) {
    const facts = { name: item.name.text, path: pathOf(other), given: describe(other) };
    context.report(diagnose(noCore, path.span, facts));
    return null;
  }
  return selected?.flatMap((element) => (element.kind === "core" ? [element.core] : [])) ?? null;
}

/** An element in words, with its level where it is a part: `a package`. */
export function describe(element: Selected): string {
  return element.kind === "part" ? `a ${element.part.level}` : elementWords[element.kind];
}

// ───────────────────────────── near ─────────────────────────────

function findNearTarget(path: Path, item: SystemItem, machine: BuiltMachine, scope: SystemScope): NearTarget | null {
  const service = serviceNamed(path, scope);
  const member = machine.root.members.get(path.steps[0]?.name.text ?? "");
  if (service !== null && member !== undefined) return reportAmbiguous(path, service, member, scope);
  if (member !== undefined) return findElement(path, item, machine, scope);
  if (service === null) return reportUnknown(path, machine, scope);
  if (service.name.text !== item.name.text) return { kind: "service", service: service.name.text };
  scope.context.report(diagnose(deploymentDiagnostics.nearItself, path.span, { name: service.name.text }));
  return null;
}

function reportAmbiguous(path: Path, service: SystemItem, member: Member, { context }: SystemScope): null {
  const place = member.places?.[0];
  const facts = { target: member.name, given: place === undefined ? "something" : describe(place.element) };
  const related = [
    { span: member.span, message: "the one of the machine" },
    { span: service.name.span, message: "the service" },
  ];
  context.report(diagnose(deploymentDiagnostics.nearAmbiguous, path.span, facts, { related }));
  return null;
}

/** The program that a path of a single bare name means. */
function serviceNamed({ steps }: Path, scope: SystemScope): SystemItem | null {
  const [step] = steps;
  if (step === undefined || steps.length > 1 || step.selectors.length > 0) return null;
  const item = scope.programs.get(step.name.text);
  return item?.kind === "service" ? item : null;
}

function reportUnknown(path: Path, { machine, root }: BuiltMachine, scope: SystemScope): null {
  const name = path.steps[0]?.name;
  if (name === undefined) return null;
  const services = [...scope.programs.values()].filter(({ kind }) => kind === "service").map((item) => item.name.text);
  const suggestion = closestName(name.text, [...root.members.keys(), ...services]);
  if (!scope.isComplete && suggestion === null) return null;
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  const system = scope.declaration.name.text;
  const facts = { target: name.text, system, machine: machine.name, suggestion };
  scope.context.report(
    diagnose(deploymentDiagnostics.nearUnknown, name.span, facts, { fixes }),
    causeOf(name.text, scope),
  );
  return null;
}

function findElement(path: Path, item: SystemItem, machine: BuiltMachine, { context }: SystemScope): NearTarget | null {
  const element = selectOne(path, machine.root, `what \`${item.name.text}\` is near`, context);
  switch (element?.kind) {
    case undefined:
      return null;
    case "port":
    case "cache":
    case "space":
    case "registers":
    case "controller":
    case "domain": {
      const facts = { name: item.name.text, path: pathOf(element), given: describe(element) };
      context.report(diagnose(deploymentDiagnostics.nearUnplaceable, path.span, facts));
      return null;
    }
    default:
      return element;
  }
}
