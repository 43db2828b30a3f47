/**
 * Paths as short as they can be said: neighbours in an array together (`cpu[0..3]`), and of many the first few with how
 * many there are beside.
 */
export function listPaths(paths: readonly string[], most = 6): string {
  const runs = joinRuns(paths);
  const shown = runs.slice(0, most);
  const rest = runs.slice(most).reduce((sum, { count }) => sum + count, 0);
  return `${shown.map(({ text }) => text).join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
}

interface Run {
  readonly text: string;
  readonly count: number;
}

function joinRuns(paths: readonly string[]): readonly Run[] {
  const runs: { head: string; from: number; to: number }[] = [];
  for (const path of paths) {
    const { head, index } = splitIndex(path);
    const last = runs.at(-1);
    if (last !== undefined && index !== null && last.head === head && last.to === index - 1) last.to = index;
    else runs.push({ head, from: index ?? 0, to: index ?? 0 });
  }
  return runs.map(({ head, from, to }) => ({ text: printRun(head, from, to), count: to - from + 1 }));
}

/** `p[0].cpu[3]` → `p[0].cpu[#]` and 3: the last index counts. A link is named by its ends, and stands by itself. */
function splitIndex(path: string): { readonly head: string; readonly index: number | null } {
  const match = /^(.*\[)(\d+)(\][^\]]*)$/.exec(path);
  if (match === null || path.includes(" ")) return { head: path, index: null };
  const [, before = "", digits = "", after = ""] = match;
  return { head: `${before}#${after}`, index: Number(digits) };
}

function printRun(head: string, from: number, to: number): string {
  return head.replace("[#]", from === to ? `[${from}]` : `[${from}..${to}]`);
}
