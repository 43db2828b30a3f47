import { countNumbers, type NumberRange, printRanges } from "../algorithms/number-ranges.ts";
import type { Controller } from "./interrupt.ts";

/** Lines as they are written: `5, 32..63`; of a controller of several dimensions `(3, 0..7), (4..5, *)`. */
export function printLines({ dimensions }: Pick<Controller, "dimensions">, lines: readonly NumberRange[]): string {
  if (dimensions.length === 1) return printRanges(lines);
  return lines.flatMap((range) => tuplesOf(range, dimensions).map((axes) => `(${axes.join(", ")})`)).join(", ");
}

/** `line 5`, `lines 32..63`. */
export function nameLines(controller: Pick<Controller, "dimensions">, lines: readonly NumberRange[]): string {
  return `${countNumbers(lines) === 1 ? "line" : "lines"} ${printLines(controller, lines)}`;
}

/** The rows of a stretch: the one it begins in, those it fills, the one it ends in. */
function tuplesOf({ from, to }: NumberRange, dimensions: readonly number[]): readonly (readonly string[])[] {
  const [length = 1, ...inner] = dimensions;
  if (inner.length === 0) return [[printAxis(from, to, length)]];
  const row = inner.reduce((product, next) => product * next, 1);
  const within = (start: number, end: number) =>
    tuplesOf({ from: start % row, to: end % row }, inner).map((axes) => [String(Math.floor(start / row)), ...axes]);
  const [firstFull, endFull] = [Math.ceil(from / row), Math.floor((to + 1) / row)];
  if (firstFull > endFull) return within(from, to);
  return [
    ...(from < firstFull * row ? within(from, firstFull * row - 1) : []),
    ...(firstFull < endFull ? [[printAxis(firstFull, endFull - 1, length), ...inner.map(() => "*")]] : []),
    ...(endFull * row <= to ? within(endFull * row, to) : []),
  ];
}

function printAxis(from: number, to: number, length: number): string {
  if (from === 0 && to === length - 1 && length > 1) return "*";
  return from === to ? String(from) : `${from}..${to}`;
}
