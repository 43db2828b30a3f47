import { printTime } from "../../algorithms/print-quantity.ts";
import type { Time } from "../../model/quantity.ts";
import type { Span } from "../../source/source-file.ts";
import type { Place } from "../place.ts";
import type { Hint } from "./hint.ts";

/** Behind what was said in cycles, the time that it is. Elements that are repeated may have several clocks: then none is shown. */
export function latencyHints({ judged, source }: Place): readonly Hint[] {
  const times = new Map<number, Set<string>>();
  for (const { caches, links } of judged.description.machines) {
    for (const { span, latency } of [...caches, ...links]) note(span, latency);
  }
  return [...times].flatMap(([at, texts]) => (texts.size === 1 ? [{ at, label: [...texts][0] ?? "" }] : []));

  function note(span: Span, latency: Time | null): void {
    if (latency?.cycles === null || latency === null || span.source.path !== source.path) return;
    const { text } = span.source;
    const written = /latency[^,;{}\n]*?cycles?\b/.exec(text.slice(span.start, span.end));
    if (written === null) return;
    const at = span.start + written.index + written[0].length;
    times.set(at, (times.get(at) ?? new Set()).add(`= ${printTime(latency.picoseconds)}`));
  }
}
