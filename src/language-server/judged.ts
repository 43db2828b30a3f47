import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Description } from "../model/description.ts";
import type { SymbolIndex } from "./symbols/symbol-index.ts";

/** What is known of some files. */
export interface Judged {
  readonly description: Description;
  readonly diagnostics: readonly Diagnostic[];
  readonly index: SymbolIndex;
}
