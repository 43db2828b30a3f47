/** What is in replicated state: its kind, and behind it the types and the number of entries. */
import { closestName } from "../../algorithms/closest-name.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { stateDiagnostics } from "../../diagnostics/catalogue/state.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { State, StateKind, TypeSaid } from "../../model/state.ts";
import type { AppliedType, StateItem, TypeArgument, TypeExpression } from "../../syntax/ast.ts";
import { replacement } from "../evaluate.ts";
import { expectCount, expectTime } from "../expect.ts";
import type { InterfaceScope } from "../interface/interface-scope.ts";
import { isExpression, resolveType } from "../interface/resolve-types.ts";

/** What stands in angle brackets behind a kind. */
interface Shape {
  readonly types: readonly ("key" | "value")[];
  /** What the types are called in messages. */
  readonly parts: readonly string[];
  readonly isCollection: boolean;
  readonly wanted: string;
}

const shapes: Readonly<Record<StateKind, Shape>> = {
  register: { types: ["value"], parts: ["the value"], isCollection: false, wanted: "register<Type>" },
  map: {
    ...{ types: ["key", "value"], parts: ["the key", "the value"], isCollection: true },
    wanted: "map<Key, Value, most>",
  },
  counter: { types: [], parts: [], isCollection: false, wanted: "counter" },
  set: { types: ["key"], parts: ["the element"], isCollection: true, wanted: "set<Element, most>" },
  log: { types: ["value"], parts: ["the entry"], isCollection: true, wanted: "log<Entry, most>" },
  lease: { types: [], parts: [], isCollection: false, wanted: "lease 50 ms" },
};

const kinds = Object.keys(shapes);

function isKind(name: string): name is StateKind {
  return Object.hasOwn(shapes, name);
}

const mostEntries = 1 << 24;

export type Contents = Pick<State, "kind" | "typeSpan" | "key" | "value" | "capacity" | "lease">;

/** Null after a report. */
export function resolveContents(item: StateItem, scope: InterfaceScope): Contents | null {
  const kind = findKind(item, scope);
  if (kind === null) return null;
  const read = readArguments(item, kind, scope);
  const lease = resolveLease(item, kind, scope);
  if (read === null || lease === undefined) return null;
  return { kind, typeSpan: item.type.span, lease, ...read };
}

function findKind({ type }: StateItem, { context }: InterfaceScope): StateKind | null {
  const named = type.kind === "array" ? null : type;
  if (named?.interface === null && isKind(named.name.text)) return named.name.text;
  const name = nameOf(type);
  const suggestion = closestName(name, kinds);
  const span = named === null ? type.span : named.name.span;
  const fixes = suggestion === null ? [] : [replacement(span, suggestion)];
  context.report(diagnose(stateDiagnostics.unknownKind, span, { name, known: kinds, suggestion }, { fixes }));
  return null;
}

function nameOf(type: TypeExpression): string {
  if (type.kind === "array") return `${nameOf(type.element)}[]`;
  return type.interface === null ? type.name.text : `${type.interface.text}.${type.name.text}`;
}

function readArguments(
  item: StateItem,
  kind: StateKind,
  scope: InterfaceScope,
): Pick<State, "key" | "value" | "capacity"> | null {
  const { types, parts, isCollection, wanted } = shapes[kind];
  const given = argumentsOf(item.type);
  const [name, { report }] = [item.name.text, scope.context];
  const lacksBound = isCollection && given.length === types.length;
  if (lacksBound || given.length !== types.length + (isCollection ? 1 : 0)) {
    const fault = lacksBound ? stateDiagnostics.capacityMissing : stateDiagnostics.argumentsOfKind;
    report(diagnose(fault, item.type.span, { name, kind, wanted }));
    return null;
  }
  const said = types.map((_, index) => readType(given[index], parts[index] ?? "", item, scope));
  const capacity = isCollection ? readCapacity(given.at(-1), item, scope) : null;
  if (said.includes(null) || (isCollection && capacity === null)) return null;
  return { key: said[types.indexOf("key")] ?? null, value: said[types.indexOf("value")] ?? null, capacity };
}

function argumentsOf(type: TypeExpression): readonly TypeArgument[] {
  return type.kind === "applied" ? type.arguments : [];
}

/** A name alone was read as an expression. */
function readType(
  argument: TypeArgument | undefined,
  part: string,
  { name }: StateItem,
  scope: InterfaceScope,
): TypeSaid | null {
  if (argument === undefined) return null;
  if (isExpression(argument) && argument.kind !== "reference") {
    scope.context.report(diagnose(stateDiagnostics.typeExpected, argument.span, { name: name.text, part }));
    return null;
  }
  const node: TypeExpression = isExpression(argument) ? { ...argument, kind: "named" } : argument;
  const type = isNarrow(node, scope) ? null : resolveType(node, name.text, scope);
  return type === null ? null : { type, span: argument.span };
}

/** After a report: `Page<Extent, 16>`, which needs a name of its own in an interface. */
function isNarrow(node: TypeExpression, { context }: InterfaceScope): node is AppliedType {
  if (node.kind !== "applied" || node.interface === null) return false;
  const facts = { name: `${node.interface.text}.${node.name.text}`, suggestion: null };
  context.report(diagnose(interfaceDiagnostics.boundUnwanted, node.span, facts));
  return true;
}

function readCapacity(
  argument: TypeArgument | undefined,
  { name }: StateItem,
  { context }: InterfaceScope,
): State["capacity"] {
  if (argument === undefined) return null;
  if (!isExpression(argument)) {
    context.report(diagnose(stateDiagnostics.numberExpected, argument.span, { name: name.text }));
    return null;
  }
  const bounds = { least: 1, most: mostEntries };
  const count = expectCount(argument, `the number of entries of \`${name.text}\``, context, bounds);
  return count === null ? null : { count, span: argument.span };
}

/** Undefined after a report. */
function resolveLease(item: StateItem, kind: StateKind, { context }: InterfaceScope): State["lease"] | undefined {
  const { duration, name, type } = item;
  if (kind !== "lease") {
    if (duration === null) return null;
    context.report(diagnose(stateDiagnostics.durationUnwanted, duration.span, { name: name.text, kind }));
    return undefined;
  }
  if (duration === null) {
    context.report(diagnose(stateDiagnostics.leaseDuration, type.span, { name: name.text }));
    return undefined;
  }
  const time = expectTime(duration, `the time of the lease \`${name.text}\``, context, (span) => {
    context.report(diagnose(stateDiagnostics.leaseInCycles, span, { name: name.text }));
    return null;
  });
  return time === null ? undefined : { time: time.picoseconds, span: duration.span };
}
