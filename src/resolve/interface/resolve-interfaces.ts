import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import { type DeclaredType, type Interface, nothingReserved } from "../../model/interface.ts";
import type { InterfaceDeclaration, InterfaceItem } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import { expectCount } from "../expect.ts";
import type { LoadedFile } from "../load.ts";
import type { Declared, Scopes } from "../scope.ts";
import { builtinNames } from "./builtin-types.ts";
import { distinct, type InterfaceScope, named, wordFor } from "./interface-scope.ts";
import { resolveConstants } from "./resolve-constants.ts";
import { resolveDeclared } from "./resolve-declared.ts";
import { resolveEnum } from "./resolve-enum.ts";
import { resolveFlags } from "./resolve-flags.ts";
import { resolveOperations } from "./resolve-operation.ts";

/** Of an interface that states none. */
const firstVersion = 1;

/** Every interface of the files, in the order of the files and of the declarations in each. */
export function resolveInterfaces(
  _files: readonly LoadedFile[],
  scopes: Scopes,
  report: Report,
): ReadonlyMap<InterfaceDeclaration, Interface> {
  const declared = scopes.all("interface");
  const ownerOf = (type: string, asking: InterfaceDeclaration) =>
    declared.find(({ declaration }) => declaration !== asking && declaresType(declaration, type))?.declaration.name
      .text ?? null;
  return new Map(declared.map((one) => [one.declaration, resolveInterface(one, ownerOf, report)]));
}

function declaresType(declaration: InterfaceDeclaration, type: string): boolean {
  return declaration.items.some((item) => isType(item) && item.name.text === type);
}

function isType(item: InterfaceItem): boolean {
  return ["enum", "flags", "struct", "union", "type"].includes(item.kind);
}

function resolveInterface(
  { declaration, file: { isComplete } }: Declared<"interface">,
  ownerOf: (type: string, asking: InterfaceDeclaration) => string | null,
  report: Report,
): Interface {
  const items = distinct(declaration.items, wordFor, `the interface \`${declaration.name.text}\``, report);
  const { constants, context } = resolveConstants(ofKind(items, "const"), report);
  const version = resolveVersion(declaration, context);
  for (const item of items) if (isType(item)) reportBuiltinName(item, report);

  const enums = ofKind(items, "enum").map((item) => resolveEnum(item, context));
  const flags = ofKind(items, "flags").map((item) => resolveFlags(item, context));
  const types = new Map<string, DeclaredType | null>([...enums, ...flags].map((type) => [type.name, type]));
  const scope: InterfaceScope = {
    declaration,
    isComplete,
    items: new Map(items.map((item) => [item.name.text, item])),
    types,
    ownerElsewhere: (type) => ownerOf(type, declaration),
    context,
  };
  const made = [...ofKind(items, "type"), ...ofKind(items, "struct"), ...ofKind(items, "union")];
  const { aliases, structs, unions } = resolveDeclared(made, types, scope);
  const operations = resolveOperations(ofKind(items, "operation"), scope);
  const resolved = {
    ...named(declaration),
    version,
    constants,
    aliases,
    enums,
    flags,
    structs,
    unions,
    operations,
    reserved: nothingReserved,
  };
  return !isComplete || items.length < declaration.items.length ? { ...resolved, incomplete: true } : resolved;
}

function ofKind<Kind extends InterfaceItem["kind"]>(items: readonly InterfaceItem[], kind: Kind) {
  return items.filter((item): item is Extract<InterfaceItem, { kind: Kind }> => item.kind === kind);
}

/** 0 to 65535: versions travel as a u16. */
function resolveVersion({ name, version }: InterfaceDeclaration, context: Context): number {
  if (version === null) return firstVersion;
  return expectCount(version, `the version of \`${name.text}\``, context, { least: 0, most: 0xffff }) ?? firstVersion;
}

function reportBuiltinName(item: InterfaceItem, report: Report): void {
  const { text, span } = item.name;
  if (!builtinNames.includes(text)) return;
  report(diagnose(interfaceDiagnostics.builtinRedeclared, span, { name: text, kind: wordFor(item) }));
}
