import { closestName } from "../../algorithms/closest-name.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Service } from "../../model/deployment.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Name, SystemItem } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { causeOf, type SystemScope } from "./system-scope.ts";

/** The services a program is bound to, and the replicated state it has a handle on; each once. */
export function resolveUses(item: SystemItem, scope: SystemScope): Pick<Program, "uses" | "states"> {
  const names = distinct(item, scope);
  const uses = names.flatMap((name) => {
    const service = namesState(name, scope) ? null : findService(name, item, scope);
    return service === null ? [] : [{ service, span: name.span }];
  });
  const states = names.flatMap((name) => {
    const state = scope.programs.has(name.text) ? undefined : scope.states.get(meantState(name, scope));
    return state === undefined ? [] : [{ state, span: name.span }];
  });
  return { uses, states };
}

/** The name, or where nothing has it, which is reported, the object that was most likely meant: it is not unused then. */
function meantState({ text }: Name, { stateItems }: SystemScope): string {
  return stateItems.has(text) ? text : (closestName(text, stateItems.keys()) ?? text);
}

/** A program of the same name comes first: that both have it is reported elsewhere. */
function namesState({ text }: Name, { programs, stateItems }: SystemScope): boolean {
  return stateItems.has(text) && !programs.has(text);
}

function distinct(item: SystemItem, scope: SystemScope): readonly Name[] {
  const first = new Map<string, Name>();
  for (const name of item.uses) {
    const earlier = first.get(name.text);
    if (earlier === undefined) first.set(name.text, name);
    else {
      const related = [{ span: earlier.span, message: "first used here" }];
      scope.context.report(diagnoseTwice(item, name, scope, related));
    }
  }
  return [...first.values()];
}

function diagnoseTwice(
  { name }: SystemItem,
  used: Name,
  scope: SystemScope,
  related: Diagnostic["related"],
): Diagnostic {
  const facts = { name: name.text };
  return namesState(used, scope)
    ? diagnose(stateDiagnostics.usedTwice, used.span, { ...facts, state: used.text }, { related })
    : diagnose(deploymentDiagnostics.usedTwice, used.span, { ...facts, service: used.text }, { related });
}

function findService(name: Name, user: SystemItem, scope: SystemScope): Service | null {
  const item = scope.programs.get(name.text);
  if (item === undefined) return reportUnknown(name, scope);
  if (item.kind === "service") return scope.services.get(name.text) ?? null;
  const facts = { name: user.name.text, client: name.text, clientPlace: placeOf(item.name.span) };
  const related = [{ span: item.name.span, message: `the client \`${name.text}\`` }];
  scope.context.report(diagnose(deploymentDiagnostics.usesClient, name.span, facts, { related }));
  return null;
}

function reportUnknown(name: Name, scope: SystemScope): null {
  const services = [...scope.programs.values()].filter(({ kind }) => kind === "service");
  const ofInterface = services.filter((item) => item.kind === "service" && item.interface.text === name.text);
  const names = [...services.map((item) => item.name.text), ...scope.stateItems.keys()];
  const suggestion =
    closestName(name.text, names) ?? (ofInterface.length === 1 ? ofInterface[0]?.name.text : null) ?? null;
  if (!scope.isComplete && suggestion === null) return null;
  const facts = { name: name.text, system: scope.declaration.name.text, suggestion };
  const fixes = suggestion === null ? [] : [replacement(name.span, suggestion)];
  scope.context.report(
    diagnose(deploymentDiagnostics.unknownService, name.span, facts, { fixes }),
    causeOf(name.text, scope),
  );
  return null;
}
