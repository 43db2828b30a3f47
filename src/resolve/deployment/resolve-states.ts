/** Replicated state: `state names: map<string<32>, Entry, 1024> replicas one per package, agree majority`. */
import { closestName } from "../../algorithms/closest-name.ts";
import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { protocols, type Replicas, type State } from "../../model/state.ts";
import type { Node, ReplicaClause, StateItem } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { expectCount } from "../expect.ts";
import type { InterfaceScope } from "../interface/interface-scope.ts";
import type { BuiltMachine } from "../selected.ts";
import { findLevel } from "./resolve-copies.ts";
import { type OnFaults, selectCores } from "./resolve-placement.ts";
import { resolveContents } from "./state-contents.ts";
import type { SystemScope } from "./system-scope.ts";

const mostReplicas = 65_536;

const onFaults: OnFaults = { noCore: stateDiagnostics.replicaOnNoCore, twice: stateDiagnostics.replicaTwice };

/** Null after a report, and without a machine. */
export function resolveState(item: StateItem, types: InterfaceScope, scope: SystemScope): State | null {
  const contents = resolveContents(item, types);
  const clause = onlyOne(item.replicas, "where its replicas are", item, scope);
  const replicas = clause === null ? reportMissing(item, scope) : resolveReplicas(clause, item, scope);
  const protocol = resolveProtocol(item, scope);
  if (contents === null || replicas === null || protocol === undefined) return null;
  const { name, documentation } = item;
  return { name: name.text, documentation, span: name.span, ...contents, replicas, protocol };
}

/** The first; reports the others. */
function onlyOne<Clause extends Node>(
  clauses: readonly Clause[],
  what: string,
  { name }: StateItem,
  { context }: SystemScope,
): Clause | null {
  const [first, ...rest] = clauses;
  for (const { span } of rest) {
    const related = first === undefined ? [] : [{ span: first.span, message: "first said here" }];
    context.report(diagnose(stateDiagnostics.saidTwice, span, { name: name.text, what }, { related }));
  }
  return first ?? null;
}

function reportMissing({ name }: StateItem, { context, isComplete }: SystemScope): null {
  if (isComplete) context.report(diagnose(stateDiagnostics.replicasMissing, name.span, { name: name.text }));
  return null;
}

function resolveReplicas(clause: ReplicaClause, item: StateItem, scope: SystemScope): Replicas | null {
  const { span } = clause;
  switch (clause.kind) {
    case "on":
      return scope.machine === null ? null : resolveOn(clause, item, scope.machine, scope);
    case "every": {
      const level = findLevel(clause.level, scope);
      return level === null ? null : { kind: "every", span, level };
    }
    case "copies": {
      const bounds = { least: 1, most: mostReplicas };
      const count = expectCount(clause.count, `the number of replicas of \`${item.name.text}\``, scope.context, bounds);
      const level = clause.spread === null ? "core" : findLevel(clause.spread, scope);
      return count === null || level === null ? null : { kind: "spread", span, count, level };
    }
  }
}

function resolveOn(
  { targets, span }: Extract<ReplicaClause, { kind: "on" }>,
  item: StateItem,
  machine: BuiltMachine,
  scope: SystemScope,
): Replicas | null {
  const cores = selectCores(targets, item, machine, scope, onFaults);
  return cores === null ? null : { kind: "on", span, cores };
}

/** Undefined after a report. */
function resolveProtocol(item: StateItem, scope: SystemScope): State["protocol"] | undefined {
  const said = onlyOne(item.protocols, "how its replicas agree", item, scope);
  if (said === null) return null;
  const name = protocols.find((protocol) => protocol === said.text);
  if (name !== undefined) return { name, span: said.span };
  const suggestion = closestName(said.text, protocols);
  const fixes = suggestion === null ? [] : [replacement(said.span, suggestion)];
  const facts = { name: said.text, known: protocols, suggestion };
  scope.context.report(diagnose(stateDiagnostics.unknownProtocol, said.span, facts, { fixes }));
  return undefined;
}
