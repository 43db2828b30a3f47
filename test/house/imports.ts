/** What files of `src` import. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../../src/", import.meta.url));

export interface Import {
  readonly file: string;
  readonly specifier: string;
}

export function files(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => file.endsWith(".ts"))
    .sort();
}

export function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(source, file), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  const specifiers = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)"([^"]+)"/g);
  return [...specifiers].map(([, specifier = ""]) => ({ file, specifier }));
}

/** The file an import leads to; null for packages and Node itself. */
export function targetOf({ file, specifier }: Import): string | null {
  if (!specifier.startsWith(".")) return null;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}
