import type { Need } from "./need.ts";

export type Host = "threads" | "simulation" | "qemu";

/** A host, and what it needs of the machine that Skerry runs on. */
export interface Examined {
  readonly host: Host;
  /** Which board QEMU plays; null for other hosts. */
  readonly board: string | null;
  readonly needs: readonly Need[];
}

export function isReady({ needs }: Examined): boolean {
  return !needs.some(isLacking);
}

export function isLacking({ state, isOptional }: Need): boolean {
  return state.kind === "missing" && !isOptional;
}
