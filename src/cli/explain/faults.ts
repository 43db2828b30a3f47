import type { JsonDiagnostic } from "../../diagnostics/render-json.ts";
import { renderJson } from "../../diagnostics/render-json.ts";
import type { Compiled } from "../compile-files.ts";

/** What is wrong with the description although the question could be answered, for the JSON of the answer; else nothing. */
export function faultsOf({ diagnostics, files }: Compiled): { readonly diagnostics?: readonly JsonDiagnostic[] } {
  return diagnostics.length === 0 ? {} : { diagnostics: renderJson(diagnostics, files.showPath) };
}
