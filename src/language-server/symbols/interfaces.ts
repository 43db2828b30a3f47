/** Names in interfaces: types, constants, and those of other interfaces. */
import type { InterfaceDeclaration, InterfaceItem, Name, TypeArgument, TypeExpression } from "../../syntax/ast.ts";
import { mentionExpression, mentionExpressions, type Scope } from "./expressions.ts";
import type { Mentions } from "./mentions.ts";
import type { DeclaredSymbol } from "./symbol.ts";

type Lookup = (name: string) => DeclaredSymbol | undefined;

/** `symbol` is what the interface declares. */
export function mentionInterface(declaration: InterfaceDeclaration, symbol: DeclaredSymbol, mentions: Mentions): void {
  for (const item of declaration.items) {
    const inside = symbol.children.find(({ node }) => node === item);
    mentionItem(
      item,
      typeScope((name) => ofItem(name, inside) ?? itemOf(name, symbol), mentions),
      mentions,
    );
  }
}

/** A parameter of a generic struct hides what the interface calls so. */
function ofItem(name: string, item: DeclaredSymbol | undefined): DeclaredSymbol | undefined {
  return item?.children.find((child) => child.kind === "typeParameter" && child.name === name);
}

function itemOf(name: string, owner: DeclaredSymbol): DeclaredSymbol | undefined {
  return owner.children.find((child) => child.name === name && child.kind !== "operation");
}

/** Where types are named: a name means what `lookup` finds, a name behind a dot what that interface holds. */
export function typeScope(lookup: Lookup, mentions: Mentions): Scope {
  return { value: lookup, element: () => undefined, owner: (name) => mentions.noteVisible(name, "interface") };
}

function mentionItem(item: InterfaceItem, scope: Scope, mentions: Mentions): void {
  switch (item.kind) {
    case "const":
      noteType(null, item.type, scope, mentions);
      mentionExpression(item.value, scope, mentions);
      break;
    case "type":
      mentionType(item.type, scope, mentions);
      break;
    case "enum":
    case "flags":
      noteType(null, item.underlying, scope, mentions);
      mentionExpressions(
        item.members.map(({ value }) => value),
        scope,
        mentions,
      );
      break;
    case "union":
      for (const { type } of item.arms) if (type !== null) mentionType(type, scope, mentions);
      break;
    case "struct":
      mentionExpression(item.room, scope, mentions);
      for (const { type } of item.fields) mentionType(type, scope, mentions);
      break;
    case "operation":
      for (const { type } of [...item.parameters, ...(item.uploads ?? []), ...(item.results ?? [])]) {
        mentionType(type, scope, mentions);
      }
      if (item.fails !== null) mentionType(item.fails, scope, mentions);
      mentionExpressions(
        item.clauses.map(({ value }) => value),
        scope,
        mentions,
      );
      break;
  }
}

export function mentionType(type: TypeExpression, scope: Scope, mentions: Mentions): void {
  switch (type.kind) {
    case "named":
      noteType(type.interface, type.name, scope, mentions);
      break;
    case "applied":
      if (noteType(type.interface, type.name, scope, mentions) === undefined)
        mentions.noteVisible(type.name, "interface");
      for (const argument of type.arguments) mentionArgument(argument, scope, mentions);
      break;
    case "array":
      mentionType(type.element, scope, mentions);
      mentionExpression(type.length, scope, mentions);
      break;
  }
}

/** A name alone is an expression to the parser; it may be a type, or behind `endpoint` an interface. */
function mentionArgument(argument: TypeArgument, scope: Scope, mentions: Mentions): void {
  if (argument.kind === "named" || argument.kind === "applied" || argument.kind === "array") {
    mentionType(argument, scope, mentions);
  } else if (
    argument.kind === "reference" &&
    argument.interface === null &&
    scope.value(argument.name.text) === undefined
  ) {
    mentions.noteVisible(argument.name, "interface");
  } else mentionExpression(argument, scope, mentions);
}

function noteType(owner: Name | null, name: Name | null, scope: Scope, mentions: Mentions): DeclaredSymbol | undefined {
  if (name === null) return undefined;
  const of = owner === null ? null : scope.owner?.(owner);
  const symbol = of === null ? scope.value(name.text) : of && mentions.member(of, name.text);
  mentions.note(name, symbol);
  return symbol;
}
