import type { Check, CheckReport } from "../../checks/check.ts";
import { coreOffline } from "../../checks/deployment/core-offline.ts";
import { everyOfNothing } from "../../checks/deployment/every-of-nothing.ts";
import { wishesContradict } from "../../checks/deployment/wishes-contradict.ts";
import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { diagnose, type RelatedSpan } from "../../diagnostics/diagnostic.ts";
import type { System } from "../../model/deployment.ts";
import { mapsInCircle } from "../decoding/maps-in-circle.ts";
import { spaceTooLarge } from "../decoding/space-too-large.ts";
import { findConflict, type Owned, textOfDemand } from "./conflicts.ts";
import type { Demand } from "./question.ts";
import { printSize, reasonAgainst } from "./reason-against.ts";
import { unshared } from "./unshared-buffer.ts";

/** Conflicts of one system that are told at once. */
const most = 10;
/** Of a conflict of more wishes nearly all would come again in the next, so that is looked for without any of them. */
const mostNamed = 4;

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

/** One after the other: the last wish that is told of is left out of the search for the next. */
function reportConflicts(system: System, report: CheckReport): void {
  const told = new Set<Demand>();
  for (let count = 0; count < most; count++) {
    const conflict = findConflict(system, told);
    if (conflict === null) return;
    const inOrder = conflict.toSorted((a, b) => a.demand.span.start - b.demand.span.start);
    const last = inOrder.at(-1);
    if (last === undefined) return;
    for (const { demand } of inOrder.length > mostNamed ? inOrder : [last]) told.add(demand);
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
  const sum = sumOf(conflict);
  const all = sum === null ? related : [...related, sum];
  return diagnose(placementDiagnostics.wishesConflict, last.demand.span, { wishes }, { related: all });
}

/** Of buffers that must lie in one memory: what it has, and what they need. */
function sumOf(conflict: readonly Owned[]): RelatedSpan | null {
  const memories = new Set(conflict.map(({ demand }) => ("size" in demand ? demand.memory?.memory : undefined)));
  const [memory] = memories;
  if (memories.size !== 1 || memory === undefined) return null;
  const needed = conflict.reduce((sum, { demand }) => sum + ("size" in demand ? demand.size : 0), 0);
  if (needed <= memory.size) return null;
  const message = `\`${memory.path}\` has ${printSize(memory.size)}, and they need ${printSize(needed)}`;
  return { span: memory.span, message };
}
