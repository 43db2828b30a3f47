/** Source maps, revision 3 (ECMA-426), of texts each line of which comes from one place at most. */

/** Line and column from 1; columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface SourceMap {
  readonly version: 3;
  readonly names: readonly string[];
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly string[];
  readonly mappings: string;
}

/** `places`: by line of the text, where in `source` it comes from; null for lines that come from nowhere. */
export function buildSourceMap(source: string, places: readonly (Place | null)[]): SourceMap {
  return { version: 3, names: [], sources: [source], mappings: encodeMappings(places) };
}

function encodeMappings(places: readonly (Place | null)[]): string {
  let last: Place = { line: 1, column: 1 };
  const lines = places.map((place) => {
    if (place === null) return "";
    const segment = [0, 0, place.line - last.line, place.column - last.column].map(encodeNumber).join("");
    last = place;
    return segment;
  });
  return lines.join(";");
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
