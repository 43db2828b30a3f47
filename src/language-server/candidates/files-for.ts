import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { preludeFolder } from "../../files/installation.ts";
import type { Place } from "../place.ts";

/** Within a string, the files that it can name: descriptions and standard parts behind `use`, modules behind `=`. Null elsewhere. */
export function filesFor({ source, offset, uri }: Place): readonly CompletionItem[] | null {
  const line = source.text.slice(source.text.lastIndexOf("\n", offset - 1) + 1, offset);
  const [, before, written] = /^((?:[^"]|"[^"]*")*)"([^"]*)$/.exec(line) ?? [];
  if (before === undefined || written === undefined) return null;
  const folder = path.dirname(fileURLToPath(uri));
  const typed = written.slice(0, written.lastIndexOf("/") + 1);
  if (/^\s*use\s*$/.test(before)) return usable(folder, typed, path.basename(fileURLToPath(uri)));
  return /=\s*$/.test(before) ? namesIn(folder, typed, /\.(?:m?[jt]s|c)$/, (name) => name) : [];
}

function usable(folder: string, typed: string, self: string): readonly CompletionItem[] {
  const bare = (name: string) => name.replace(/\.skerry$/, "");
  const standard = readNames(preludeFolder()).map((name) => fileItem(`prelude/${bare(name)}`));
  const own = namesIn(folder, typed, /\.skerry$/, bare).filter(({ label }) => label !== `./${bare(self)}`);
  return typed === "" || "prelude/".startsWith(typed) ? [...own, ...standard] : own;
}

function namesIn(
  folder: string,
  typed: string,
  pattern: RegExp,
  print: (name: string) => string,
): readonly CompletionItem[] {
  const prefix = typed === "" ? "./" : typed;
  return readNames(path.resolve(folder, typed))
    .filter((name) => pattern.test(name) && !name.endsWith(".d.ts"))
    .map((name) => fileItem(prefix + print(name)));
}

function fileItem(label: string): CompletionItem {
  return { label, kind: CompletionItemKind.File };
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
