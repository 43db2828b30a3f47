/** Names in the hardware half: of parts, of what lies in them, of parameters and of the variables of loops. */
import type {
  Address,
  ArrayDimension,
  Attribute,
  Expression,
  HardwareItem,
  InstanceItem,
  LineItem,
  LineNumbers,
  LineTarget,
  MachineDeclaration,
  Name,
  PartDeclaration,
  SpaceEntry,
} from "../../syntax/ast.ts";
import {
  mentionAttributes,
  mentionExpression,
  mentionExpressions,
  mentionPath,
  mentionPaths,
  type Scope,
} from "./expressions.ts";
import type { Mentions } from "./mentions.ts";
import type { DeclaredSymbol } from "./symbol.ts";

/** Of a part or machine: `symbol` is what it declares. */
export function mentionHardware(
  declaration: PartDeclaration | MachineDeclaration,
  symbol: DeclaredSymbol,
  mentions: Mentions,
): void {
  const inside = (name: string) => symbol.children.find((child) => child.name === name && child.kind !== "variable");
  const scope: Scope = { value: inside, element: inside };
  if (declaration.kind === "part") {
    for (const { defaultValue } of declaration.parameters) mentionExpression(defaultValue, scope, mentions);
  }
  for (const item of declaration.items) mentionItem(item, symbol, scope, mentions);
}

/** Where variables are known: those of a loop, or of the elements of an array. `owner` is what declares them. */
function within(outer: Scope, variables: readonly Name[], owner: DeclaredSymbol | undefined): Scope {
  const variable = (name: string) => {
    const declared = variables.findLast(({ text }) => text === name);
    return declared && owner?.children.find(({ nameSpan }) => nameSpan === declared.span);
  };
  return { ...outer, value: (name) => variable(name) ?? outer.value(name) };
}

function indexVariables(dimensions: readonly ArrayDimension[]): readonly Name[] {
  return dimensions.flatMap((dimension) => (dimension.kind === "index" ? [dimension.variable] : []));
}

function mentionItem(item: HardwareItem, owner: DeclaredSymbol, outer: Scope, mentions: Mentions): void {
  const symbol = "name" in item ? owner.children.find(({ node }) => node === item) : undefined;
  const scope = "dimensions" in item ? within(outer, indexVariables(item.dimensions), symbol) : outer;
  const attributes = (list: readonly Attribute[]) => mentionAttributes(list, scope, mentions);
  const paths = (list: HardwarePaths) => mentionPaths(list, scope, mentions);
  if ("dimensions" in item) mentionDimensions(item.dimensions, outer, mentions);
  if ("attributes" in item) attributes(item.attributes);
  switch (item.kind) {
    case "core":
      mentions.noteVisible(item.isa, "isa");
      mentionExpressions([item.clock, ...item.caches.map(({ size }) => size)], scope, mentions);
      for (const cache of item.caches) attributes(cache.attributes);
      paths(item.sees.map(({ space }) => space));
      break;
    case "cache":
      mentionExpression(item.size, scope, mentions);
      paths(item.sharedBy);
      break;
    case "memory":
      mentionExpression(item.size, scope, mentions);
      break;
    case "coherence":
      paths(item.between);
      break;
    case "port":
      break;
    case "instance":
      mentionInstance(item, scope, mentions);
      break;
    case "link":
      paths([item.from, item.to]);
      mentions.noteVisible(item.interconnect, "interconnect");
      break;
    case "device":
      mentions.noteVisible(item.deviceKind, "deviceKind");
      paths([item.at, ...item.dma.flatMap(({ reaches }) => reaches), ...item.sees.map(({ space }) => space)]);
      for (const { target, lines } of item.interrupts) {
        mentionPath(target, scope, mentions);
        mentionLines(lines, scope, mentions);
      }
      break;
    case "controller":
      mentionExpressions(item.lines, scope, mentions);
      mentionTarget(item.target, scope, mentions);
      for (const route of item.routes) mentionRoute(route, symbol, scope, mentions);
      break;
    case "domain":
      paths(item.members);
      break;
    case "measured":
      paths([item.from, item.to]);
      mentionExpression(item.value, scope, mentions);
      break;
    case "space":
      mentionExpressions(item.widths, scope, mentions);
      for (const entry of item.items) mentionEntry(entry, symbol, scope, mentions);
      break;
    case "iommu":
      mentionExpression(item.width, scope, mentions);
      paths([item.to]);
      break;
    case "for":
      mentionExpressions([item.from, item.to], scope, mentions);
      for (const inner of item.items) mentionItem(inner, owner, within(scope, item.variables, owner), mentions);
      break;
  }
}

type HardwarePaths = Parameters<typeof mentionPaths>[0];

function mentionDimensions(dimensions: readonly ArrayDimension[], scope: Scope, mentions: Mentions): void {
  for (const dimension of dimensions) {
    const all: readonly Expression[] =
      dimension.kind === "length" ? [dimension.length] : [dimension.from, dimension.to];
    mentionExpressions(all, scope, mentions);
  }
}

function mentionInstance(item: InstanceItem, scope: Scope, mentions: Mentions): void {
  const part = mentions.noteVisible(item.part, "part");
  for (const { name, value } of item.arguments) {
    if (name !== null)
      mentions.note(
        name,
        part?.children.find((child) => child.name === name.text),
      );
    if (value.kind === "path") mentionPath(value.path, scope, mentions);
    // A name alone may be a number or something that lies here.
    else mentionExpression(value, { ...scope, value: (name) => scope.value(name) ?? scope.element(name) }, mentions);
  }
}

// ───────────────────────────── interrupts ─────────────────────────────

function mentionLines(lines: LineNumbers | null, scope: Scope, mentions: Mentions): void {
  for (const axis of lines?.axes ?? []) {
    if (axis.kind === "index") mentionExpression(axis.index, scope, mentions);
    if (axis.kind === "range") mentionExpressions([axis.from, axis.to], scope, mentions);
  }
}

function mentionTarget(target: LineTarget | null, scope: Scope, mentions: Mentions): void {
  mentionPaths(target?.paths ?? [], scope, mentions);
  mentionLines(target?.entry?.lines ?? null, scope, mentions);
}

function mentionRoute(route: LineItem, owner: DeclaredSymbol | undefined, scope: Scope, mentions: Mentions): void {
  if (route.kind === "for") {
    mentionExpressions([route.from, route.to], scope, mentions);
    const turn = within(scope, route.variables, owner);
    for (const inner of route.items) mentionRoute(inner, owner, turn, mentions);
    return;
  }
  mentionLines(route.lines, scope, mentions);
  mentionTarget(route.target, scope, mentions);
}

// ───────────────────────────── address spaces ─────────────────────────────

function mentionEntry(entry: SpaceEntry, owner: DeclaredSymbol | undefined, scope: Scope, mentions: Mentions): void {
  switch (entry.kind) {
    case "for":
      mentionExpressions([entry.from, entry.to], scope, mentions);
      for (const inner of entry.items) mentionEntry(inner, owner, within(scope, entry.variables, owner), mentions);
      break;
    case "else":
      mentionPath(entry.target, scope, mentions);
      mentionExpression(entry.at, scope, mentions);
      break;
    case "map":
      mentionAddress(entry.from, scope, mentions);
      mentionExpressions([entry.to, entry.size, entry.granule], scope, mentions);
      mentionPaths(entry.targets, scope, mentions);
      if (entry.at !== null) mentionAddress(entry.at, scope, mentions);
      break;
  }
}

function mentionAddress(address: Address, scope: Scope, mentions: Mentions): void {
  const parts = address.kind === "tuple" ? address.entries.flatMap(({ from, to }) => [from, to]) : [address];
  mentionExpressions(parts, scope, mentions);
}
