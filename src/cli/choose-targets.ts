import { closestName } from "../algorithms/closest-name.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { BootTarget, TargetFault } from "../emit/boot/target.ts";
import type { Plan } from "../plan/plan.ts";
import type { SourceHost } from "../source/source-host.ts";
import { type Refusal, refuseCall } from "./refusal.ts";
import { diagnosticOf } from "./target-diagnostics.ts";

/** Every target that takes the plan. */
const all = "all";

export interface ChosenTargets {
  readonly kind: "chosen";
  readonly targets: readonly BootTarget[];
  /** What the targets that were asked for by name have against the plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** Targets that do not take the plan, where all that do were asked for. */
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly target: string;
  /** What it has against the plan first. */
  readonly code: string;
  readonly message: string;
  /** How much more it has. */
  readonly others: number;
}

/** What `--target` means for a plan. */
export async function chooseTargets(
  names: readonly string[],
  plan: Plan,
  host: SourceHost,
): Promise<ChosenTargets | Refusal> {
  if (names.length === 0) return { kind: "chosen", targets: [], diagnostics: [], leftOut: [] };
  const { bootTargets } = await import("../emit/boot/targets.ts");
  const known = bootTargets.map(({ name }) => name);
  const unknown = names.find((name) => name !== all && !known.includes(name));
  if (unknown !== undefined) return refuseUnknown(unknown, [...known, all]);
  const judged = bootTargets.map((target) => ({ target, faults: target.judge(plan) }));
  const named = judged.filter(({ target }) => names.includes(target.name));
  const others = names.includes(all) ? judged.filter((one) => !named.includes(one)) : [];
  const fitting = others.filter(({ faults }) => !faults.some(isError));
  return {
    kind: "chosen",
    targets: [...named, ...fitting].map(({ target }) => target),
    diagnostics: [...named, ...fitting].flatMap(({ faults }) => faults.map((fault) => diagnosticOf(fault, host))),
    leftOut: others.flatMap(({ target, faults }) => leftOut(target, faults.filter(isError))),
  };
}

function leftOut({ name }: BootTarget, [first, ...others]: readonly TargetFault[]): readonly LeftOut[] {
  if (first === undefined) return [];
  return [{ target: name, code: first.kind.code, message: first.message, others: others.length }];
}

function refuseUnknown(name: string, known: readonly string[]): Refusal {
  const near = closestName(name, known);
  const hint = near === null ? "" : `; did you mean \`${near}\`?`;
  return refuseCall(`there is no target \`${name}\`${hint}`, `Targets are ${known.join(", ")}.`);
}

function isError({ kind }: TargetFault): boolean {
  return kind.severity === "error";
}
