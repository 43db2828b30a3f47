import { findCycles } from "../algorithms/cycles.ts";
import { fileDiagnostics } from "../diagnostics/catalogue/resolve/files.ts";
import { diagnose } from "../diagnostics/diagnostic.ts";
import type { Report } from "../diagnostics/report.ts";
import type { Span } from "../source/source-file.ts";
import type { LoadedFile } from "./loaded-file.ts";
import { usedPath } from "./used-path.ts";

/** Reports each knot of files that use each other once: its shortest circle from the file whose path sorts first. */
export function reportIncludeCycles(files: readonly LoadedFile[], report: Report): void {
  for (const circle of findCycles(files, (file) => file.uses)) reportCircle(circle, report);
}

/** `circle` begins and ends with the same file; the fault stands at its first `use`. */
function reportCircle(circle: readonly LoadedFile[], report: Report): void {
  const spans = circle.slice(0, -1).map((file, index) => spanOfUse(file, circle[index + 1]));
  const [first, ...others] = spans;
  if (first === undefined) return;
  const related = others.map((span) => ({ span, message: "and this use leads on round the circle" }));
  const chain = circle.map((file) => file.source.path);
  report(diagnose(fileDiagnostics.includeCycle, first, { chain }, { related }));
}

function spanOfUse(file: LoadedFile, used: LoadedFile | undefined): Span {
  const use = file.ast.uses.find((candidate) => usedPath(candidate.path.value, file.source.path) === used?.source.path);
  return use?.path.span ?? file.ast.span;
}
