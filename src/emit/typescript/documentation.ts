/**
 * The text of a JSDoc comment: the description's `///` text, what the generator adds, and where it was declared. What is
 * added comes behind the place when it is a tag.
 */
export function documentation(said: string | null, at: string | null, ...added: readonly string[]): string[] {
  const tags = added.filter((text) => text.startsWith("@"));
  const texts = [said ?? "", ...added].filter((text) => text.trim() !== "" && !tags.includes(text));
  const body = withPlace(texts.join("\n\n"), at);
  const text = [...(body === "" ? [] : [body]), ...(tags.length === 0 ? [] : [tags.join("\n")])].join("\n\n");
  return text === "" ? [] : [escapeComment(layOut(text))];
}

/** The place follows a short text on its line. */
function withPlace(text: string, at: string | null): string {
  if (at === null) return text;
  if (text === "") return `\`${at}\``;
  return !text.includes("\n") && text.length + at.length < 100 ? `${text} \`${at}\`` : `${text}\n\n\`${at}\``;
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
