/** The first line of a text somebody else wrote, short and printable, to show in a sentence. */
export function abridge(text: string): string {
  const line = (text.split("\n", 1)[0] ?? "").replace(/[^\x20-\x7e]/g, "?");
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
