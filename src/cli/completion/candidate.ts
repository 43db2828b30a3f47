import type { Shell } from "./shell.ts";

/** What may stand where a shell asks. */
export interface Candidate {
  /** Behind a folder, which ends with `/`, the word goes on. */
  readonly kind: "word" | "file" | "folder";
  readonly value: string;
  /** Of commands and options; else empty. */
  readonly description: string;
}

/**
 * A line each. Fish takes values with their descriptions as they are; to the others the kind is said first, as they have
 * to quote the value and go on behind it by themselves.
 */
export function printCandidates(shell: Shell, head: string, candidates: readonly Candidate[]): string {
  const lines = candidates
    // A line break in the name of a file would make two of it.
    .filter(({ value }) => !/[\t\n]/.test(value))
    .map(({ kind, value, description }) => [...(shell === "fish" ? [] : [kind]), head + value, description]);
  return lines.map((columns) => `${columns.join("\t").trimEnd()}\n`).join("");
}
