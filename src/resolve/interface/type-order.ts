/** Which types are made of which: by name alone, before any of them is resolved. */
import type { Span } from "../../source/source-file.ts";
import type { AppliedType, InterfaceItem, NamedType, TypeArgument, TypeExpression } from "../../syntax/ast.ts";
import { builtinNames } from "./builtin-types.ts";
import type { InterfaceScope } from "./interface-scope.ts";

/** A place where a type names an item of an interface. */
interface Mention {
  readonly item: InterfaceItem;
  readonly span: Span;
}

type Item = Extract<InterfaceItem, { readonly kind: "struct" | "union" | "type" }>;

/** The items that a type is made of, with the types that mention them. */
export function mentionsIn(item: Item, scope: InterfaceScope): readonly Mention[] {
  const parameters = item.kind === "struct" ? item.parameters.map(({ name }) => name.text) : [];
  return typesIn(item).flatMap((type) =>
    namedIn(type)
      .filter(({ interface: owner, name }) => owner !== null || !parameters.includes(name.text))
      .flatMap(({ interface: owner, name }) => {
        const found = (owner === null ? scope : scope.peek(owner))?.items.get(name.text);
        return found === undefined ? [] : [{ item: found, span: type.span }];
      }),
  );
}

function typesIn(item: Item): readonly TypeExpression[] {
  if (item.kind === "union") return item.arms.flatMap(({ type }) => type ?? []);
  return item.kind === "struct" ? item.fields.map(({ type }) => type) : [item.type];
}

function namedIn(type: TypeArgument): readonly Pick<NamedType, "interface" | "name">[] {
  switch (type.kind) {
    case "array":
      return namedIn(type.element);
    case "named":
    case "reference":
      return [type];
    case "applied":
      return isBuiltIn(type) ? [] : [type, ...type.arguments.flatMap(namedIn)];
    default:
      return [];
  }
}

function isBuiltIn({ interface: owner, name }: AppliedType): boolean {
  return owner === null && builtinNames.includes(name.text);
}

/** Without recursion, since only what is resolved can be judged for its depth. Those in a circle come in any order. */
export function innermostFirst<Node>(
  nodes: readonly Node[],
  contained: (node: Node) => readonly Node[],
): readonly Node[] {
  const ordered = new Set<Node>();
  const entered = new Set<Node>();
  const waiting = [...nodes].reverse();
  for (let node = waiting.at(-1); node !== undefined; node = waiting.at(-1)) {
    const inner = entered.has(node) ? [] : contained(node).filter((other) => !entered.has(other));
    entered.add(node);
    if (inner.length > 0) waiting.push(...inner);
    else ordered.add(waiting.pop() ?? node);
  }
  return [...ordered];
}
