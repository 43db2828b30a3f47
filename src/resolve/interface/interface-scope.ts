import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Report } from "../../diagnostics/report.ts";
import type { DeclaredType, Interface, Type } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Documentation, InterfaceDeclaration, InterfaceItem, Name, SystemDeclaration } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";

/** What the parts of one interface are resolved against, or the types that a system names. */
export interface InterfaceScope {
  readonly declaration: Pick<InterfaceDeclaration | SystemDeclaration, "kind" | "name" | "span">;
  /** False when syntax errors kept something out: an unknown name that resembles nothing may be among it. */
  readonly isComplete: boolean;
  /** The first item of each name. */
  readonly items: ReadonlyMap<string, InterfaceItem>;
  /** Declared types by name; null for one whose fault has been reported. They are added as they are resolved. */
  readonly types: ReadonlyMap<string, DeclaredType | null>;
  /** Within a generic struct: what its parameters stand for; null for what is not known. */
  readonly parameters: ReadonlyMap<string, Type | null>;
  /** The interface, other than this one, that declares a type of this name. */
  readonly ownerElsewhere: (type: string) => string | null;
  /** The interface of a name that stands in this one; it may be this one. Null after a report. */
  readonly find: (name: Name) => InterfaceScope | null;
  /** The same, without a report. */
  readonly peek: (name: Name) => InterfaceScope | null;
  /** The interface itself, once all are resolved. */
  readonly resolved: () => Interface;
  /** Values of the constants. */
  readonly context: Context;
}

/** What an item is called in messages. */
export function wordFor(item: InterfaceItem): string {
  if (item.kind === "operation") return item.verb;
  return item.kind === "const" ? "constant" : item.kind;
}

/** What the interface or system of a scope is called in messages. */
export function ownerOf({ declaration }: InterfaceScope): string {
  return `the ${declaration.kind} \`${declaration.name.text}\``;
}

interface HasName {
  readonly name: Name;
}

/** The first of each name; reports the others. `owner` in words: `` the struct `Extent` ``. */
export function distinct<Item extends HasName>(
  items: readonly Item[],
  wordOf: (item: Item) => string,
  owner: string,
  report: Report,
): readonly Item[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const earlier = first.get(item.name.text);
    if (earlier === undefined) first.set(item.name.text, item);
    else reportNameTwice(item, earlier, wordOf, owner, report);
  }
  return [...first.values()];
}

function reportNameTwice<Item extends HasName>(
  item: Item,
  earlier: Item,
  wordOf: (item: Item) => string,
  owner: string,
  report: Report,
): void {
  const { text, span } = item.name;
  const firstPlace = placeOf(earlier.name.span);
  const facts = { kind: wordOf(item), name: text, firstKind: wordOf(earlier), firstPlace, owner };
  const related = [{ span: earlier.name.span, message: `\`${text}\` is first declared here` }];
  report(diagnose(interfaceDiagnostics.nameTwice, span, facts, { related }));
}

/** What every named thing of the model has. */
export function named({ name, documentation }: HasName & { readonly documentation: Documentation }) {
  return { name: name.text, documentation, span: name.span };
}
