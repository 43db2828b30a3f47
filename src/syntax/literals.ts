/** What the characters of number and string literals mean. */

const decimal = /^\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?$/;
const hexadecimal = /^0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;
const binary = /^0b[01]+(?:_[01]+)*$/;

export function isWellFormedNumber(raw: string): boolean {
  return decimal.test(raw) || hexadecimal.test(raw) || binary.test(raw);
}

/** The nearest double; 0 for text that is no well-formed number. */
export function numberValue(raw: string): number {
  return isWellFormedNumber(raw) ? Number(raw.replaceAll("_", "")) : 0;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ["\\\\", "\\"],
  ["\\n", "\n"],
]);

/** The value of a literal as it stands in the text, quotes included; unknown escapes stand for themselves. */
export function stringValue(image: string): string {
  const closed = image.length > 1 && image.endsWith('"');
  const inside = image.slice(1, closed ? -1 : undefined);
  return inside.replaceAll(/\\[^\r\n]/gu, (written) => escapes.get(written) ?? written);
}

/** A literal that reads back as the value. */
export function stringLiteral(value: string): string {
  return `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** Where in a string literal an escape stands that means nothing. */
export function unknownEscapes(image: string): { readonly at: number; readonly written: string }[] {
  return [...image.matchAll(/\\[^\r\n]/gu)]
    .filter(([written]) => !escapes.has(written))
    .map((match) => ({ at: match.index, written: match[0] }));
}
