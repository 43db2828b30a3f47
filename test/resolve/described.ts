import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Diagnostic, Outcome } from "../../src/diagnostics/diagnostic.ts";
import type { Description } from "../../src/model/description.ts";
import { load } from "../../src/resolve/load.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { placeOf } from "../../src/source/source-file.ts";
import type { SourceHost } from "../../src/source/source-host.ts";

const dsl = fileURLToPath(new URL("../../dsl/", import.meta.url));

/** A host over texts by path; `prelude/…` is the real one. */
export function hostOf(texts: Readonly<Record<string, string>>): SourceHost {
  return {
    read: (path) => {
      const text = path.startsWith("prelude/") ? readPrelude(path) : texts[path];
      return text === undefined ? { kind: "missing" } : { kind: "text", text };
    },
  };
}

function readPrelude(path: string): string | undefined {
  try {
    return readFileSync(dsl + path, "utf8");
  } catch {
    return undefined;
  }
}

/** Loads and resolves `text` as `a.skerry`, with further files beside it. */
export function describeText(text: string, others: Readonly<Record<string, string>> = {}): Outcome<Description> {
  const loaded = load(["a.skerry"], hostOf({ ...others, "a.skerry": text }));
  const resolved = resolve(loaded.product);
  return { product: resolved.product, diagnostics: [...loaded.diagnostics, ...resolved.diagnostics] };
}

/** The one machine of a faultless text that uses the amd64 prelude; throws the faults when there are some. */
export function machineOf(text: string) {
  const { product, diagnostics } = describeText(`use "prelude/amd64"\n${text}`);
  const [machine] = product.machines;
  if (diagnostics.length > 0 || machine === undefined) throw new Error(printAll(diagnostics).join("\n"));
  return machine;
}

/** `a.skerry:1:7 SK2101 there is no …`, one a fault. */
export function printAll(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ span, code, message }) => `${placeOf(span)} ${code} ${message}`);
}
