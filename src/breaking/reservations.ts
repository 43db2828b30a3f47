/** What each list of names and numbers keeps from coming back: operations, members and arms, fields. */
import type { LayoutField, PlanOperation, PlanReserved } from "../plan/plan.ts";
import type { ChoicePair } from "./compare-choices.ts";
import type { LayoutPair } from "./compare-layouts.ts";
import type { Comparison } from "./comparison.ts";
import type { Subject } from "./finding.ts";
import type { OperationPairing } from "./pair-operations.ts";
import type { Pair } from "./pairing.ts";

/** A name, and its number where the list counts. */
export interface Entry {
  readonly name: string;
  readonly number: number | null;
  readonly at: string;
}

export interface Reservation {
  readonly subject: Subject;
  /** `Block.Status` in backticks */
  readonly whose: string;
  /** How a number is written behind `reserved`. */
  readonly sign: "@ " | "";
  readonly reserved: Pair<PlanReserved>;
  /** What is there in the new version. */
  readonly used: readonly Entry[];
  /** What was there in the old one and is gone, neither renamed nor its number reused. */
  readonly gone: readonly Entry[];
}

export function reservationsOf({ operations, choices, layouts }: Comparison): readonly Reservation[] {
  return [...operations.map(ofInterface), ...choices.map(ofChoice), ...layouts.flatMap(ofStruct)];
}

function ofInterface({ scopes, removed }: OperationPairing): Reservation {
  const [old, now] = [scopes.old.interface, scopes.new.interface];
  const numbered = ({ name, opcode, at }: PlanOperation): Entry => ({ name, number: opcode, at });
  return {
    subject: { interface: old.name, operations: null, old: old.at, new: now.at },
    whose: `\`${old.name}\``,
    sign: "@ ",
    reserved: { old: old.reserved, new: now.reserved },
    used: now.operations.map(numbered),
    gone: removed.map(numbered),
  };
}

function ofChoice({ scopes, kind, whose, old, new: now, members }: ChoicePair): Reservation {
  return {
    subject: { interface: scopes.old.interface.name, operations: null, old: old.at, new: now.at },
    whose,
    sign: kind === "union" ? "@ " : "",
    reserved: { old: old.reserved, new: now.reserved },
    used: now.members,
    gone: members.removed,
  };
}

function ofStruct({ scopes, reserved, whose, at, new: now, fields }: LayoutPair): readonly Reservation[] {
  if (reserved === null) return [];
  const unnumbered = ({ name, at }: LayoutField): Entry => ({ name, number: null, at });
  return [
    {
      subject: { interface: scopes.old.interface.name, operations: null, ...at },
      whose,
      sign: "",
      reserved,
      used: now.fields.map(unnumbered),
      gone: fields.removed.map(unnumbered),
    },
  ];
}

export function reservesNumber({ numbers }: PlanReserved, number: number): boolean {
  return numbers.some(({ from, to }) => from <= number && number <= to);
}
