/** The types of what is in replicated state: built-in, or declared by an interface and named with it. */
import { invariant } from "../../diagnostics/invariant.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { DeclaredType, Interface } from "../../model/interface.ts";
import type { InterfaceDeclaration, InterfaceItem, Name } from "../../syntax/ast.ts";
import type { InterfaceScope } from "../interface/interface-scope.ts";
import { valueElsewhere } from "../interface/resolve-constants.ts";
import type { Declared, Scopes } from "../scope.ts";
import { countOf } from "../value.ts";

/** All that systems can name: interfaces are resolved before them. */
export interface Surroundings {
  readonly scopes: Scopes;
  readonly interfaces: ReadonlyMap<InterfaceDeclaration, Interface>;
  readonly report: Report;
}

/** The scope in which a system names types and constants: it has none of its own. */
export function typeScopeOf({ declaration, file }: Declared<"system">, around: Surroundings): InterfaceScope {
  const { scopes, report } = around;
  const open = (found: Declared<"interface"> | null) => (found === null ? null : openInterface(found, around));
  const scope: InterfaceScope = {
    ...{ declaration, isComplete: file.isComplete, items: new Map(), types: new Map(), parameters: new Map() },
    ownerElsewhere: (type) => ownerOf(type, scopes),
    find: (name) => open(scopes.find(name, "interface", file)),
    peek: (name) => open(scopes.peek(name, "interface", file)),
    resolved: () => known(undefined, declaration.name),
    context: {
      environment: {
        values: new Map(),
        clockOf: () => null,
        valueElsewhere: (reference) => valueElsewhere(reference, scope),
      },
      report,
    },
  };
  return scope;
}

function ownerOf(type: string, scopes: Scopes): string | null {
  const owner = scopes
    .all("interface")
    .find(({ declaration }) => declaration.items.some((item) => isType(item) && item.name.text === type));
  return owner?.declaration.name.text ?? null;
}

function openInterface({ declaration, file }: Declared<"interface">, around: Surroundings): InterfaceScope {
  const resolved = around.interfaces.get(declaration);
  const types = new Map<string, DeclaredType | null>();
  // What is declared and did not come to a type has been reported.
  for (const item of declaration.items) if (isType(item) && !isGeneric(item)) types.set(item.name.text, null);
  for (const type of resolved === undefined ? [] : typesOf(resolved)) types.set(type.name, type);
  const values = new Map((resolved?.constants ?? []).map(({ name, value }) => [name, countOf(value)]));
  const nothing = (_name: Name) => null;
  return {
    ...{ declaration, isComplete: file.isComplete, types, parameters: new Map(), find: nothing, peek: nothing },
    items: new Map(declaration.items.toReversed().map((item) => [item.name.text, item])),
    ownerElsewhere: () => null,
    resolved: () => known(resolved, declaration.name),
    context: { environment: { values, clockOf: () => null }, report: around.report },
  };
}

function known(resolved: Interface | undefined, { text }: Name): Interface {
  invariant(resolved !== undefined, `${text} is no interface that is resolved`);
  return resolved;
}

function typesOf({ aliases, enums, flags, structs, unions }: Interface): readonly DeclaredType[] {
  return [...aliases, ...enums, ...flags, ...structs, ...unions];
}

function isType(item: InterfaceItem): boolean {
  return ["enum", "flags", "struct", "union", "type"].includes(item.kind);
}

function isGeneric(item: InterfaceItem): boolean {
  return item.kind === "struct" && item.parameters.length > 0;
}
