import { printBandwidth, printFrequency, printSize, printTime } from "../algorithms/print-quantity.ts";
import type { Dimension } from "../model/quantity.ts";
import { findUnit } from "../resolve/units.ts";
import { coverSpans, type Span } from "../source/source-file.ts";
import { lex, tokenSpan } from "../syntax/lex.ts";
import { NumberToken } from "../syntax/tokens.ts";
import type { Place } from "./place.ts";

const printers: Readonly<Record<Dimension, ((amount: number) => string) | null>> = {
  ...{ count: null, size: printSize, time: printTime, frequency: printFrequency, bandwidth: printBandwidth },
};

const baseUnits: Readonly<Record<Dimension, string>> = {
  ...{ count: "", size: "bytes", time: "ps", frequency: "Hz", bandwidth: "bytes/s" },
};

/** The quantity that is written at a place, in other units. Cycles depend on whose they are, and stay. */
export function quantityAt({ source, offset }: Place): { readonly span: Span; readonly text: string } | null {
  const lineStart = source.text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = source.text.indexOf("\n", offset);
  const line = source.text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const { tokens } = lex({ path: source.path, text: line }, 0);
  for (const [at, number] of tokens.entries()) {
    const unit = tokens[at + 1];
    if (number.tokenType !== NumberToken || unit === undefined) continue;
    const known = findUnit(unit.image);
    const inLine = coverSpans(tokenSpan(source, number), tokenSpan(source, unit));
    const span = { source, start: inLine.start + lineStart, end: inLine.end + lineStart };
    if (known === null || offset < span.start || offset > span.end) continue;
    const amount = Number(number.image.replaceAll("_", "")) * known.scale;
    const print = known.cycles ? null : printers[known.dimension];
    if (print === null || Number.isNaN(amount)) return null;
    const exact = `${amount.toLocaleString("en")} ${baseUnits[known.dimension]}`;
    const written = `${number.image} ${unit.image}`;
    return { span, text: [...new Set([written, print(amount), exact])].join(" = ") };
  }
  return null;
}
