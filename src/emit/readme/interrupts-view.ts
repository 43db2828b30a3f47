import { listPaths } from "../../algorithms/list-paths.ts";
import type { PlanController, PlanElement, PlanMachine } from "../../plan/plan.ts";

/** What a page says of interrupts, and of what comes and goes. */
export interface InterruptsView {
  readonly controllers: readonly {
    readonly path: string;
    readonly lines: string;
    /** Devices and other controllers. */
    readonly raisedBy: string;
    readonly goTo: string;
  }[];
  readonly domains: readonly { readonly path: string; readonly fails: boolean; readonly members: string }[];
  /** Empty when nothing is. */
  readonly pluggable: string;
}

export function viewInterrupts(machine: PlanMachine): InterruptsView {
  return {
    controllers: machine.controllers.map((controller, index) => viewController(controller, index, machine)),
    domains: machine.domains.map(({ path, kind, members }) => ({
      path,
      fails: kind === "failure",
      members: pathsOf(members, machine),
    })),
    pluggable: pathsOf(machine.pluggable, machine),
  };
}

function viewController(
  { path, dimensions, msi, sources, routes }: PlanController,
  index: number,
  machine: PlanMachine,
) {
  const devices = sources.map(({ device }) => machine.devices[device]?.path ?? "");
  const cascades = machine.controllers.filter((other) => other.routes.some(({ to }) => leadsTo(to, index)));
  const cores = new Set(routes.flatMap(({ to }) => (to !== null && "cores" in to ? to.cores : [])));
  const next = new Set(routes.flatMap(({ to }) => (to !== null && "controller" in to ? [to.controller] : [])));
  return {
    path,
    lines: `${dimensions.join(" × ")}${msi ? ", messages" : ""}`,
    raisedBy: listPaths([...new Set(devices), ...cascades.map((cascade) => cascade.path)]),
    goTo: listPaths([
      ...[...cores].sort((a, b) => a - b).map((core) => machine.cores[core]?.path ?? ""),
      ...[...next].map((controller) => machine.controllers[controller]?.path ?? ""),
    ]),
  };
}

function leadsTo(to: PlanController["routes"][number]["to"], controller: number): boolean {
  return to !== null && "controller" in to && to.controller === controller;
}

function pathsOf(elements: readonly PlanElement[], machine: PlanMachine): string {
  return listPaths(elements.map((element) => pathOf(element, machine)));
}

function pathOf(element: PlanElement, machine: PlanMachine): string {
  if ("part" in element) return machine.parts[element.part]?.path ?? "";
  if ("core" in element) return machine.cores[element.core]?.path ?? "";
  if ("memory" in element) return machine.memories[element.memory]?.path ?? "";
  if ("port" in element) return machine.ports[element.port]?.path ?? "";
  if ("device" in element) return machine.devices[element.device]?.path ?? "";
  if ("controller" in element) return machine.controllers[element.controller]?.path ?? "";
  return machine.links[element.link]?.path ?? "";
}
