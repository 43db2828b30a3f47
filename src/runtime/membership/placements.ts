/** Where an instance of a service runs that has moved. */
export interface Placement {
  /** Its place among the programs of the system. */
  readonly service: number;
  readonly core: number;
  /** Each move of a system has the next number, from 1. */
  readonly move: number;
}

/** Whether a move was asked for after another. Of two that have one number the same one counts for everybody. */
export function isLaterMove(one: Placement, other: Placement | undefined): boolean {
  if (other === undefined || one.move !== other.move) return one.move > (other?.move ?? 0);
  return one.core > other.core;
}

/**
 * Where services are in the next view: as in the view before, but for what has been asked for since. Nothing moves to a
 * core whose kernel does not take part; and once a move is agreed on, none of its number or an earlier one is.
 */
export function choosePlacements(
  placed: readonly Placement[],
  asked: Iterable<Placement>,
  members: ReadonlySet<number>,
): readonly Placement[] {
  const next = new Map(placed.map((each) => [each.service, each]));
  for (const each of asked) {
    if (members.has(each.core) && each.move > (next.get(each.service)?.move ?? 0)) next.set(each.service, each);
  }
  return [...next.values()].sort((one, other) => one.service - other.service);
}

export function areSamePlacements(some: readonly Placement[], others: readonly Placement[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ service, core, move }, index) => {
      const other = others[index];
      return other?.service === service && other.core === core && other.move === move;
    })
  );
}
