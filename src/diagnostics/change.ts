/** Changes between two versions of a description, as entries of the catalogue. */
import type { DiagnosticKind } from "./diagnostic.ts";

/**
 * What a change breaks. `wire`: programs built from the two versions do not understand each other. `source`: they do, but
 * code that was written against the old stubs no longer compiles. `behaviour`: both hold, and something is kept no longer.
 * `compatible`: nothing.
 */
export type Category = "wire" | "source" | "behaviour" | "compatible";

/** Those that break something, the gravest first. */
export const breakingCategories: readonly Category[] = ["wire", "source", "behaviour"];

/** Who notices: clients of the old version at a server of the new one, the other way round, code that uses the stubs. */
export type Affected = "oldClients" | "newClients" | "code";

export interface ChangeKind<Facts> extends DiagnosticKind<Facts> {
  readonly category: Category;
  /** All it can affect; a finding may affect fewer. */
  readonly affects: readonly Affected[];
}

type Stated<Facts> = Omit<ChangeKind<Facts>, "severity" | "category" | "affects"> & {
  readonly affects?: readonly Affected[];
};

/** Old clients and new servers cannot talk, nor the other way round, unless `affects` says otherwise. */
export function wireChange<Facts>(stated: Stated<Facts>): ChangeKind<Facts> {
  return { severity: "error", category: "wire", affects: ["oldClients", "newClients"], ...stated };
}

export function sourceChange<Facts>(stated: Stated<Facts>): ChangeKind<Facts> {
  return { severity: "error", category: "source", affects: ["code"], ...stated };
}

export function behaviourChange<Facts>(stated: Stated<Facts>): ChangeKind<Facts> {
  return { severity: "warning", category: "behaviour", affects: ["oldClients", "newClients"], ...stated };
}

export function compatibleChange<Facts>(stated: Stated<Facts>): ChangeKind<Facts> {
  return { severity: "note", category: "compatible", affects: [], ...stated };
}
