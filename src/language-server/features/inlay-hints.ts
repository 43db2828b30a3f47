import { type InlayHint, InlayHintKind, type Range } from "vscode-languageserver";
import { placeOf } from "../../source/source-file.ts";
import { describeField, fieldsOf } from "../facts/message-facts.ts";
import type { Place } from "../place.ts";
import { interfacesOf } from "../planned.ts";
import { toOffset, toPosition } from "../positions.ts";
import type { Hint } from "./hint.ts";
import { latencyHints } from "./latency-hints.ts";

/** What the text leaves to the compiler: offsets of fields, values of constants, latencies in time. */
export function inlayHints(place: Place, range: Range): InlayHint[] {
  const { source } = place;
  const [start, end] = [toOffset(source, range.start), toOffset(source, range.end)];
  return [...messageHints(place), ...latencyHints(place)]
    .filter(({ at }) => start <= at && at <= end)
    .map(({ at, label }) => ({
      ...{ position: toPosition(source, at), label, kind: InlayHintKind.Type, paddingLeft: true },
    }));
}

function messageHints({ judged, source }: Place): readonly Hint[] {
  const plans = interfacesOf(judged);
  const offsets = new Map(plans.flatMap(fieldsOf).map((field) => [field.at, describeField(field)]));
  const values = new Map(
    plans.flatMap(({ constants }) => constants.map(({ at, value }) => [at, `= ${value}`] as const)),
  );
  return judged.index.mentionsIn(source.path).flatMap(({ span, symbol }): readonly Hint[] => {
    if (symbol.nameSpan !== span) return [];
    const place = placeOf(span);
    if (symbol.kind === "field") {
      const label = offsets.get(place);
      return label === undefined ? [] : [{ at: symbol.span.end, label }];
    }
    const value = symbol.kind === "const" && isComputed(symbol.node) ? values.get(place) : undefined;
    return value === undefined ? [] : [{ at: symbol.span.end, label: value }];
  });
}

/** `512` says what it is. */
function isComputed(node: object | null): boolean {
  return node !== null && "value" in node && isExpression(node.value) && node.value.kind !== "number";
}

function isExpression(value: unknown): value is { readonly kind: string } {
  return typeof value === "object" && value !== null && "kind" in value;
}
