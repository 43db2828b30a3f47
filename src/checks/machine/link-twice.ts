import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Link, Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { linkToItself } from "./link-to-itself.ts";
import { pathAt } from "./places.ts";

/** Two cores are joined by one link in each direction; ports are judged by their own rule. */
export const linkTwice: Check = {
  name: "link-twice",
  requires: [linkToItself],
  run({ machines }, report) {
    for (const machine of machines) reportTwice(machine, report);
  },
};

function reportTwice(machine: Machine, report: CheckReport): void {
  const known = new Map<string, Link>();
  for (const link of machine.links) {
    if (link.from.kind === "port" || link.to.kind === "port") continue;
    const directions = directionsOf(link);
    const first = directions.map((direction) => known.get(direction)).find((earlier) => earlier !== undefined);
    if (first !== undefined) report([link], twice(link, first));
    for (const direction of directions) known.set(direction, known.get(direction) ?? link);
  }
}

function directionsOf({ from, to, direction }: Link): readonly string[] {
  const there = `${pathAt(from)} ${pathAt(to)}`;
  return direction === "oneWay" ? [there] : [there, `${pathAt(to)} ${pathAt(from)}`];
}

function twice(link: Link, first: Link): Diagnostic {
  const related = [{ span: first.span, message: `\`${first.path}\`` }];
  return diagnose(machineDiagnostics.linkTwice, link.span, { link: link.path, first: first.path }, { related });
}
