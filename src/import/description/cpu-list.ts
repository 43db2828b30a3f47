/** The most CPUs that Linux can be configured for. */
const limit = 8192;

/**
 * Reads a list as Linux writes sets of CPUs and nodes, `0-3,8,10-11`, into ascending numbers; null when the text is no
 * such list. The format: Linux, Documentation/admin-guide/cputopology.rst.
 */
export function parseCpuList(text: string): readonly number[] | null {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  const numbers = new Set<number>();
  for (const piece of trimmed.split(",")) {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(piece);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (last < first || last >= limit) return null;
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** Writes ascending numbers as such a list. */
export function printCpuList(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run.last + 1 === number) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}
