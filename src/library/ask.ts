import { type CatalogueEntry, findEntry } from "../diagnostics/catalogue.ts";
import { hasErrors } from "../diagnostics/report.ts";
import { judge } from "../pipeline.ts";
import { format as formatSource } from "../syntax/format.ts";
import { type CompileRequest, type CompileResult, tell } from "./compile.ts";
import { memoryHost } from "./memory-host.ts";

export type Checked = Pick<CompileResult, "ok" | "diagnostics" | "report">;

/** All that is wrong with texts: every system and machine that they describe is judged, not only one. */
export function check({ files, roots = Object.keys(files) }: Pick<CompileRequest, "files" | "roots">): Checked {
  const { diagnostics } = judge(roots, memoryHost(files));
  return { ok: !hasErrors(diagnostics), ...tell(diagnostics) };
}

export interface Formatted extends Checked {
  /** Null when the text has errors in its syntax. */
  readonly text: string | null;
}

/** The canonical form of a text, which diagnostics call `path`. */
export function format(text: string, path = "description.skerry"): Formatted {
  const { product, diagnostics } = formatSource({ path, text });
  return { ok: product !== null, text: product, ...tell(diagnostics) };
}

export type Explanation = CatalogueEntry;

/** What a code such as `SK3004` means, and how to mend it; null when there is no such code. */
export function explain(code: string): Explanation | null {
  return findEntry(code);
}
