import type { Outcome } from "../../src/diagnostics/diagnostic.ts";
import type { Description } from "../../src/model/description.ts";
import { load } from "../../src/resolve/load.ts";
import { resolve } from "../../src/resolve/resolve.ts";
import { placeOf } from "../../src/source/source-file.ts";

/** Resolves one file, `a.skerry`. */
export function resolveText(text: string): Outcome<Description> {
  const loaded = load(["a.skerry"], { read: () => ({ kind: "text", text }) });
  const resolved = resolve(loaded.product);
  return { product: resolved.product, diagnostics: [...loaded.diagnostics, ...resolved.diagnostics] };
}

/** `1:7 SK4002 there is no type …`, one a fault. */
export function faultsOf(text: string): readonly string[] {
  return resolveText(text).diagnostics.map(({ span, code, message }) => `${placeOf(span).slice(9)} ${code} ${message}`);
}
