import { closestName } from "../../algorithms/closest-name.ts";
import { deploymentDiagnostics } from "../../diagnostics/catalogue/deployment.ts";
import { trafficDiagnostics } from "../../diagnostics/catalogue/traffic.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Service, StateTraffic, Traffic } from "../../model/deployment.ts";
import type { Operation } from "../../model/interface.ts";
import { type State, type StateOperation, stateOperations } from "../../model/state.ts";
import type { Expression, Name, SystemItem, TrafficEntry } from "../../syntax/ast.ts";
import { type Context, evaluate, isDimension, replacement } from "../evaluate.ts";
import { expectSize, isWithin } from "../expect.ts";
import { causeOf, type SystemScope } from "./system-scope.ts";

interface Asked {
  readonly ofServices: readonly Traffic[];
  readonly ofStates: readonly StateTraffic[];
}

/** What each copy of a program asks of services and of replicated state; faulty entries are left out, after a report. */
export function resolveTraffic(item: SystemItem, scope: SystemScope): Asked {
  const first = new Map<string, TrafficEntry>();
  for (const entry of item.traffic) {
    const key = nameOf(entry);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, entry);
    else reportTwice(entry, earlier, item, scope);
  }
  const entries = [...first.values()];
  const ofState = ({ service: { text } }: TrafficEntry) => !scope.programs.has(text) && scope.stateItems.has(text);
  return {
    ofServices: entries.filter((entry) => !ofState(entry)).flatMap((entry) => resolveEntry(entry, item, scope) ?? []),
    ofStates: entries.filter(ofState).flatMap((entry) => resolveOfState(entry, scope) ?? []),
  };
}

function nameOf({ service, operation }: TrafficEntry): string {
  return `${service.text}.${operation.text}`;
}

function resolveEntry(entry: TrafficEntry, item: SystemItem, scope: SystemScope): Traffic | null {
  const amounts = resolveAmounts(entry, scope);
  const service = findService(entry.service, item, scope);
  const operation = service === null ? null : findOperation(entry.operation, service, scope);
  return amounts === null || service === null || operation === null ? null : { service, operation, ...amounts };
}

/** A state that is missing has been reported. */
function resolveOfState(entry: TrafficEntry, scope: SystemScope): StateTraffic | null {
  const amounts = resolveAmounts(entry, scope);
  const state = scope.states.get(entry.service.text) ?? null;
  const operation = state === null ? null : findStateOperation(entry.operation, state, scope);
  return amounts === null || state === null || operation === null ? null : { state, operation, ...amounts };
}

function resolveAmounts(entry: TrafficEntry, { context }: SystemScope): Omit<Traffic, "service" | "operation"> | null {
  const rate = resolveRate(entry.rate, context);
  const size = entry.size === null ? undefined : expectSize(entry.size, "how much a message says", context);
  if (rate === null || size === null) return null;
  return { rate, rateSpan: entry.rate.span, size: sizeOf(entry, size), span: entry.span };
}

/** In hertz; fractions too, since something may be done once a minute. */
function resolveRate(expression: Expression, context: Context): number | null {
  const what = "how often something is done";
  const value = evaluate(expression, context);
  if (value === null || !isDimension(value, "frequency", what, expression.span, context)) return null;
  return isWithin(value, what, expression.span, context, {}) ? value.amount : null;
}

function sizeOf({ size }: TrafficEntry, bytes: number | undefined): Traffic["size"] {
  return size === null || bytes === undefined ? null : { bytes, span: size.span };
}

/** What is not among the program's services is told once: here only what has the name of no service at all. */
function findService({ text, span }: Name, item: SystemItem, scope: SystemScope): Service | null {
  const named = scope.programs.get(text);
  if (named !== undefined) return scope.services.get(text) ?? (named.kind === "client" ? ofClient() : null);
  const suggestion = closestName(
    text,
    item.uses.map((use) => use.text),
  );
  if (!scope.isComplete && suggestion === null) return null;
  const facts = { name: text, system: scope.declaration.name.text, suggestion };
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  scope.context.report(diagnose(deploymentDiagnostics.unknownService, span, facts, { fixes }), causeOf(text, scope));
  return null;

  function ofClient(): null {
    const facts = { program: item.name.text, client: text };
    const related = named === undefined ? [] : [{ span: named.name.span, message: `the client \`${text}\`` }];
    scope.context.report(diagnose(trafficDiagnostics.trafficToClient, span, facts, { related }));
    return null;
  }
}

function findOperation({ text, span }: Name, service: Service, { context }: SystemScope): Operation | null {
  const { interface: served } = service;
  const found = served.operations.find((operation) => operation.name === text);
  if (found !== undefined) return found;
  const suggestion = closestName(
    text,
    served.operations.map((operation) => operation.name),
  );
  if (served.incomplete === true && suggestion === null) return null;
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  const facts = { name: text, service: service.name, interface: served.name, suggestion };
  context.report(diagnose(trafficDiagnostics.unknownOperation, span, facts, { fixes }));
  return null;
}

function findStateOperation({ text, span }: Name, state: State, { context }: SystemScope): StateOperation | null {
  const known = stateOperations[state.kind];
  const found = known.find(({ name }) => name === text);
  if (found !== undefined) return found;
  const names = known.map(({ name }) => name);
  const suggestion = closestName(text, names);
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  const facts = { name: text, state: state.name, kind: state.kind, known: names, suggestion };
  const related = [{ span: state.span, message: `the state \`${state.name}\`` }];
  context.report(diagnose(trafficDiagnostics.unknownStateOperation, span, facts, { fixes, related }));
  return null;
}

function reportTwice(entry: TrafficEntry, earlier: TrafficEntry, item: SystemItem, { context }: SystemScope): void {
  const related = [{ span: earlier.span, message: "first said here" }];
  const facts = { program: item.name.text, operation: nameOf(entry) };
  context.report(diagnose(trafficDiagnostics.trafficTwice, entry.span, facts, { related }));
}
