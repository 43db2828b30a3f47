import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { Interface, Operation, Reserved } from "../../model/interface.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { InterfaceDeclaration, InterfaceItem, Path } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { expectCount } from "../expect.ts";
import type { LoadedFile } from "../loaded-file.ts";
import type { Declared, Scopes } from "../scope.ts";
import { builtinNames } from "./builtin-types.ts";
import { distinct, named, ownerOf, wordFor } from "./interface-scope.ts";
import { type ConstantScope, listConstants, resolveConstants, valueElsewhere } from "./resolve-constants.ts";
import { resolveDeclared, type TypeScope } from "./resolve-declared.ts";
import { resolveEnum } from "./resolve-enum.ts";
import { resolveFlags } from "./resolve-flags.ts";
import { mostIdentity, resolveOperations } from "./resolve-operation.ts";
import { resolveReserved } from "./resolve-reserved.ts";
import { keepSettled, recallSettled, type Settled } from "./settled.ts";

/** Of an interface that states none. */
const firstVersion = 1;

/** Where an interface is put once it is resolved. */
interface Slot {
  interface: Interface | null;
}

/** One interface while all of them are resolved, step by step. */
type OpenScope = ConstantScope & TypeScope & { readonly declaration: InterfaceDeclaration; readonly slot: Slot };

/**
 * Every interface of the files, in the order of the files and of the declarations in each. What is settled is not looked
 * at again: others only take from it. `faulty` tells the files in which something is at fault.
 */
export function resolveInterfaces(
  files: readonly LoadedFile[],
  scopes: Scopes,
  report: Report,
  faulty: () => ReadonlySet<SourceFile> = () => new Set(files.map(({ source }) => source)),
): ReadonlyMap<InterfaceDeclaration, Interface> {
  const open = openScopes(scopes, report);
  const fresh = open.filter((scope) => scope.slot.interface === null);
  resolveConstants(fresh, report);
  for (const scope of fresh) resolveChoices(scope);
  resolveDeclared(fresh, report);
  for (const scope of fresh) scope.slot.interface = resolveInterface(scope);
  keepSettled(files, new Map(open.map((scope) => [scope.declaration, settle(scope)])), faulty());
  return new Map(open.map(({ declaration, resolved }) => [declaration, resolved()]));
}

function settle({ resolved, values, types }: OpenScope): Settled {
  return { interface: resolved(), values, types };
}

/** What the scopes of interfaces find each other by. */
interface Surroundings {
  readonly scopes: Scopes;
  readonly open: ReadonlyMap<InterfaceDeclaration, OpenScope>;
  readonly ownersOf: OwnersOf;
  readonly report: Report;
}

/** Which interfaces declare a type of this name, in their order. */
type OwnersOf = (type: string) => readonly InterfaceDeclaration[];

function openScopes(scopes: Scopes, report: Report): readonly OpenScope[] {
  const open = new Map<InterfaceDeclaration, OpenScope>();
  const ownersOf = findOwners(scopes);
  for (const declared of scopes.all("interface")) {
    open.set(declared.declaration, openScope(declared, { scopes, open, ownersOf, report }));
  }
  return [...open.values()];
}

/** Gathered once, when the first name is not found: many may be. */
function findOwners(scopes: Scopes): OwnersOf {
  let owners: ReadonlyMap<string, readonly InterfaceDeclaration[]> | null = null;
  return (type) => {
    owners ??= gatherOwners(scopes);
    return owners.get(type) ?? [];
  };
}

function gatherOwners(scopes: Scopes): ReadonlyMap<string, readonly InterfaceDeclaration[]> {
  const owners = new Map<string, InterfaceDeclaration[]>();
  for (const { declaration } of scopes.all("interface")) {
    for (const { name } of declaration.items.filter(isType)) {
      const known = owners.get(name.text);
      if (known === undefined) owners.set(name.text, [declaration]);
      else known.push(declaration);
    }
  }
  return owners;
}

function openScope({ declaration, file }: Declared<"interface">, around: Surroundings): OpenScope {
  const { scopes, open, ownersOf, report } = around;
  const settled = recallSettled(declaration, file);
  const items = distinct(declaration.items, wordFor, `the interface \`${declaration.name.text}\``, report);
  for (const item of items) if (isType(item)) reportBuiltinName(item, report);
  const scopeOf = (found: Declared<"interface"> | null) =>
    found === null ? null : (open.get(found.declaration) ?? null);
  const values = new Map(settled?.values);
  const slot: Slot = { interface: settled?.interface ?? null };
  const scope: OpenScope = {
    ...{ declaration, isComplete: file.isComplete, slot, values, parameters: new Map() },
    items: new Map(items.map((item) => [item.name.text, item])),
    types: new Map(settled?.types),
    ownerElsewhere: (type) => ownersOf(type).find((owner) => owner !== declaration)?.name.text ?? null,
    find: (name) => scopeOf(scopes.find(name, "interface", file)),
    peek: (name) => scopeOf(scopes.peek(name, "interface", file)),
    resolved: whatIsIn(slot, declaration.name.text),
    context: {
      environment: {
        values,
        clockOf: (path) => reportClock(path, report),
        valueElsewhere: (reference) => valueElsewhere(reference, scope),
      },
      report,
    },
  };
  return scope;
}

/** Made here, so that an interface that hands out endpoints keeps nothing else alive. */
function whatIsIn(slot: Slot, name: string): () => Interface {
  return () => {
    invariant(slot.interface !== null, `${name} is not resolved yet`);
    return slot.interface;
  };
}

function isType(item: InterfaceItem): boolean {
  return ["enum", "flags", "struct", "union", "type"].includes(item.kind);
}

function reportBuiltinName(item: InterfaceItem, report: Report): void {
  const { text, span } = item.name;
  if (!builtinNames.includes(text)) return;
  report(diagnose(interfaceDiagnostics.builtinRedeclared, span, { name: text, kind: wordFor(item) }));
}

function reportClock(path: Path, report: Report): null {
  report(diagnose(interfaceDiagnostics.clockInInterface, path.span, {}));
  return null;
}

/** Enums and flags: the types that are made of no others. */
function resolveChoices({ items, types, context }: OpenScope): void {
  for (const item of items.values()) {
    if (item.kind === "enum") types.set(item.name.text, resolveEnum(item, context));
    else if (item.kind === "flags") types.set(item.name.text, resolveFlags(item, context));
  }
}

function resolveInterface(scope: OpenScope): Interface {
  const { declaration, isComplete, items, context } = scope;
  const version = resolveVersion(declaration, context);
  const types = [...items.keys()].flatMap((name) => scope.types.get(name) ?? []);
  const operations = resolveOperations(
    [...items.values()].filter((item) => item.kind === "operation"),
    scope,
  );
  const resolved = {
    ...named(declaration),
    version,
    constants: listConstants(scope),
    aliases: types.filter((type) => type.kind === "alias"),
    enums: types.filter((type) => type.kind === "enum"),
    flags: types.filter((type) => type.kind === "flags"),
    structs: types.filter((type) => type.kind === "struct"),
    unions: types.filter((type) => type.kind === "union"),
    operations,
    reserved: resolveReservedOperations(scope, operations),
  };
  return !isComplete || items.size < declaration.items.length ? { ...resolved, incomplete: true } : resolved;
}

function resolveReservedOperations(scope: OpenScope, operations: readonly Operation[]): Reserved {
  const numbers = new Map(operations.map(({ name, identity }) => [name, identity]));
  const used = [...scope.items.values()].map(({ name }) => ({ name, number: numbers.get(name.text) ?? null }));
  const range = { least: 1, most: mostIdentity };
  const place = { owner: ownerOf(scope), numbers: "number" as const, range, used };
  return resolveReserved(scope.declaration.reserved, place, scope.context);
}

/** 0 to 65535: versions travel as a u16. */
function resolveVersion({ name, version }: InterfaceDeclaration, context: Context): number {
  if (version === null) return firstVersion;
  return expectCount(version, `the version of \`${name.text}\``, context, { least: 0, most: 0xffff }) ?? firstVersion;
}
