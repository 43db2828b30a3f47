import type { Affected, Category, ChangeKind } from "../diagnostics/change.ts";
import type { Severity } from "../diagnostics/diagnostic.ts";

/** One change, where it was made and whom it concerns. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly message: string;
  readonly affects: readonly Affected[];
  /** Of the old version, by name; null for what concerns the system. */
  readonly interface: string | null;
  /** `Block.read`: what it reaches; empty when it concerns the whole. */
  readonly operations: readonly string[];
  /** `file:line:column` in either version; null where there is nothing of it. */
  readonly old: string | null;
  readonly new: string | null;
}

/** Where a change was made, and what it reaches. */
export interface Subject {
  readonly interface: string | null;
  /** Null: everything. None: a type that no operation carries, which cannot harm anything on the wire. */
  readonly operations: readonly string[] | null;
  readonly old: string | null;
  readonly new: string | null;
  /** The struct that it is in: one made of a generic struct changes with all others that are. */
  readonly owner?: string | null;
  /** Fewer than all that the kind can affect. */
  readonly affects?: readonly Affected[];
}

export type Report = <Facts>(kind: ChangeKind<Facts>, subject: Subject, facts: Facts) => void;

export function makeFinding<Facts>(kind: ChangeKind<Facts>, subject: Subject, facts: Facts): Finding {
  const stated = subject.affects ?? kind.affects;
  const affects = subject.operations?.length === 0 ? stated.filter((party) => party === "code") : stated;
  const { old, new: now } = subject;
  return {
    code: kind.code,
    ...gravity(kind, affects),
    message: kind.message(facts),
    affects,
    interface: subject.interface,
    operations: subject.operations ?? [],
    old,
    new: now,
  };
}

/** A change of the wire that reaches no other program breaks code at most. */
function gravity<Facts>(
  { category, severity }: ChangeKind<Facts>,
  affects: readonly Affected[],
): Pick<Finding, "category" | "severity"> {
  if (category !== "wire" || affects.some((party) => party !== "code")) return { category, severity };
  if (affects.length > 0) return { category: "source", severity };
  return { category: "compatible", severity: "note" };
}
