/** What interfaces came to in files without a fault, kept for the next time these files are resolved. */
import type { DeclaredType, Interface } from "../../model/interface.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { InterfaceDeclaration } from "../../syntax/ast.ts";
import { reachedFrom } from "../keep-unchanged.ts";
import type { LoadedFile } from "../loaded-file.ts";
import type { Value } from "../value.ts";

/** One interface, and what others may take from it. */
export interface Settled {
  readonly interface: Interface;
  readonly values: ReadonlyMap<string, Value | null>;
  readonly types: ReadonlyMap<string, DeclaredType | null>;
}

const settledIn = new WeakMap<LoadedFile, ReadonlyMap<InterfaceDeclaration, Settled>>();

/** Null for what has changed or was at fault, in itself or in anything it uses: that is to be resolved anew. */
export function recallSettled(declaration: InterfaceDeclaration, file: LoadedFile): Settled | null {
  return settledIn.get(file)?.get(declaration) ?? null;
}

/**
 * Keeps what the interfaces of the files came to. A file is kept when nothing is at fault in it and in all it uses: what
 * is resolved without a fault depends on nothing else, and so do the objects it is made of.
 */
export function keepSettled(
  files: readonly LoadedFile[],
  settled: ReadonlyMap<InterfaceDeclaration, Settled>,
  faulty: ReadonlySet<SourceFile>,
): void {
  for (const file of files) {
    if (settledIn.has(file) || reachedFrom(file).some(({ source }) => faulty.has(source))) continue;
    const own = file.ast.declarations.filter((declaration) => declaration.kind === "interface");
    settledIn.set(file, new Map(own.flatMap((declaration) => pairOf(declaration, settled))));
  }
}

function pairOf(declaration: InterfaceDeclaration, settled: ReadonlyMap<InterfaceDeclaration, Settled>) {
  const found = settled.get(declaration);
  return found === undefined ? [] : [[declaration, found] as const];
}
