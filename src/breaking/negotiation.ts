import type { PlanInterface, PlanOperation } from "../plan/plan.ts";

/** Whether programs built from two versions of an interface bind to each other, as the runtime decides it. */
export type Negotiation =
  /** The fingerprints are equal: nothing is to be agreed on. */
  | { readonly kind: "same" }
  /** Versions that differ by one: operations whose signatures agree are there, the others are refused. By their old names. */
  | { readonly kind: "partly"; readonly agreed: readonly string[]; readonly refused: readonly string[] }
  /** Another fingerprint under the same version, or versions further apart. */
  | { readonly kind: "refused" };

export function negotiate(old: PlanInterface, now: PlanInterface): Negotiation {
  if (old.fingerprint === now.fingerprint) return { kind: "same" };
  if (Math.abs(old.version - now.version) !== 1) return { kind: "refused" };
  const agrees = ({ opcode, signature }: PlanOperation) =>
    now.operations.some((operation) => operation.opcode === opcode && operation.signature === signature);
  return {
    kind: "partly",
    agreed: old.operations.filter(agrees).map(({ name }) => name),
    refused: old.operations.filter((operation) => !agrees(operation)).map(({ name }) => name),
  };
}
