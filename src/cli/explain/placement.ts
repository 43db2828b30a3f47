import { printFrequency, printTime } from "../../algorithms/print-quantity.ts";
import { type Alternative, type CostLine, type Review, reviewPlacement } from "../../analyses/placement/review.ts";
import type { System } from "../../model/deployment.ts";
import type { Plan, PlanInstance, PlanPlacement, PlanProgram } from "../../plan/plan.ts";
import { readRoutes } from "../../plan/read-routes.ts";
import type { Compiled } from "../compile-files.ts";
import { showPlace } from "../description-files.ts";
import { printJson } from "../print-json.ts";
import { refuseCall } from "../refusal.ts";
import type { Explanation } from "./explanation.ts";
import { refuseUnknown } from "./find-element.ts";
import { formatShare } from "./quantities.ts";

/** Where the programs of a system lie, why, at what cost, and what else was to be had; one of them when it is named. */
export const explainPlacement: Explanation = (call, compiled, [name], json) => {
  const { plan, files } = compiled;
  if (plan.system === null) return refuseCall("the description has no system, so nothing is placed");
  const all = [...plan.system.services, ...plan.system.clients];
  const programs = name === undefined ? all : all.filter((program) => program.name === name);
  if (programs.length === 0 && name !== undefined)
    return refuseUnknown(
      name,
      all.map((each) => each.name),
      "service or client",
    );
  const reviews = review(compiled);
  const placed = programs.map((program) => ({
    ...placement(plan, program, reviews.get(program.name) ?? []),
    at: showPlace(program.at, files),
  }));
  const { placement: standing } = plan.system;
  if (json) printJson(call.terminal, { ok: true, system: plan.system.name, placement: standing, programs: placed });
  else call.terminal.print(`${placed.map(print).join("\n")}\n${printStanding(standing)}\n`);
  return null;
};

/** By program, copy by copy. */
function review({ plan, description }: Compiled): ReadonlyMap<string, readonly Review[]> {
  const system = description.systems.find((candidate) => candidate.name === plan.system?.name);
  if (system === undefined || plan.routes === null) return new Map();
  const reviews = new Map<string, Review[]>();
  for (const each of reviewPlacement(system, decidedIn(plan, system), readRoutes(plan.routes).latency)) {
    reviews.set(each.program.name, [...(reviews.get(each.program.name) ?? []), each]);
  }
  return reviews;
}

function decidedIn({ system: planned }: Plan, { machine }: System): Parameters<typeof reviewPlacement>[1] {
  const programs = new Map(
    [...(planned?.services ?? []), ...(planned?.clients ?? [])].map((each) => [each.name, each]),
  );
  return ({ name }, instance) => {
    const place = programs.get(name)?.instances[instance];
    const core = machine.cores[place?.core ?? -1];
    if (place === undefined || core === undefined) return null;
    return { core, memories: place.buffers.flatMap(({ memory }) => machine.memories[memory] ?? []) };
  };
}

interface Placement {
  readonly name: string;
  readonly instances: readonly Placed[];
}

interface Placed {
  readonly core: string;
  readonly reasons: readonly string[];
  readonly costs: readonly CostLine[];
  readonly alternatives: readonly {
    readonly core: string;
    readonly more: Alternative["more"];
    readonly obstacle: string | null;
  }[];
  readonly bindings: readonly { readonly service: string; readonly core: string }[];
  readonly buffers: readonly {
    readonly name: string;
    readonly memory: string;
    readonly offset: number;
    readonly reasons: readonly string[];
    readonly costs: readonly CostLine[];
  }[];
}

function placement(plan: Plan, program: PlanProgram, reviews: readonly Review[]): Placement {
  return {
    name: program.name,
    instances: program.instances.map((instance, at) => describe(plan, program, instance, reviews[at])),
  };
}

function describe(plan: Plan, program: PlanProgram, instance: PlanInstance, review: Review | undefined): Placed {
  const coreName = (core: number) => plan.machine?.cores[core]?.path ?? `core ${core}`;
  return {
    core: coreName(instance.core),
    reasons: instance.reasons,
    costs: review?.costs ?? [],
    alternatives: (review?.alternatives ?? []).map((each) => ({ ...each, core: each.core.path })),
    bindings: program.uses.map((service, index) => {
      const bound = plan.system?.services[service];
      const to = bound?.instances[instance.bindings[index] ?? 0];
      return { service: bound?.name ?? "", core: coreName(to?.core ?? -1) };
    }),
    buffers: instance.buffers.map(({ memory, offset, reasons }, index) => ({
      name: program.buffers[index]?.name ?? "",
      memory: plan.machine?.memories[memory]?.path ?? `memory ${memory}`,
      offset,
      reasons,
      costs: review?.buffers[index]?.costs ?? [],
    })),
  };
}

// ───────────────────────────── text ─────────────────────────────

function print({ name, at, instances }: Placement & { readonly at: string }): string {
  return `${name} (${at})\n${instances.flatMap(printCopy).join("\n")}\n`;
}

function printCopy({ core, reasons, costs, alternatives, bindings, buffers }: Placed): readonly string[] {
  return [
    `  on ${core}`,
    ...reasons.map((reason) => `    because ${reason}`),
    ...bindings.map((binding) => `    bound to ${binding.service} on ${binding.core}`),
    ...costs.map((line) => `    ${printCost(line)}`),
    ...alternatives.map((each) => `    instead ${each.core}: ${printAlternative(each)}`),
    ...buffers.flatMap((buffer) => [
      `    buffer ${buffer.name} in ${buffer.memory} at 0x${buffer.offset.toString(16)}`,
      ...buffer.reasons.map((reason) => `      because ${reason}`),
      ...buffer.costs.map((line) => `      ${printCost(line)}`),
    ]),
  ];
}

function printCost({ what, picoseconds, weight }: CostLine): string {
  const often = weight === 1 ? "" : ` at ${printFrequency(weight)}`;
  return `costs ${printTime(picoseconds)} ${what}${often}`;
}

function printAlternative({ more, obstacle }: Placed["alternatives"][number]): string {
  const parts = [printNearness(more.nearness), printMore(more.time, " of messages and reads per second")];
  const cost = parts.filter((part) => part !== null).join(", ") || "no more and no less";
  return obstacle === null ? cost : `${cost}, but ${obstacle}`;
}

/** What takes the interrupts of a device is a picosecond nearer to it. */
function printNearness(picoseconds: number): string | null {
  if (picoseconds === 1) return "without the interrupts of its device";
  return printMore(picoseconds, " to what it is near");
}

function printMore(picoseconds: number, what: string): string | null {
  if (Math.abs(picoseconds) < 1) return null;
  return `${printTime(Math.abs(picoseconds))} ${picoseconds > 0 ? "more" : "less"}${what}`;
}

function printStanding({ standing, reason, gap }: PlanPlacement): string {
  if (standing === "forced") return "Nothing was left to choose.";
  if (standing === "best") return "No placement that grants all wishes costs less.";
  const within = gap === null ? "" : `, by at most ${formatShare(gap)}`;
  return `Another placement may cost less${within}: ${reason}.`;
}
