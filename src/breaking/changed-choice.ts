import type { ChoicePair } from "./compare-choices.ts";
import type { Subject } from "./finding.ts";
import type { Pair } from "./pairing.ts";

/** At the whole type, or at what is given of either version. */
export function subjectOfChoice(
  { scopes, operations, old, new: now }: ChoicePair,
  at: Partial<Pair<{ readonly at: string }>> = {},
): Subject {
  const places = { old: at.old?.at ?? old.at, new: at.new?.at ?? now.at };
  return { interface: scopes.old.interface.name, operations, ...places };
}

/** What one of the versions would take as unknown, it does not refuse: where strictness changed, that is told by itself. */
export function isOpen({ old, new: now }: ChoicePair): boolean {
  return old.open || now.open;
}
