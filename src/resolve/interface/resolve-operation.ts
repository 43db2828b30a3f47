import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { type EnumType, type Field, type Operation, type StructType, withoutAlias } from "../../model/interface.ts";
import { coverSpans, placeOf } from "../../source/source-file.ts";
import type { NamedType, OperationItem } from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import { builtinNames } from "./builtin-types.ts";
import { type InterfaceScope, named } from "./interface-scope.ts";
import { resolveTraits } from "./resolve-traits.ts";
import { findType, resolveFields } from "./resolve-types.ts";

/** Numbers of operations travel in one byte, and 0 is none. */
export const mostIdentity = 255;

/** Each with its number: as written, else its predecessor's plus one. */
export function resolveOperations(items: readonly OperationItem[], scope: InterfaceScope): readonly Operation[] {
  const first = new Map<number, OperationItem>();
  let last = 0;
  return items.map((item) => {
    last = identityOf(item, last + 1, scope);
    const earlier = first.get(last);
    if (earlier === undefined) first.set(last, item);
    else reportTwin(item, earlier, last, scope);
    return resolveOperation(item, last, scope);
  });
}

function identityOf({ name, identity }: OperationItem, next: number, { context }: InterfaceScope): number {
  if (identity === null) return next;
  const bounds = { least: 1, most: mostIdentity };
  return expectCount(identity, `the number of \`${name.text}\``, context, bounds) ?? next;
}

function reportTwin(item: OperationItem, earlier: OperationItem, identity: number, { context }: InterfaceScope): void {
  const facts = { name: item.name.text, identity, first: earlier.name.text, firstPlace: placeOf(earlier.name.span) };
  const related = [{ span: earlier.name.span, message: `\`${earlier.name.text}\` is number ${identity}` }];
  context.report(diagnose(interfaceDiagnostics.identityTwice, item.name.span, facts, { related }));
}

function resolveOperation(item: OperationItem, identity: number, scope: InterfaceScope): Operation {
  const isOneWay = item.verb === "message" || item.verb === "event";
  if (isOneWay) reportAnswers(item, scope);
  const owner = `the ${item.verb} \`${item.name.text}\``;
  return {
    ...named(item),
    identity,
    verb: item.verb,
    parameters: resolveFields(item.parameters, "parameter", owner, scope),
    uploads: isOneWay ? null : resolveUploads(item, owner, scope),
    results: isOneWay ? [] : resolveResults(item, owner, scope),
    fails: isOneWay || item.fails === null ? null : findFailure(item.fails, item, scope),
    ...resolveTraits(item, scope),
  };
}

function reportAnswers({ verb, name, uploads, results, fails }: OperationItem, { context }: InterfaceScope): void {
  if (uploads !== null) {
    const facts = { verb, name: name.text };
    context.report(diagnose(interfaceDiagnostics.oneWayWithUploads, spanOfFields(uploads) ?? name.span, facts));
  }
  if (results !== null) {
    const facts = { verb, name: name.text };
    context.report(diagnose(interfaceDiagnostics.oneWayWithResults, spanOfFields(results) ?? name.span, facts));
  }
  if (fails !== null) {
    const facts = { verb, name: name.text, failure: fails.name.text };
    context.report(diagnose(interfaceDiagnostics.oneWayWithFailure, fails.span, facts));
  }
}

function spanOfFields(fields: NonNullable<OperationItem["results"]>) {
  const [first, last] = [fields[0], fields.at(-1)];
  return first === undefined || last === undefined ? null : coverSpans(first.name.span, last.span);
}

function resolveUploads(item: OperationItem, owner: string, scope: InterfaceScope): readonly Field[] | null {
  const { uploads, name, idempotent } = item;
  if (uploads === null) return null;
  const facts = { name: name.text };
  if (uploads.length === 0) scope.context.report(diagnose(interfaceDiagnostics.uploadsOfNothing, name.span, facts));
  if (idempotent !== null && item.verb === "call") {
    scope.context.report(diagnose(interfaceDiagnostics.idempotentUploads, idempotent.span, facts));
  }
  return resolveFields(uploads, "field", `the items that ${owner} takes`, scope);
}

function resolveResults(item: OperationItem, owner: string, scope: InterfaceScope): readonly Field[] {
  const results = item.results ?? [];
  if (item.verb === "stream" && results.length === 0) {
    scope.context.report(diagnose(interfaceDiagnostics.streamOfNothing, item.name.span, { name: item.name.text }));
  }
  return resolveFields(results, "result", `the results of ${owner}`, scope);
}

function findFailure(node: NamedType, item: OperationItem, scope: InterfaceScope): EnumType | StructType | null {
  const { name } = node;
  const isBuiltIn = node.interface === null && builtinNames.includes(name.text);
  const found = isBuiltIn ? null : findType(node, scope);
  if (found === null && !isBuiltIn) return null;
  const type = found === null ? null : withoutAlias(found);
  if (type?.kind === "enum" || type?.kind === "struct") return type;
  const facts = { operation: item.name.text, name: name.text };
  scope.context.report(diagnose(interfaceDiagnostics.failureNotDeclared, name.span, facts));
  return null;
}
