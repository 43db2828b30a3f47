import { closestName } from "../algorithms/closest-name.ts";
import { planDiagnostics } from "../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose } from "../diagnostics/diagnostic.ts";
import type { System } from "../model/deployment.ts";
import type { Description } from "../model/description.ts";
import type { Machine } from "../model/machine.ts";
import type { Span } from "../source/source-file.ts";

/** What a plan is made for; the machine is null when there are interfaces only. */
export interface Subject {
  readonly system: System | null;
  readonly machine: Machine | null;
}

export type Selection = Subject | Diagnostic;

/** The system asked for; else the only one; else the only machine; else the interfaces alone. */
export function selectSubject(description: Description, name: string | undefined): Selection {
  const { systems, machines } = description;
  if (name !== undefined) return selectNamed(description, name);
  const [system, otherSystem] = systems;
  if (otherSystem !== undefined) return reportSystems(systems, otherSystem.span);
  if (system !== undefined) return { system, machine: system.machine };
  const [machine, otherMachine] = machines;
  if (otherMachine !== undefined) return reportMachines(machines, otherMachine.span);
  return { system: null, machine: machine ?? null };
}

function selectNamed(description: Description, name: string): Selection {
  const system = description.systems.find((candidate) => candidate.name === name);
  if (system !== undefined) return { system, machine: system.machine };
  const names = description.systems.map((candidate) => candidate.name);
  const facts = { name, names, meant: closestName(name, names) };
  return diagnose(planDiagnostics.unknownSystem, placeForAll(description), facts);
}

/** Where to point when the fault is in no place of the text: the first system, else the start of the first file. */
function placeForAll({ systems, files }: Description): Span {
  return systems[0]?.span ?? { source: files[0] ?? { path: "", text: "" }, start: 0, end: 0 };
}

function reportSystems(systems: readonly System[], span: Span): Diagnostic {
  const names = systems.map((system) => system.name);
  const related = systems.map((system) => ({ span: system.span, message: `system ${system.name}` }));
  return diagnose(planDiagnostics.severalSystems, span, { names }, { related: related.filter((r) => r.span !== span) });
}

function reportMachines(machines: readonly Machine[], span: Span): Diagnostic {
  const names = machines.map((machine) => machine.name);
  const related = machines.map((machine) => ({ span: machine.span, message: `machine ${machine.name}` }));
  return diagnose(
    planDiagnostics.severalMachines,
    span,
    { names },
    { related: related.filter((r) => r.span !== span) },
  );
}
