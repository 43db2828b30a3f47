import type { PlanOperation } from "../plan/plan.ts";
import type { Scope } from "./declared.ts";
import { type Pair, type Pairing, pairByName, pairRenamed, withoutPairs } from "./pairing.ts";

/** The operations of one interface: `kept` under their name, others by their number. */
export interface OperationPairing extends Pairing<PlanOperation> {
  readonly scopes: Pair<Scope>;
  readonly renamed: readonly Pair<PlanOperation>[];
  /** The old one is gone, and its number means the new one. */
  readonly reused: readonly Pair<PlanOperation>[];
}

export function pairOperations(scopes: Pair<Scope>): OperationPairing {
  const byName = pairByName(scopes.old.interface.operations, scopes.new.interface.operations);
  const renamed = pairRenamed(byName, isRenamed);
  const gone = withoutPairs(byName, renamed);
  const reused = pairRenamed({ ...gone, added: scopes.new.interface.operations }, hasNumberOf);
  return { scopes, renamed, reused, ...withoutPairs(gone, reused) };
}

function hasNumberOf(old: PlanOperation, now: PlanOperation): boolean {
  return old.opcode === now.opcode;
}

/** The same number for the same messages, at least by what stands in them. */
function isRenamed(old: PlanOperation, now: PlanOperation): boolean {
  if (!hasNumberOf(old, now) || old.verb !== now.verb) return false;
  return old.signature === now.signature || labelsOf(old) === labelsOf(now);
}

function labelsOf({ request, upload, reply }: PlanOperation): string {
  const layouts = [request, upload, reply].map((layout) => layout?.fields.map(({ name }) => name).join(" "));
  return layouts.join("; ");
}

/** Under one name or another, it is still the same operation. */
export function lasting({ kept, renamed }: OperationPairing): readonly Pair<PlanOperation>[] {
  return [...kept, ...renamed];
}

/** `Block.read` */
export function nameOf({ name }: PlanOperation, { interface: within }: Scope): string {
  return `${within.name}.${name}`;
}
