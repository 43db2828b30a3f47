/** References in XML text: `&lt;`, `&#10;`, `&#xA;`. */

const entities: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** The text meant; null when a reference is none of the five that every document has nor a character by number. */
export function resolveReferences(raw: string): string | null {
  if (!raw.includes("&")) return raw;
  let good = true;
  const text = raw.replace(/&([^;&]{0,12};?)/g, (_, reference: string) => {
    const character = resolve(reference);
    if (character === null) good = false;
    return character ?? "";
  });
  return good ? text : null;
}

function resolve(reference: string): string | null {
  const [, named, decimal, hexadecimal] = /^(?:(\w+)|#(\d{1,7})|#x([\da-fA-F]{1,6}));$/.exec(reference) ?? [];
  if (named !== undefined) return entities.get(named) ?? null;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  const isCharacter =
    code >= 0x20 ? code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) : [9, 10, 13].includes(code);
  return isCharacter ? String.fromCodePoint(code) : null;
}
