/** Shells that complete calls of Skerry, and their words as they hand them over. */
export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

export interface ShellWords {
  /** Of the call, without the program and without the last one. */
  readonly before: readonly string[];
  /** As far as the last one is written. */
  readonly last: string;
  /** Bash takes `--host=qemu` for three words and replaces only the last of them. */
  readonly isSplit: boolean;
}

/** The words behind the program's name, up to the cursor; the last may be empty. */
export function readShellWords(shell: Shell, words: readonly string[]): ShellWords {
  const plain = shell === "bash" ? joinAssignments(words) : words;
  const [last = "", ...reversed] = [...plain].reverse();
  const before = reversed.reverse();
  if (shell !== "bash") return { before, last, isSplit: false };
  return { before: before.map(unquote), last: unquote(last), isSplit: last !== words.at(-1) };
}

function joinAssignments(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const [index, word] of words.entries()) {
    const isPart = word === "=" || words[index - 1] === "=";
    if (isPart && joined.at(-1)?.startsWith("--") === true) joined.push(`${joined.pop()}${word}`);
    else joined.push(word);
  }
  return joined;
}

/** As the shell would, though a quote may yet be open. */
function unquote(word: string): string {
  const pieces = word.matchAll(/'([^']*)'?|"((?:[^"\\]|\\.)*)"?|\\(.)|([^'"\\]+)/gs);
  return [...pieces]
    .map(
      ([, single, double, escaped, plain]) => single ?? double?.replace(/\\(["\\$`])/g, "$1") ?? escaped ?? plain ?? "",
    )
    .join("");
}
