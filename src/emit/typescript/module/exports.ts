/** What files export, and under which names a module exports it that is put together of several. */

import { camelCase, pascalCase } from "../names.ts";
import type { PrintedFile } from "../print-file.ts";
import type { Statement } from "../structures.ts";

/** What a name stands for. */
export interface Meaning {
  readonly isValue: boolean;
  readonly isType: boolean;
}

export type Exported = ReadonlyMap<string, Meaning>;

export function exportsOf({ statements }: PrintedFile): Exported {
  const found = new Map<string, Meaning>();
  for (const { name, isValue, isType } of statements.flatMap(meaningOf)) {
    const known = found.get(name);
    found.set(name, { isValue: isValue || known?.isValue === true, isType: isType || known?.isType === true });
  }
  return found;
}

function meaningOf(statement: Statement): readonly (Meaning & { readonly name: string })[] {
  if (typeof statement === "string") {
    const name = /^export type (\S+)/m.exec(statement)?.[1];
    return name === undefined ? [] : [{ name, isValue: false, isType: true }];
  }
  const { kind, name } = statement;
  if (kind !== "constant" && statement.isExported !== true) return [];
  const isType = kind === "class" || kind === "interface" || kind === "typeAlias";
  return [{ name, isValue: kind !== "interface" && kind !== "typeAlias", isType }];
}

/** By file: its names and what the module calls them. */
export type ModuleNames = ReadonlyMap<string, string>;

/** Of equals: a name that several have, or that is `spoken` for, gets the name of its file in front, in each of them. */
export function nameEqually(
  files: readonly { readonly name: string; readonly exported: Exported }[],
  spoken: readonly string[] = [],
): ModuleNames[] {
  const counts = new Map(spoken.map((name) => [name, 1]));
  for (const { exported } of files) for (const name of exported.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const taken = new Set(counts.keys());
  return files.map(({ name: file, exported }) => {
    const names = [...exported.keys()];
    return new Map(names.map((name) => [name, counts.get(name) === 1 ? name : claim(prefixed(file, name), taken)]));
  });
}

/** Of one that comes behind others: what they have taken it gives way to, unless one is a value and the other a type. */
export function nameBehind(file: string, exported: Exported, before: ReadonlyMap<string, Meaning>): ModuleNames {
  const taken = new Set([...before.keys(), ...exported.keys()]);
  return new Map(
    [...exported].map(([name, { isValue, isType }]) => {
      const other = before.get(name);
      const isFree = other === undefined || !((isValue && other.isValue) || (isType && other.isType));
      return [name, isFree ? name : claim(prefixed(file, name), taken)];
    }),
  );
}

function prefixed(file: string, name: string): string {
  const prefix = /^[A-Z]/.test(name) ? pascalCase(file) : camelCase(file);
  return prefix + name.charAt(0).toUpperCase() + name.slice(1);
}

function claim(preferred: string, taken: Set<string>): string {
  let name = preferred;
  while (taken.has(name)) name += "_";
  taken.add(name);
  return name;
}
