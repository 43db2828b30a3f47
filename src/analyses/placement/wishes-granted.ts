import type { Check, CheckReport } from "../../checks/check.ts";
import { coreOffline } from "../../checks/deployment/core-offline.ts";
import { everyOfNothing } from "../../checks/deployment/every-of-nothing.ts";
import { wishesContradict } from "../../checks/deployment/wishes-contradict.ts";
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import { mapsInCircle } from "../decoding/maps-in-circle.ts";
import { spaceTooLarge } from "../decoding/space-too-large.ts";
import { findConflict, type Owned, textOfDemand } from "./conflicts.ts";
import type { Demand } from "./question.ts";
import { reasonAgainst } from "./reason-against.ts";
import { unshared } from "./unshared-buffer.ts";

/** Conflicts of one system that are told at once. */
const most = 10;

/** What is said of where programs and buffers lie can be granted, all of it. Judged here, since it takes a search. */
export const wishesGranted: Check = {
  name: "wishes-granted",
  requires: [wishesContradict, everyOfNothing, coreOffline, mapsInCircle, spaceTooLarge],
  run({ systems }, report) {
    for (const system of systems) if (mayConflict(system)) reportConflicts(system, report);
  },
};

/** `on` and `every` by themselves are always granted, or another rule says why not. */
function mayConflict({ machine, services, clients }: System): boolean {
  if (machine.incomplete === true || !machine.cores.some(({ online }) => online)) return false;
  return [...services, ...clients].some(
    ({ wishes, buffers, drives }) =>
      buffers.length + drives.length > 0 || wishes.some(({ kind }) => !["on", "near", "every"].includes(kind)),
  );
}

/** One after the other: what is told of is left out of the search for the next. */
function reportConflicts(system: System, report: CheckReport): void {
  const told = new Set<Demand>();
  for (let count = 0; count < most; count++) {
    const conflict = findConflict(system, told);
    if (conflict === null) return;
    const inOrder = conflict.toSorted((a, b) => a.demand.span.start - b.demand.span.start);
    const last = inOrder.at(-1);
    if (last === undefined) return;
    told.add(last.demand);
    const programs = inOrder.map(({ program }) => program);
    report(
      programs,
      unshared(inOrder, system) ?? (inOrder.length === 1 ? single(last, system) : several(inOrder, last)),
    );
  }
}

function single({ program, demand }: Owned, system: System) {
  const facts = { name: program.name, wish: textOfDemand(demand), reason: reasonAgainst(demand, system) };
  const related = [{ span: system.machine.span, message: `the machine \`${system.machine.name}\`` }];
  return diagnose(placementDiagnostics.wishUnsatisfiable, demand.span, facts, { related });
}

function several(conflict: readonly Owned[], last: Owned) {
  const wishes = conflict.map(({ program, demand }) => ({ name: program.name, wish: textOfDemand(demand) }));
  const related = conflict
    .filter((each) => each !== last)
    .map(({ program, demand }) => ({ span: demand.span, message: `\`${program.name}\`: ${textOfDemand(demand)}` }));
  return diagnose(placementDiagnostics.wishesConflict, last.demand.span, { wishes }, { related });
}
