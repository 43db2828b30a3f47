import { comparePlans } from "../../difference/compare-plans.ts";
import { readPlan } from "../../plan/read-plan.ts";
import { readVersion, type Version } from "../breaking/version.ts";
import { isBundle } from "../bundle/is-bundle.ts";
import { loadBundle } from "../bundle/load-bundle.ts";
import type { Call, Ending } from "../call.ts";
import type { CompileOptions, Wrong } from "../compile-files.ts";
import { exitCode } from "../exit-code.ts";
import { printJson } from "../print-json.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { renderDifference } from "./render-difference.ts";

/** Says what differs between two descriptions, plans or bundles; ends with 1 where something does. */
export async function diff(call: Call, old: string, now: string, options: CompileOptions): Promise<Ending> {
  if (old === "-" && now === "-")
    return refuseCall("both cannot come from standard input", "Name a file for one of them.");
  const before = await readSide(call, old, options);
  if (before.kind === "refused") return before;
  if (before.kind === "wrong") return exitCode.wrongDescription;
  const after = await readSide(call, now, options);
  if (after.kind === "refused") return after;
  if (after.kind === "wrong") return exitCode.wrongDescription;
  const difference = comparePlans(before.plan, after.plan);
  const { isNone, changes, routes } = difference;
  if (options.json === true) printJson(call.terminal, { ok: true, same: isNone, changes, routes });
  else call.terminal.print(renderDifference(difference));
  return isNone ? exitCode.done : exitCode.wrongDescription;
}

type Side = Pick<Version, "kind" | "plan">;

async function readSide(call: Call, name: string, options: CompileOptions): Promise<Side | Wrong | Refusal> {
  if (!isBundle(name)) return readVersion(call, name, options);
  const bundle = await loadBundle(call, name, options.json === true);
  if (bundle.kind !== "bundle") return bundle;
  const planned = bundle.files.get("build/plan.json");
  if (planned === undefined)
    return refuseCall(`the bundle ${name} has no plan`, "Build it again from its sources: skerry build FILE --bundle.");
  const { plan, faults } = readPlan(Buffer.from(planned).toString());
  if (plan !== null) return { kind: "version", plan };
  return refuseCall(`the plan in ${name} is none that this Skerry reads: ${faults[0] ?? "it is not there"}`);
}
