/** Where programs and replicas go, and why. */
import { counted } from "../../algorithms/counted.ts";
import type { Plan, PlanProgram } from "../../plan/plan.ts";
import type { Project } from "../project.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";

const mostNamed = 4;

export function programFacts(symbol: DeclaredSymbol, project: Project): readonly string[] {
  if (symbol.kind !== "service" && symbol.kind !== "client" && symbol.kind !== "state") return [];
  const plan = project.plan();
  if (plan === null || plan.system === null) return [];
  const program = planned(symbol, plan);
  if (program !== undefined) return [printPlaces(program, plan), ...(program.instances[0]?.reasons ?? [])];
  const isOfSystem = symbol.container?.name === plan.system.name;
  const state = plan.system.states.find(({ name }) => isOfSystem && name === symbol.name);
  return state === undefined
    ? []
    : [`${counted(state.replicas.length, "replica")}: ${printCores(state.replicas, plan)}`];
}

/** What the plan says of a program; by its name, since its place may have moved while the plan stands. */
export function planned({ name, container }: DeclaredSymbol, { system }: Plan): PlanProgram | undefined {
  if (system === null || container?.name !== system.name) return undefined;
  return [...system.services, ...system.clients].find((program) => program.name === name);
}

/** `on p[0].cpu[0], p[1].cpu[0] and 6 others` */
export function printPlaces({ instances }: PlanProgram, plan: Plan): string {
  return `on ${printCores(
    instances.map(({ core }) => core),
    plan,
  )}`;
}

function printCores(cores: readonly number[], { machine }: Plan): string {
  const named = cores.slice(0, mostNamed).map((core) => machine?.cores[core]?.path ?? `core ${core}`);
  const rest = cores.length - named.length;
  return `${named.join(", ")}${rest > 0 ? ` and ${counted(rest, "other")}` : ""}`;
}
