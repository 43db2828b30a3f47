import type { ChoicePair } from "./compare-choices.ts";
import type { Subject } from "./finding.ts";

export function subjectOfChoice({ scopes, operations, old, new: now }: ChoicePair): Subject {
  return { interface: scopes.old.interface.name, operations, old: old.at, new: now.at };
}

/** What one of the versions would take as unknown, it does not refuse: where strictness changed, that is told by itself. */
export function isOpen({ old, new: now }: ChoicePair): boolean {
  return old.open || now.open;
}
