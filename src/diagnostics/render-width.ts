/** How text takes up columns on a terminal. */

/** Tabs are shown as this many spaces. */
const tabWidth = 4;

const clusters = new Intl.Segmenter("en", { granularity: "grapheme" });

// Unicode Standard Annex 11, East Asian Width: the blocks whose characters are W or F, joined where neighbours are
// unassigned, and the pictographs that terminals draw two columns wide.
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f680}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const control = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that is safe to print: control characters, which could move the cursor or recolour the terminal, are shown by
 * their code; tabs become spaces.
 */
export function printable(text: string): string {
  return text.replace(control, (character) =>
    character === "\t" ? " ".repeat(tabWidth) : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

/** The same for a text of lines, which stay lines. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** Columns that printable text takes up. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const { segment } of clusters.segment(text)) columns += clusterColumns(segment);
  return columns;
}

function clusterColumns(cluster: string): number {
  if (wide.test(cluster)) return 2;
  return invisible.test(cluster) ? 0 : 1;
}
