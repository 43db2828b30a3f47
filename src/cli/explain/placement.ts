import type { Plan, PlanProgram } from "../../plan/plan.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import type { Explanation } from "./explain.ts";
import { refuseUnknown } from "./find-element.ts";

/** Where the programs of a system lie, and why; one of them when it is named. */
export const explainPlacement: Explanation = (call, { plan, files }, [name], json) => {
  if (plan.system === null) return refuseCall("the description has no system, so nothing is placed");
  const all = [...plan.system.services, ...plan.system.clients];
  const programs = name === undefined ? all : all.filter((program) => program.name === name);
  if (programs.length === 0 && name !== undefined)
    return refuseUnknown(
      name,
      all.map((each) => each.name),
      "service or client",
    );
  const placed = programs.map((program) => ({ ...placement(plan, program), at: showPlace(program.at, files) }));
  if (json) printJson(call.terminal, { ok: true, system: plan.system.name, programs: placed });
  else call.terminal.print(placed.map(print).join("\n"));
  return null;
};

interface Placement {
  readonly name: string;
  readonly instances: readonly {
    readonly core: string;
    readonly reasons: readonly string[];
    readonly bindings: readonly { readonly service: string; readonly core: string }[];
  }[];
}

function placement(plan: Plan, program: PlanProgram): Placement {
  const coreName = (core: number) => plan.machine?.cores[core]?.path ?? `core ${core}`;
  return {
    name: program.name,
    instances: program.instances.map(({ core, reasons, bindings }) => ({
      core: coreName(core),
      reasons,
      bindings: program.uses.map((service, index) => {
        const bound = plan.system?.services[service];
        const instance = bound?.instances[bindings[index] ?? 0];
        return { service: bound?.name ?? "", core: coreName(instance?.core ?? -1) };
      }),
    })),
  };
}

function print({ name, at, instances }: Placement & { readonly at: string }): string {
  const lines = instances.flatMap(({ core, reasons, bindings }) => [
    `  on ${core}`,
    ...reasons.map((reason) => `    because ${reason}`),
    ...bindings.map((binding) => `    bound to ${binding.service} on ${binding.core}`),
  ]);
  return `${name} (${at})\n${lines.join("\n")}\n`;
}
