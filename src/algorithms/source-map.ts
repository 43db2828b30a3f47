/** Source maps, revision 3 (ECMA-426), of texts each line of which comes from one place at most. */

/** A line of the text: where it comes from, and where in it something begins that readers may ask for, from 0. */
export interface MappedLine extends Place {
  readonly start: number;
}

/** Line and column from 1; columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface SourceMap {
  readonly version: 3;
  /** Of the text. */
  readonly file?: string;
  readonly names: readonly string[];
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
  readonly mappings: string;
}

/** `lines`: of the text, as they come from `source`; null for those that come from nowhere. */
export function buildSourceMap(source: string, lines: readonly (MappedLine | null)[]): SourceMap {
  return { version: 3, names: [], sources: [source], mappings: encodeMappings(lines) };
}

/** TypeScript asks for a name where it begins, and takes what comes next for it; others take what came before. */
function encodeMappings(mapped: readonly (MappedLine | null)[]): string {
  let last: Place = { line: 1, column: 1 };
  const lines = mapped.map((line) => {
    if (line === null) return "";
    const whole = encodeSegment(0, line, last);
    last = line;
    return line.start === 0 ? whole : `${whole},${encodeSegment(line.start, line, last)}`;
  });
  return lines.join(";");
}

/** `step`: columns from the segment before. */
function encodeSegment(step: number, { line, column }: Place, last: Place): string {
  return [step, 0, line - last.line, column - last.column].map(encodeNumber).join("");
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base 64, five bits a digit, the lowest first; the lowest of all is the sign. */
function encodeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const more = rest > 31 ? 32 : 0;
    text += digits[(rest & 31) | more];
    rest >>>= 5;
  } while (rest > 0);
  return text;
}
