/** What every part of a picture needs to know of the plan. */
import type { Plan, PlanEndpoint, PlanMachine } from "../../plan/plan.ts";
import { gatherMarks, type Marks } from "./draw-domains.ts";
import { type TimeUnit, timeUnitOf } from "./labels.ts";
import { gatherLinkUse, type LinkUse } from "./link-use.ts";
import { linkColours } from "./style-sheet.ts";

export interface Drawing {
  readonly machine: PlanMachine;
  readonly unit: TimeUnit;
  /** By core. */
  readonly programs: ReadonlyMap<number, readonly PlacedProgram[]>;
  /** Class of the lines of each kind of link. */
  readonly linkClasses: ReadonlyMap<string, string>;
  readonly marks: Marks;
  readonly linkUse: ReadonlyMap<number, LinkUse>;
}

export interface PlacedProgram {
  readonly name: string;
  readonly kind: "service" | "client";
  readonly title: string;
}

export function prepareDrawing(plan: Plan, machine: PlanMachine): Drawing {
  const kinds = [...new Set(machine.links.map(({ interconnect }) => interconnect))];
  const linkClasses = new Map(kinds.map((kind, index) => [kind, `link${index % linkColours}`]));
  return {
    machine,
    unit: timeUnitOf(machine),
    programs: programsByCore(plan),
    linkClasses,
    marks: gatherMarks(machine),
    linkUse: gatherLinkUse(plan),
  };
}

function programsByCore({ system, interfaces }: Plan): ReadonlyMap<number, readonly PlacedProgram[]> {
  const programs = new Map<number, PlacedProgram[]>();
  const put = (kind: PlacedProgram["kind"]) => (program: NonNullable<Plan["system"]>["services"][number]) => {
    const serves = program.interface === null ? "" : `: ${interfaces[program.interface]?.name ?? ""}`;
    const placed = { name: program.name, kind, title: `${kind} ${program.name}${serves}` };
    for (const { core } of program.instances) programs.set(core, [...(programs.get(core) ?? []), placed]);
  };
  system?.services.forEach(put("service"));
  system?.clients.forEach(put("client"));
  return programs;
}

/** What a level of the machine shows as boxes: its parts, and cores or devices where they stand for themselves. */
export type BoxKey = `part ${number}` | `core ${number}` | `device ${number}`;

/** From the machine itself down to the box that stands for an endpoint: a device stands beside its part. */
export function boxesTo(machine: PlanMachine, endpoint: PlanEndpoint | { readonly part: number }): readonly BoxKey[] {
  if ("core" in endpoint)
    return [...partsTo(machine, machine.cores[endpoint.core]?.part ?? 0), `core ${endpoint.core}`];
  if ("port" in endpoint) return partsTo(machine, machine.ports[endpoint.port]?.part ?? 0);
  if ("part" in endpoint) return partsTo(machine, endpoint.part);
  const host = partsTo(machine, hostOf(machine, endpoint.device));
  return [...(host.length > 1 ? host.slice(0, -1) : host), `device ${endpoint.device}`];
}

/** The part beside which a device is drawn. */
export function hostOf(machine: PlanMachine, device: number): number {
  const endpoint = machine.devices[device]?.endpoint;
  if (endpoint === undefined) return 0;
  if ("core" in endpoint) return machine.cores[endpoint.core]?.part ?? 0;
  if ("port" in endpoint) return machine.ports[endpoint.port]?.part ?? 0;
  if ("part" in endpoint) return endpoint.part;
  return endpoint.device === device ? 0 : hostOf(machine, endpoint.device);
}

function partsTo(machine: PlanMachine, part: number): readonly BoxKey[] {
  const parent = machine.parts[part]?.parent ?? null;
  return parent === null ? [`part ${part}`] : [...partsTo(machine, parent), `part ${part}`];
}

/** `cpu[0]` of `p[0].cpu[0]`. */
export function lastStep(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
