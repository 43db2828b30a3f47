import { Memory } from "../../algorithms/memory.ts";
import { sha256OfText } from "../../algorithms/sha256.ts";
import { compareText } from "../../diagnostics/report.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Plan } from "../plan.ts";

const hashes = new Memory<SourceFile, string>();

export function buildProvenance(files: readonly SourceFile[]): Plan["provenance"] {
  return files
    .map((file) => ({ path: file.path, sha256: hashes.recall(file, () => sha256OfText(file.text)) }))
    .sort((a, b) => compareText(a.path, b.path));
}
