import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Device, Endpoint, Link, Machine, Port } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Check, CheckReport } from "../check.ts";
import { linkToItself } from "./link-to-itself.ts";

/** A port takes one link or device; a one-way link takes only its way out or its way in. */
export const portUsedTwice: Check = {
  name: "port-used-twice",
  requires: [linkToItself],
  run({ machines }, report) {
    for (const machine of machines) reportUsedTwice(machine, report);
  },
};

interface Use {
  readonly port: Port;
  readonly user: Link | Device;
  readonly span: Span;
  readonly ways: readonly ("in" | "out")[];
}

function reportUsedTwice(machine: Machine, report: CheckReport): void {
  const taken = new Map<Port, Map<"in" | "out", Use>>();
  for (const use of usesOfPorts(machine)) {
    const ways = taken.get(use.port) ?? new Map<"in" | "out", Use>();
    taken.set(use.port, ways);
    const first = use.ways.map((way) => ways.get(way)).find((earlier) => earlier !== undefined);
    if (first !== undefined) report([use.user, use.port], usedTwice(use, first));
    for (const way of use.ways) if (!ways.has(way)) ways.set(way, use);
  }
}

function usesOfPorts(machine: Machine): readonly Use[] {
  const links = machine.links.flatMap((link) => [
    ...useOf(link, link.from, link.fromSpan, link.direction === "both" ? ["in", "out"] : ["out"]),
    ...useOf(link, link.to, link.toSpan, link.direction === "both" ? ["in", "out"] : ["in"]),
  ]);
  const devices = machine.devices.flatMap((device) =>
    "kind" in device.at ? useOf(device, device.at, device.atSpan, ["in", "out"]) : [],
  );
  return [...links, ...devices];
}

function useOf(user: Link | Device, end: Endpoint, span: Span, ways: Use["ways"]): readonly Use[] {
  return end.kind === "port" ? [{ port: end.port, user, span, ways }] : [];
}

function usedTwice(use: Use, first: Use): Diagnostic {
  const facts = { port: use.port.path, user: words(use.user), first: words(first.user) };
  const related = [{ span: first.span, message: `${facts.first} uses it here` }];
  return diagnose(machineDiagnostics.portUsedTwice, use.span, facts, { related });
}

function words(user: Link | Device): string {
  return "direction" in user ? `the link \`${user.path}\`` : `the device \`${user.path}\``;
}
