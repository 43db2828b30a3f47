import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Endpoint, Machine, Part } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { linkToItself } from "./link-to-itself.ts";
import { linkWithinPart } from "./link-within-part.ts";
import { machineWithoutCores } from "./machine-without-cores.ts";
import { enclosingParts, nameOfPart, pathAt } from "./places.ts";

/** At each end of a link there is a core, a device, a memory or a further link. */
export const linkToNowhere: Check = {
  name: "link-to-nowhere",
  requires: [machineWithoutCores, linkToItself, linkWithinPart],
  run({ machines }, report) {
    for (const machine of machines) if (!machine.incomplete) reportDeadEnds(machine, report);
  },
};

function reportDeadEnds(machine: Machine, report: CheckReport): void {
  const inhabited = inhabitedParts(machine);
  const links = countLinks(machine);
  for (const link of machine.links) {
    for (const [end, span] of [[link.from, link.fromSpan] as const, [link.to, link.toSpan] as const]) {
      if (end.kind !== "port" || inhabited(end.port.part) || (links.get(end.port.part) ?? 0) > 1) continue;
      const facts = { link: link.path, end: pathAt(end), part: nameOfPart(end.port.part) };
      report([link, machine], diagnose(machineDiagnostics.linkToNowhere, span, facts));
    }
  }
}

/** Whether a part has a core, device or memory in it, however deep, or lies next to cores. */
function inhabitedParts(machine: Machine): (part: Part) => boolean {
  const withCores = new Set(machine.cores.map((core) => core.part));
  const places = machine.devices.flatMap((device) => placeOf(device.at) ?? device.part);
  const memories = machine.memories.map((memory) => memory.part);
  const inhabited = new Set([...withCores, ...places, ...memories].flatMap(enclosingParts));
  return (part) => inhabited.has(part) || enclosingParts(part).some((around) => withCores.has(around));
}

function placeOf(at: Endpoint | Part): Part | null {
  if (!("kind" in at)) return at;
  return at.kind === "port" ? at.port.part : null;
}

function countLinks(machine: Machine): ReadonlyMap<Part, number> {
  const counts = new Map<Part, number>();
  for (const end of machine.links.flatMap((link) => [link.from, link.to])) {
    if (end.kind === "port") counts.set(end.port.part, (counts.get(end.port.part) ?? 0) + 1);
  }
  return counts;
}
