/** What every part of a picture needs to know of the plan. */
import type { Plan, PlanEndpoint, PlanMachine } from "../../plan/plan.ts";
import { gatherMarks, type Marks } from "./draw-domains.ts";
import { type TimeUnit, timeUnitOf } from "./labels.ts";
import { gatherHeat, gatherLinkUse, type LinkUse } from "./link-use.ts";
import { linkColours, programColours } from "./style-sheet.ts";

/** What a picture of a machine is for. */
export interface Look {
  /** `lean`: cores have their names alone, and what they share is left out. */
  readonly detail: "full" | "lean";
  /** `placed`: also the replicas of state, each program in its own colour. */
  readonly programs: "shown" | "placed" | "none";
  /** What links show: their latency, and a band for their use; how much they are used alone; nothing. */
  readonly links: "latency" | "load" | "bare";
}

export const fullLook: Look = { detail: "full", programs: "shown", links: "latency" };

export interface Drawing {
  readonly machine: PlanMachine;
  readonly look: Look;
  readonly unit: TimeUnit;
  /** By core. */
  readonly programs: ReadonlyMap<number, readonly PlacedProgram[]>;
  /** Class of the lines of each kind of link. */
  readonly linkClasses: ReadonlyMap<string, string>;
  readonly marks: Marks;
  readonly linkUse: ReadonlyMap<number, LinkUse>;
  /** Shades of the links that end in a part or at a core, the highest of each. */
  readonly heat: ReadonlyMap<string, number>;
  /** Cores and those caches that are a core's own, by part and by core. */
  readonly coresIn: ReadonlyMap<number, readonly number[]>;
  readonly ownCaches: ReadonlyMap<number, readonly PlanMachine["caches"][number][]>;
  /** Devices that stand for themselves and others alike at the same part, by each of them. */
  readonly alike: ReadonlyMap<number, readonly number[]>;
}

export interface PlacedProgram {
  readonly name: string;
  readonly kind: "service" | "client" | "state";
  /** In the plan's list of its kind. */
  readonly index: number;
  readonly title: string;
  /** In one row over all lists: its colour where each has its own. */
  readonly number: number;
}

export function prepareDrawing(plan: Plan, machine: PlanMachine, look: Look): Drawing {
  const kinds = [...new Set(machine.links.map(({ interconnect }) => interconnect))];
  const linkClasses = new Map(kinds.map((kind, index) => [kind, `link${index % linkColours}`]));
  const own = machine.caches.filter(({ sharedBy }) => sharedBy.length === 1);
  const marks = gatherMarks(machine);
  return {
    machine,
    look,
    unit: timeUnitOf(machine),
    programs: look.programs === "none" ? new Map() : programsByCore(plan, look.programs === "placed"),
    linkClasses,
    marks,
    heat: look.links === "load" ? gatherHeat(plan, machine) : new Map(),
    linkUse: look.links === "bare" ? new Map() : gatherLinkUse(plan),
    coresIn: groupBy(machine.cores.keys(), (core) => machine.cores[core]?.part ?? 0),
    ownCaches: groupBy(own, ({ sharedBy }) => sharedBy[0] ?? 0),
    alike: gatherAlike(machine, marks),
  };
}

/** So many devices that are alike are drawn one by one; more of them are one with a count. */
const mostAlike = 4;

function gatherAlike(machine: PlanMachine, marks: Marks): Drawing["alike"] {
  const ends = machine.links.flatMap(({ from, to }) => [from, to]);
  const linked = new Set(ends.map((end) => ("device" in end ? end.device : -1)));
  const free = machine.devices.flatMap((_, index) => (linked.has(index) ? [] : [index]));
  const groups = groupBy(free, (index) => {
    const { type, bandwidth } = machine.devices[index] ?? {};
    const key = `device ${index}` as const;
    return [hostOf(machine, index), type, bandwidth, marks.domains.get(key), marks.pluggable.has(key)].join(" ");
  });
  const joined = [...groups.values()].filter(({ length }) => length > mostAlike);
  return new Map(joined.flatMap((group) => group.map((index) => [index, group] as const)));
}

function groupBy<Item, Key extends number | string>(
  items: Iterable<Item>,
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

function programsByCore(plan: Plan, withStates: boolean): ReadonlyMap<number, readonly PlacedProgram[]> {
  const programs = new Map<number, PlacedProgram[]>();
  const put = (core: number, placed: PlacedProgram) => programs.set(core, [...(programs.get(core) ?? []), placed]);
  for (const { placed, cores } of placedPrograms(plan)) {
    if (placed.kind !== "state" || withStates) for (const core of cores) put(core, placed);
  }
  return programs;
}

/** The colour of a program where each has its own. */
export function programClass({ number }: PlacedProgram): string {
  return `program${number % programColours}`;
}

/** Services, clients and replicated state, in that order, with the cores of their copies. */
export function placedPrograms({ system, interfaces }: Plan) {
  if (system === null) return [];
  const { services, clients, states } = system;
  const all = [
    ...services.map((program, index) => ({ kind: "service" as const, index, program })),
    ...clients.map((program, index) => ({ kind: "client" as const, index, program })),
  ].map(({ kind, index, program }, number) => {
    const serves = program.interface === null ? "" : `: ${interfaces[program.interface]?.name ?? ""}`;
    const placed: PlacedProgram = {
      ...{ name: program.name, kind, index, number },
      title: `${kind} ${program.name}${serves}`,
    };
    return { placed, cores: program.instances.map(({ core }) => core) };
  });
  const replicas = states.map((state, index) => {
    const title = `replica of ${state.name}, ${state.kind} by ${state.protocol}`;
    const placed: PlacedProgram = { name: state.name, kind: "state", index, title, number: all.length + index };
    return { placed, cores: state.replicas };
  });
  return [...all, ...replicas];
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
