/** The text of a JSDoc comment: the description's `///` text, what the generator adds, and where it was declared. */
export function documentation(said: string | null, at: string | null, ...added: readonly string[]): string[] {
  const place = at === null ? null : `\`${at}\``;
  const paragraphs = [said, ...added].filter((text) => text !== null && text.trim() !== "").map((text) => `${text}`);
  if (paragraphs.length === 0) return place === null ? [] : [escapeComment(place)];
  const text = paragraphs.join("\n\n");
  if (place === null) return [escapeComment(layOut(text))];
  const short = !text.includes("\n") && text.length + place.length < 100;
  return [escapeComment(layOut(short ? `${text} ${place}` : `${text}\n\n${place}`))];
}

/** Text that starts with a line break is printed with a line of its own for each line. */
function layOut(text: string): string {
  return text.includes("\n") ? `\n${text}` : text;
}

function escapeComment(text: string): string {
  return text.replaceAll("*/", "*\\/");
}

/** One line of a `//` comment: nothing in it may end the line. */
export function lineComment(text: string): string {
  return `// ${text.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, " ")}`;
}
