import { closestName } from "../algorithms/closest-name.ts";
import { planDiagnostics } from "../diagnostics/catalogue/plan.ts";
import { type Diagnostic, type DiagnosticKind, diagnose } from "../diagnostics/diagnostic.ts";
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
  if (otherSystem !== undefined) return reportSeveral(planDiagnostics.severalSystems, systems, otherSystem.span);
  if (system !== undefined) return { system, machine: system.machine };
  const [machine, otherMachine] = machines;
  if (otherMachine !== undefined) return reportSeveral(planDiagnostics.severalMachines, machines, otherMachine.span);
  return { system: null, machine: machine ?? null };
}

/** Everything a plan can be made for: each system, and each machine that none of them runs on. */
export function everySubject({ systems, machines }: Description): readonly Subject[] {
  const used = new Set(systems.map(({ machine }) => machine));
  const idle = machines.filter((machine) => !used.has(machine));
  return [
    ...systems.map((system) => ({ system, machine: system.machine })),
    ...idle.map((machine) => ({ system: null, machine })),
  ];
}

function selectNamed(description: Description, name: string): Selection {
  const system = description.systems.find((candidate) => candidate.name === name);
  if (system !== undefined) return { system, machine: system.machine };
  const names = description.systems.map((candidate) => candidate.name);
  const facts = { name, names, suggestion: closestName(name, names) };
  return diagnose(planDiagnostics.unknownSystem, placeForAll(description), facts);
}

/** Where to point when the fault is in no place of the text: the first system, else the start of the first file. */
function placeForAll({ systems, files }: Description): Span {
  return systems[0]?.span ?? { source: files[0] ?? { path: "", text: "" }, start: 0, end: 0 };
}

/** Points at the second of several, and from there at the others. */
function reportSeveral(
  kind: DiagnosticKind<{ readonly names: readonly string[] }>,
  several: readonly { readonly name: string; readonly span: Span }[],
  span: Span,
): Diagnostic {
  const others = several.filter((each) => each.span !== span);
  const related = others.map((each) => ({ span: each.span, message: `\`${each.name}\` is described here` }));
  return diagnose(kind, span, { names: several.map(({ name }) => name) }, { related });
}
