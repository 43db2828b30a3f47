import { type Bindings, bindClients } from "../../analyses/placement/bind-clients.ts";
import { placePrograms } from "../../analyses/placement/place-programs.ts";
import type { Placement, RouteLatency } from "../../analyses/placement/placement.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Program, Service, System } from "../../model/deployment.ts";
import type { Interface } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { PlanProgram, PlanSystem } from "../plan.ts";

/** Where every program runs, and whom it is bound to. */
export function buildSystem(system: System, interfaces: readonly Interface[], latency: RouteLatency): PlanSystem {
  const placement = placePrograms(system, latency);
  const bindings = bindClients(system, placement, latency);
  const build = (program: Program, service: Service | null): PlanProgram => {
    const served = service === null ? null : placeIn(interfaces, service.interface);
    return buildProgram(program, service, served, { system, placement, bindings });
  };
  return {
    name: system.name,
    documentation: system.documentation,
    at: placeOf(system.span),
    services: system.services.map((service) => build(service, service)),
    clients: system.clients.map((client) => build(client, null)),
  };
}

interface Decisions {
  readonly system: System;
  readonly placement: Placement;
  readonly bindings: Bindings;
}

function buildProgram(
  program: Program,
  service: Service | null,
  served: number | null,
  { system, placement, bindings }: Decisions,
): PlanProgram {
  const bound = bindings.get(program) ?? [];
  return {
    name: program.name,
    documentation: program.documentation,
    interface: served,
    allow: buildAllow(service?.allow ?? null),
    module: resolveModule(program.moduleSpan.source.path, program.module),
    uses: program.uses.map(({ service }) => placeIn<Service>(system.services, service)),
    instances: (placement.get(program) ?? []).map(({ core, reasons }, index) => ({
      core: core.index,
      reasons,
      bindings: bound[index] ?? [],
    })),
    at: placeOf(program.span),
  };
}

function buildAllow(allow: Service["allow"]): PlanProgram["allow"] {
  if (allow === null) return null;
  return allow.map(({ program: name, operations }) => ({
    program: name,
    opcodes: operations.map(({ identity }) => identity),
  }));
}

/** A module path as written in one file, taken from the folder of the description instead: `./a/b.ts`, `../b.ts`. */
export function resolveModule(writtenIn: string, module: string): string {
  const resolved: string[] = [];
  for (const segment of [...writtenIn.split("/").slice(0, -1), ...module.split("/")]) {
    if (segment === "" || segment === ".") continue;
    if (segment === ".." && resolved.length > 0 && resolved.at(-1) !== "..") resolved.pop();
    else resolved.push(segment);
  }
  return resolved[0] === ".." ? resolved.join("/") : `./${resolved.join("/")}`;
}

function placeIn<Item extends { readonly name: string }>(items: readonly Item[], item: Item): number {
  const index = items.indexOf(item);
  invariant(index !== -1, `${item.name} is not among what the plan holds.`);
  return index;
}
