/** Text of C: comments, numbers, lines. */

export function indent(line: string): string {
  return line === "" || line.startsWith("#") ? line : `  ${line}`;
}

/** A comment that tools read, of what the description says; nothing where it says nothing. */
export function printDocumentation(...said: readonly (string | null)[]): string[] {
  const text = said.filter((one) => one !== null && one.trim() !== "").join("\n\n");
  if (text === "") return [];
  const lines = text.split("\n").map(escapeComment);
  if (lines.length === 1) return [`/** ${lines[0]} */`];
  return ["/**", ...lines.map((line) => ` * ${line}`.trimEnd()), " */"];
}

/** Nothing in it ends the comment, begins another, or looks like something that compilers warn of. */
export function escapeComment(text: string): string {
  return text
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("??", "? ?")
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, " ")
    .replace(/\\$/, "\\ .")
    .trimEnd();
}

/** A whole number as a constant of that many bits. */
export function printInteger(value: number, type: string): string {
  const macro = `${type.startsWith("i") ? "INT" : "UINT"}${type.slice(1)}_C`;
  return value < 0 ? `(-${macro}(${exactDigits(-value)}))` : `${macro}(${exactDigits(value)})`;
}

/** Without an exponent. */
function exactDigits(value: number): string {
  return BigInt(value).toString();
}

const width = 120;

/** A function of which nothing remains where it is not used. */
export function printFunction(returns: string, name: string, parameters: string, body: readonly string[]): string[] {
  const head = `static inline ${returns} ${name}(`;
  const isShort = head.length + parameters.length + 3 <= width;
  const heads = isShort ? [`${head}${parameters}) {`] : [head, `    ${parameters}) {`];
  return [...heads, ...body.map(indent), "}", ""];
}

/** Statements in braces behind a head. */
export function printBlock(head: string, body: readonly string[]): string[] {
  return [`${head} {`, ...body.map(indent), "}"];
}
