import type { NumberRange } from "../../algorithms/number-ranges.ts";
import type { MachineElement } from "../../model/domain.ts";
import type { Controller, LineTarget } from "../../model/interrupt.ts";
import type { Machine } from "../../model/machine.ts";
import { placeOf } from "../../source/source-file.ts";
import type { PlanController, PlanDomain, PlanElement, PlanLineTarget, PlanMachine } from "../plan.ts";

/** The controllers with all that comes in and goes out, and what comes and goes itself. */
export function buildInterrupts(machine: Machine): Pick<PlanMachine, "controllers" | "domains" | "pluggable"> {
  return {
    controllers: machine.controllers.map((controller) => buildController(controller, machine)),
    domains: buildDomains(machine),
    pluggable: machine.pluggable.map(buildElement),
  };
}

function buildController(controller: Controller, machine: Machine): PlanController {
  const { path, part, dimensions, takesMessages, routes, span } = controller;
  return {
    path,
    part: part.index,
    dimensions,
    msi: takesMessages,
    sources: buildSources(controller, machine),
    routes: routes.map(({ lines, isShared, to, span }) => ({
      lines: lines.map(pairOf),
      shared: isShared,
      to: to === null ? null : buildTarget(to),
      at: placeOf(span),
    })),
    at: placeOf(span),
  };
}

function buildSources(controller: Controller, { devices }: Machine): PlanController["sources"] {
  return devices.flatMap((device) =>
    device.sources.flatMap(({ to, sources, span }) => {
      if (to.kind === "cores" || to.controller !== controller) return [];
      const [numbers, lines] = [sources === null ? null : pairOf(sources), to.lines?.map(pairOf) ?? null];
      return [{ device: device.index, sources: numbers, lines, at: placeOf(span) }];
    }),
  );
}

function buildTarget(to: LineTarget): PlanLineTarget {
  if (to.kind === "cores") return { cores: to.cores.map(({ index }) => index) };
  return { controller: to.controller.index, lines: (to.lines ?? []).map(pairOf) };
}

function pairOf({ from, to }: NumberRange): readonly [number, number] {
  return [from, to];
}

function buildDomains({ domains }: Machine): readonly PlanDomain[] {
  return domains.map(({ kind, path, part, members, domains: inner, documentation, span }) => ({
    kind,
    path,
    part: part.index,
    members: members.map(buildElement),
    ...(inner.length === 0 ? {} : { domains: inner.map(({ index }) => index) }),
    documentation,
    at: placeOf(span),
  }));
}

function buildElement(element: MachineElement): PlanElement {
  switch (element.kind) {
    case "part":
      return { part: element.part.index };
    case "core":
      return { core: element.core.index };
    case "memory":
      return { memory: element.memory.index };
    case "port":
      return { port: element.port.index };
    case "device":
      return { device: element.device.index };
    case "controller":
      return { controller: element.controller.index };
    case "link":
      return { link: element.link.index };
  }
}
