/** What the page of an output folder says, as data. */
import { Memory } from "../../algorithms/memory.ts";
import { printBandwidth, printFrequency, printSize, printTime } from "../../algorithms/print-quantity.ts";
import { describeCarrier, describeOperation } from "../../plan/describe-traffic.ts";
import { farthestByPlace } from "../../plan/place-reader.ts";
import type {
  Plan,
  PlanInstance,
  PlanInterface,
  PlanMachine,
  PlanProgram,
  PlanSystem,
  Routes,
} from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { type AddressesView, viewAddresses } from "./addresses-view.ts";
import { describeFiles } from "./describe-file.ts";
import { type InterruptsView, viewInterrupts } from "./interrupts-view.ts";
import { printOperation } from "./operation-text.ts";
import { printCount, printShare } from "./quantity-text.ts";

export interface ReadmeView {
  readonly name: string;
  readonly sources: readonly string[];
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Path of the machine's picture among the files. */
  readonly picture: string | null;
  readonly machine: MachineView | null;
  readonly addresses: AddressesView | null;
  readonly system: SystemView | null;
  readonly routes: RoutesView | null;
  readonly traffic: TrafficView | null;
  readonly boot: BootView | null;
  readonly interfaces: readonly InterfaceView[];
}

interface MachineView {
  readonly name: string;
  readonly documentation: string | null;
  /** Cores that are alike, in one row. */
  readonly cores: readonly {
    readonly count: number;
    readonly isa: string;
    readonly clock: string;
    readonly where: string;
  }[];
  readonly interrupts: InterruptsView;
}

interface SystemView {
  readonly documentation: string | null;
  readonly instances: readonly {
    readonly program: string;
    readonly serves: string;
    readonly core: string;
    readonly why: string;
  }[];
}

interface RoutesView {
  /** `32 × 32 next hops`, for each dimension. */
  readonly tables: string;
  /** `11 links and 32 cores`; empty when there are none. */
  readonly losses: string;
  readonly hops: number;
  readonly virtualChannels: string;
  readonly bytes: number;
  readonly longest: string;
  readonly farFrom: string;
  readonly farTo: string;
}

/** The busiest of what the declared traffic goes over. */
interface TrafficView {
  readonly loads: readonly {
    readonly over: string;
    readonly used: string;
    readonly demand: string;
    readonly waiting: string;
    readonly filledBy: string;
  }[];
  /** What else carries some; null when nothing does. */
  readonly more: string | null;
}

interface BootView {
  readonly core: string;
  readonly kernels: string;
  readonly channels: string;
  readonly bytes: string;
}

interface InterfaceView {
  readonly name: string;
  readonly version: number;
  readonly documentation: string | null;
  readonly operations: readonly string[];
}

/** `files`: all others of the output folder. */
export function viewReadme(plan: Plan, files: readonly OutputFile[]): ReadmeView {
  const { machine, system } = plan;
  const describe = describeFiles(plan);
  return {
    name: plan.name,
    sources: plan.provenance.map(({ path }) => path),
    files: files.map(({ path }) => ({ path, text: describe(path) })),
    picture: files.find(({ path }) => path.endsWith(".svg"))?.path ?? null,
    machine: machine === null ? null : viewMachine(machine),
    addresses: machine === null ? null : viewAddresses(machine),
    system: machine === null || system === null ? null : viewSystem(plan, machine, system),
    routes: viewRoutes(plan, files),
    traffic: viewTraffic(plan),
    boot: viewBoot(plan),
    interfaces: plan.interfaces.map((one) =>
      interfaceViews.recall(one, () => viewInterface(one, plan.interfaces), namesOf(plan.interfaces)),
    ),
  };
}

const interfaceViews = new Memory<PlanInterface, InterfaceView>();

function viewInterface(plan: PlanInterface, interfaces: readonly PlanInterface[]): InterfaceView {
  const { name, version, documentation } = plan;
  const operations = plan.operations.map((operation) => printOperation(plan, operation, interfaces));
  return { name, version, documentation, operations };
}

/** What the text of an interface says of the others. */
function namesOf(interfaces: readonly PlanInterface[]): string {
  return interfaces.map(({ name }) => name).join(" ");
}

function viewMachine(machine: PlanMachine): MachineView {
  const rows = new Map<string, { count: number; isa: string; clock: string; parts: Map<string, Set<string>> }>();
  for (const { isa, clock, kind, online, part } of machine.cores) {
    const notes = [kind, online ? null : "offline"].filter((note) => note !== null);
    const text = `${isa.name}, ${isa.wordBits} bits, ${isa.endianness} endian${notes.map((note) => `, ${note}`).join("")}`;
    const row = rows.get(`${text} ${clock}`) ?? { count: 0, isa: text, clock: clockOf(clock), parts: new Map() };
    row.count += 1;
    const { type = "", path = "" } = machine.parts[part] ?? {};
    row.parts.set(type, (row.parts.get(type) ?? new Set()).add(path));
    rows.set(`${text} ${clock}`, row);
  }
  const cores = [...rows.values()].map(({ parts, ...row }) => ({ ...row, where: whereabouts(parts) }));
  return { name: machine.name, documentation: machine.documentation, cores, interrupts: viewInterrupts(machine) };
}

/** Nothing where nobody says. */
function clockOf(hertz: number): string {
  return hertz === 0 ? "" : printFrequency(hertz);
}

/** `Opteron8350 p[0] … p[7]` */
function whereabouts(parts: ReadonlyMap<string, ReadonlySet<string>>): string {
  const texts = [...parts].map(([type, paths]) => {
    const [first = "", last = ""] = [[...paths][0], [...paths].at(-1)];
    return `${type} ${paths.size > 1 ? `${first} … ${last}` : first}`.trim();
  });
  return texts.join(", ");
}

function viewSystem(plan: Plan, machine: PlanMachine, system: PlanSystem): SystemView {
  const view = (program: PlanProgram, { core, reasons }: PlanInstance) => ({
    program: program.name,
    serves: program.interface === null ? "" : (plan.interfaces[program.interface]?.name ?? ""),
    core: machine.cores[core]?.path ?? "",
    why: reasons.join("; "),
  });
  const programs = [...system.services, ...system.clients];
  return {
    documentation: system.documentation,
    instances: programs.flatMap((program) => {
      const rows = program.instances.map((instance) => view(program, instance));
      return rows.length > mostRows ? summarise(rows) : rows;
    }),
  };
}

/** More copies than this are one row: the first, the last, and how many. */
const mostRows = 32;

function summarise(rows: SystemView["instances"]): SystemView["instances"] {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ ...first, core: `${first.core} … ${last.core}`, why: printCount(rows.length, "copy", "copies") }];
}

function viewRoutes({ machine, fabric, routes }: Plan, files: readonly OutputFile[]): RoutesView | null {
  if (machine === null || fabric === null || routes === null) return null;
  const { from, to, latency } = farthest(routes);
  return {
    tables: routes.dimensions
      .map(({ nextHop }) => `${nextHop.length} × ${nextHop[0]?.length ?? 0} next hops`)
      .join(", "),
    losses: countLosses(routes, machine),
    hops: fabric.hops.length,
    virtualChannels: printCount(routes.virtualChannels, "virtual channel"),
    bytes: files.find(({ path }) => path === "routes.bin")?.content.length ?? 0,
    longest: printTime(latency),
    farFrom: machine.cores[from]?.path ?? "",
    farTo: machine.cores[to]?.path ?? "",
  };
}

function countLosses({ failover, coordinates, unprepared }: Routes, machine: PlanMachine): string {
  if (coordinates !== null) {
    const prepared = (["links", "cores"] as const).filter((each) => !unprepared.includes(each));
    return prepared.map((each) => `${machine[each].length} ${each}`).join(" and ");
  }
  const links = failover.filter(({ lost }) => "link" in lost).length;
  const counted = [printCount(links, "link"), printCount(failover.length - links, "core")];
  return counted.filter((text) => !text.startsWith("0 ")).join(" and ");
}

/** The first of the pairs that are farthest from each other: so they are in every dimension. */
function farthest({ dimensions, coordinates, places }: Routes): { from: number; to: number; latency: number } {
  const [only] = dimensions;
  if (places !== undefined && only !== undefined) return farthestByPlace(only, places);
  const ends = dimensions.map(({ latency }) => farthestIn(latency));
  const coreAt = (at: readonly number[]): number =>
    coordinates?.[0]?.findIndex((_, core) => coordinates.every((by, index) => by[core] === at[index])) ?? at[0] ?? 0;
  return {
    from: coreAt(ends.map(({ from }) => from)),
    to: coreAt(ends.map(({ to }) => to)),
    latency: ends.reduce((sum, { latency }) => sum + latency, 0),
  };
}

function farthestIn(latency: readonly (readonly number[])[]): { from: number; to: number; latency: number } {
  let found = { from: 0, to: 0, latency: 0 };
  latency.forEach((row, from) => {
    row.forEach((time, to) => {
      if (time > found.latency) found = { from, to, latency: time };
    });
  });
  return found;
}

const mostLoads = 6;

function viewTraffic(plan: Plan): TrafficView | null {
  const { machine, traffic } = plan;
  if (machine === null || traffic === null) return null;
  const loads = traffic.loads.slice(0, mostLoads).map(({ carrier, demand, utilisation, wait, filledBy }) => ({
    over: describeCarrier(carrier, machine),
    used: utilisation === null ? "" : printShare(utilisation),
    demand: printBandwidth(demand),
    waiting: wait === null ? (utilisation === null ? "" : "no end") : printTime(wait),
    filledBy: filledBy.map((share) => `${describeOperation(share, plan)} of ${share.program}`).join(", "),
  }));
  const rest = traffic.loads.length - loads.length;
  return {
    loads,
    more: rest === 0 ? null : printCount(rest, "more link or pair of caches", "more links and pairs of caches"),
  };
}

function viewBoot({ machine, boot }: Plan): BootView | null {
  if (machine === null || boot === null) return null;
  return {
    core: machine.cores[boot.bootCore]?.path ?? "",
    kernels: printCount(boot.order.length - 1, "kernel"),
    channels: printCount(boot.channels.length, "channel"),
    bytes: printSize(boot.segmentBytes),
  };
}
