import { sha256OfText } from "../../algorithms/sha256.ts";
import { compareText } from "../../diagnostics/report.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Plan } from "../plan.ts";

export function buildProvenance(files: readonly SourceFile[]): Plan["provenance"] {
  return files
    .map(({ path, text }) => ({ path, sha256: sha256OfText(text) }))
    .sort((a, b) => compareText(a.path, b.path));
}
