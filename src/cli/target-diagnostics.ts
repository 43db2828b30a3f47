/** What a target has against a plan, shown at the text that says it. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { TargetFault } from "../emit/boot/target.ts";
import { offsetAt, parsePlace, type Span, wordAt } from "../source/source-file.ts";
import type { SourceHost } from "../source/source-host.ts";

export function diagnosticOf({ kind, message, at, related }: TargetFault, host: SourceHost): Diagnostic {
  return {
    ...{ code: kind.code, severity: kind.severity, message, span: spanOf(at, host), fixes: [] },
    related: related.map((each) => ({ span: spanOf(each.at, host), message: each.message })),
  };
}

/** The word at a place of the plan; nothing, where the text is no longer what it was. */
function spanOf(at: string, host: SourceHost): Span {
  const place = parsePlace(at);
  const read = place === null ? null : host.read(place.file);
  const source = { path: place?.file ?? at, text: read?.kind === "text" ? read.text : "" };
  return wordAt(source, place === null ? 0 : offsetAt(source, place));
}
