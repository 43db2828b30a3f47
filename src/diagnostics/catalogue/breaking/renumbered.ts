/** What has another number now. */
export interface Renumbered {
  readonly what: string;
  readonly old: number;
  readonly new: number;
  /** Who has its old number. */
  readonly successor: string | null;
}

/** All that one cause has moved, in one sentence. */
export function describeRenumbered(moves: readonly Renumbered[]): string {
  const parts = moves.map(({ what, old, new: now, successor }) => {
    const heir = successor === null ? "" : ` (${old} now means \`${successor}\`)`;
    return `${what} was number ${old} and is number ${now}${heir}`;
  });
  return parts.join(", ");
}
