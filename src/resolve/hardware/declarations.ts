/** What is wrong with a part or machine already as declared, before any instance: judged once each. */
import { findCycles } from "../../algorithms/cycles.ts";
import { addressDiagnostics } from "../../diagnostics/catalogue/resolve/addresses.ts";
import { instantiationDiagnostics } from "../../diagnostics/catalogue/resolve/instantiation.ts";
import { nameDiagnostics } from "../../diagnostics/catalogue/resolve/names.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import { placeOf, type Span } from "../../source/source-file.ts";
import type {
  ArrayDimension,
  HardwareItem,
  InstanceItem,
  LineItem,
  MachineDeclaration,
  Name,
  Parameter,
  PartDeclaration,
  SpaceEntry,
} from "../../syntax/ast.ts";
import type { Declared, Scopes } from "../scope.ts";
import { dimensionOfType, elementTypeOf, elementTypeWords, unknownType } from "./parameters.ts";

export function reportDeclarationFaults(scopes: Scopes, report: Report): void {
  for (const { declaration } of scopes.all("part")) {
    reportParameterFaults(declaration, report);
    reportMemberFaults(declaration, `the ${declaration.level} \`${declaration.name.text}\``, report);
  }
  for (const { declaration } of scopes.all("machine")) {
    reportMemberFaults(declaration, `the machine \`${declaration.name.text}\``, report);
  }
  reportRecursion(scopes, report);
}

function reportParameterFaults(declaration: PartDeclaration, report: Report): void {
  const names = createNames(`the ${declaration.level} \`${declaration.name.text}\``, report);
  for (const parameter of declaration.parameters) {
    names.claim(parameter.name, "parameter");
    if (elementTypeOf(parameter.type) !== null) reportElementDefault(parameter, report);
    else if (dimensionOfType(parameter.type) === null) report(unknownType(parameter.type));
  }
}

function reportElementDefault({ name, type, defaultValue }: Parameter, report: Report): void {
  if (defaultValue === null) return;
  const facts = { name: name.text, what: elementTypeWords[elementTypeOf(type) ?? "space"] };
  report(diagnose(addressDiagnostics.elementDefault, defaultValue.span, facts));
}

// ───────────────────────────── names of members ─────────────────────────────

function reportMemberFaults(declaration: PartDeclaration | MachineDeclaration, owner: string, report: Report): void {
  const names = createNames(owner, report);
  if (declaration.kind === "part") {
    for (const { type, name } of declaration.parameters)
      if (elementTypeOf(type) !== null) names.claim(name, "parameter");
  }
  for (const item of declaration.items) claimNames(item, names, false, report);
}

function claimNames(item: HardwareItem, names: Names, inLoop: boolean, report: Report): void {
  if (item.kind === "for") {
    claimVariables(item.variables, report);
    for (const inner of item.items) claimNames(inner, names, true, report);
    return;
  }
  if (item.kind === "space") claimInLoops(item.items, report);
  if (item.kind === "controller") claimInLoops(item.routes, report);
  if ("dimensions" in item) claimIndices(item.dimensions, report);
  if (!("name" in item)) return;
  const kind = item.kind === "instance" ? item.level : item.kind;
  if (inLoop) report(namedInLoop(item.name, kind));
  names.claim(item.name, kind);
  if (item.kind !== "core") return;
  const inCore = createNames(`the core \`${item.name.text}\``, report);
  for (const cache of item.caches) inCore.claim(cache.name, "cache");
}

function claimInLoops(items: readonly (SpaceEntry | LineItem)[], report: Report): void {
  for (const item of items) {
    if (item.kind !== "for") continue;
    claimVariables(item.variables, report);
    claimInLoops(item.items, report);
  }
}

function claimIndices(dimensions: readonly ArrayDimension[], report: Report): void {
  const variables = dimensions.flatMap((dimension) => (dimension.kind === "index" ? [dimension.variable] : []));
  claimVariables(variables, report, "this array");
}

function claimVariables(variables: readonly Name[], report: Report, owner = "this `for`"): void {
  const names = createNames(owner, report);
  for (const variable of variables) names.claim(variable, "variable");
}

interface Names {
  readonly claim: (name: Name, kind: string) => void;
}

function createNames(owner: string, report: Report): Names {
  const claimed = new Map<string, { readonly span: Span; readonly kind: string }>();
  return {
    claim: (name, kind) => {
      const first = claimed.get(name.text);
      if (first === undefined) claimed.set(name.text, { span: name.span, kind });
      else report(duplicateMember(name, kind, first, owner));
    },
  };
}

function duplicateMember(name: Name, kind: string, first: { span: Span; kind: string }, owner: string): Diagnostic {
  const facts = { name: name.text, kind, firstKind: first.kind, firstPlace: placeOf(first.span), owner };
  const related = [{ span: first.span, message: `the ${first.kind} \`${name.text}\`` }];
  return diagnose(nameDiagnostics.duplicateMember, name.span, facts, { related });
}

function namedInLoop(name: Name, kind: string): Diagnostic {
  return diagnose(instantiationDiagnostics.namedInLoop, name.span, { kind, name: name.text });
}

// ───────────────────────────── recursion ─────────────────────────────

function reportRecursion(scopes: Scopes, report: Report): void {
  const parts = scopes.all("part");
  const declaredAs = new Map(parts.map((part) => [part.declaration, part]));
  const instancesOf = new Map(parts.map((part) => [part, instancesIn(part, scopes)]));
  const containedIn = (part: Declared<"part">) =>
    (instancesOf.get(part) ?? []).flatMap(({ declaration }) => declaredAs.get(declaration) ?? []);
  for (const circle of findCycles(parts, containedIn)) reportCircle(circle, instancesOf, report);
}

interface Contained {
  readonly item: InstanceItem;
  readonly declaration: PartDeclaration;
}

function instancesIn({ declaration, file }: Declared<"part">, scopes: Scopes): readonly Contained[] {
  return instanceItems(declaration.items).flatMap((item) => {
    const found = scopes.find(item.part, "part", file);
    return found === null ? [] : [{ item, declaration: found.declaration }];
  });
}

function instanceItems(items: readonly HardwareItem[]): readonly InstanceItem[] {
  return items.flatMap((item) => {
    if (item.kind === "for") return instanceItems(item.items);
    return item.kind === "instance" ? [item] : [];
  });
}

/** `circle` begins and ends with the same part; the fault stands where it holds the next one. */
function reportCircle(
  circle: readonly Declared<"part">[],
  instancesOf: ReadonlyMap<Declared<"part">, readonly Contained[]>,
  report: Report,
): void {
  const spans = circle.slice(0, -1).map((part, index) => {
    const next = circle[index + 1]?.declaration;
    const contained = instancesOf.get(part)?.find(({ declaration }) => declaration === next);
    return contained?.item.part.span ?? part.declaration.name.span;
  });
  const [first, ...others] = spans;
  if (first === undefined) return;
  const chain = circle.map((part) => part.declaration.name.text);
  const related = others.map((span) => ({ span, message: "and this leads on round the circle" }));
  report(diagnose(instantiationDiagnostics.recursivePart, first, { chain }, { related }));
}
