/** What QEMU boots of a plan: who has which hardware id, and where everything lies. */
import { qemuDiagnostics as faults } from "../../../diagnostics/catalogue/qemu.ts";
import type { Boot, Plan, PlanMachine, PlanProgram, PlanSystem } from "../../../plan/plan.ts";
import { faultOf, type TargetFault } from "../target.ts";
import { viewDomains } from "../threads/threads-fates.ts";
import { aarch64 } from "./aarch64.ts";
import { withFurtherRings } from "./further-rings.ts";
import { judgeAreas, judgeBoard, judgePrograms, warnOfBoard } from "./judge-board.ts";
import { listLatencies, type QemuLatency } from "./list-latencies.ts";
import { computeAttributes, type MemoryAttributes } from "./memory-attributes.ts";
import { computeDistances, findNodes, haveDistances } from "./numa-nodes.ts";
import { listDevices, type QemuDevice } from "./pci-devices.ts";
import { placeData, type QemuChannel } from "./place-data.ts";
import { type HostLink, isHost, type Platform, type PlatformNode, type Range } from "./platform.ts";
import { riscv64 } from "./riscv64.ts";
import { judgeStates, type QemuHop, type QemuState, viewHops, viewStates } from "./view-states.ts";
import { x86_64 } from "./x86-64.ts";
import { zynqmp } from "./zynqmp.ts";

export interface QemuView {
  readonly name: string;
  readonly platform: Platform;
  readonly nodes: readonly PlatformNode[];
  /** Node by node, where its memory lies. */
  readonly ranges: readonly (readonly Range[])[];
  /** Row by row; null where there is one node only, or more than tables have room for. */
  readonly distances: readonly (readonly number[])[] | null;
  /** Null where nothing is said of them, or the board could not tell. */
  readonly attributes: MemoryAttributes | null;
  readonly devices: readonly QemuDevice[];
  readonly cores: readonly QemuCore[];
  readonly channels: readonly QemuChannel[];
  readonly latencies: readonly QemuLatency[];
  readonly programs: readonly QemuProgram[];
  readonly hops: readonly QemuHop[];
  /** Cores that are lost together. */
  readonly domains: readonly (readonly number[])[];
  readonly states: readonly QemuState[];
  readonly bootCore: number;
  readonly virtualChannels: number;
  readonly window: number;
}

/** A core of the plan; of one that is offline only the name is said. */
export interface QemuCore {
  readonly name: string;
  readonly online: boolean;
  /** How the host reaches the board whose core it is; null for the board's own cores. */
  readonly host: HostLink | null;
  readonly hardwareId: number;
  readonly node: number;
  readonly doorbell: number;
  /** Its kernel's own memory. */
  readonly memory: Range;
  /** Messages' frames that its kernel has room for when rings are full. */
  readonly frames: number;
  /** Which of the board's kernels it runs. */
  readonly image: number;
}

export interface QemuProgram {
  readonly name: string;
  readonly kind: "service" | "client";
  readonly core: number;
  readonly instance: number;
  readonly instances: number;
  /** Of a service: what it serves, and the fingerprint of that; both empty for a client. */
  readonly interface: string;
  readonly fingerprint: string;
  readonly uses: readonly QemuUse[];
}

export interface QemuUse {
  /** Index in the programs. */
  readonly program: number;
  /** Operations that are allowed; null: all. */
  readonly opcodes: readonly number[] | null;
}

export type QemuFit =
  /** `warnings`: what the machine that QEMU plays is not, though it boots. */
  | { readonly kind: "fits"; readonly view: QemuView; readonly warnings: readonly TargetFault[] }
  | { readonly kind: "refused"; readonly faults: readonly TargetFault[] };

/** Boards that there are. */
export const platforms: readonly Platform[] = [riscv64, x86_64, aarch64, zynqmp];

export function fitQemu(plan: Plan, hostLink: HostLink = "memory"): QemuFit {
  if (plan.machine === null) return refused([nothingToBoot(plan)]);
  const platform = platformOf(plan.machine);
  return platform === undefined ? refused([judgeIsas(plan.machine)]) : fitBoard(plan, platform, hostLink);
}

export function fitBoard(plan: Plan, platform: Platform, hostLink: HostLink): QemuFit {
  const { machine, boot, routes, fabric } = plan;
  if (machine === null || boot === null || routes === null || fabric === null) return refused([nothingToBoot(plan)]);
  const where = findNodes(machine, platform);
  if (where.kind === "refused") return refused([cannotBe(machine, where.reason)]);
  const { nodes } = where;
  const found = [
    ...judgeBoard(machine, platform, nodes),
    ...judgeBootCore(machine, platform, boot),
    ...judgeAreas(machine, platform, boot),
    ...judgeHosts(machine, boot),
    ...judgePrograms(machine, plan.system),
    ...judgeStates(plan.system?.states ?? []),
  ];
  if (found.length > 0) return refused(found);
  const ranges = platform.ranges(nodes.map(({ bytes }) => bytes));
  const rings = withFurtherRings(boot, routes);
  const placed = platform.sharedMemory === undefined ? rings : withoutMemories(rings);
  const data = placeData(plan, placed, platform, nodes, ranges);
  if (data.kind === "full") return refused(data.nodes.map((node) => faultOfRoom(machine, node)));
  const attributes = platform.hasAttributes ? computeAttributes(machine, routes, fabric, nodes) : null;
  return {
    kind: "fits",
    warnings: warnOfBoard(machine, routes, platform, nodes, attributes),
    view: {
      ...{ name: plan.name, platform, nodes, ranges },
      distances: haveDistances(nodes) ? computeDistances(machine, routes, nodes) : null,
      attributes,
      devices: listDevices(machine, platform),
      cores: machine.cores.map(({ path, online, hardwareId, isa }, index) => ({
        ...{ name: path, online, host: isHost({ isa }) ? hostLink : null },
        hardwareId: (hardwareId ?? 0) + (platform.firstIds?.[isa.name] ?? 0),
        node: nodes.findIndex(({ cores }) => cores.some((each) => each.index === index)),
        doorbell: online && !isHost({ isa }) ? platform.doorbell(nodes, hardwareId ?? 0) : 0,
        memory: data.own[index] ?? { address: 0, bytes: 0 },
        frames: data.frames[index] ?? 0,
        image: Math.max(0, platform.isas.indexOf(isa.name)),
      })),
      channels: data.channels,
      latencies: listLatencies(boot, fabric),
      programs: plan.system === null ? [] : viewPrograms(plan, plan.system),
      ...{ hops: viewHops(plan), domains: viewDomains(machine, boot), states: viewStates(plan) },
      ...{ bootCore: boot.bootCore, virtualChannels: routes.virtualChannels, window: boot.window },
    },
  };
}

/** Whether anything is said that makes sense for QEMU alone: hardware ids of all cores that are online. */
export function isMeantForQemu({ machine }: Plan): boolean {
  const own = machine?.cores.filter((core) => core.online && !isHost(core)) ?? [];
  return own.length > 0 && own.every(({ hardwareId }) => hardwareId !== null);
}

function refused(found: readonly TargetFault[]): QemuFit {
  return { kind: "refused", faults: found };
}

function nothingToBoot({ name, machine, system }: Plan): TargetFault {
  const reason = machine === null ? "there is no machine" : "no kernels were planned for it";
  return faultOf(faults.qemuCannotBe, machine?.at ?? system?.at ?? "", { machine: machine?.name ?? name, reason });
}

function faultOfRoom({ name, memories }: PlanMachine, node: number): TargetFault {
  const { path = "", at = "" } = memories[node] ?? {};
  return faultOf(faults.qemuNoRoom, at, { memory: path, machine: name });
}

/** The memory that the plan wants rings in is not there, and all are in the one that is. */
function withoutMemories(boot: Boot): Boot {
  return { ...boot, channels: boot.channels.map((channel) => ({ ...channel, memory: null })) };
}

function isasOf({ cores }: PlanMachine): readonly string[] {
  return [...new Set(cores.filter((core) => core.online && !isHost(core)).map(({ isa }) => isa.name))].sort();
}

function platformOf(machine: PlanMachine): Platform | undefined {
  const wanted = isasOf(machine).join();
  return platforms.find(({ isas }) => [...isas].sort().join() === wanted);
}

function judgeIsas(machine: PlanMachine): TargetFault {
  const played = platforms.map(({ isas, name: board }) => `${isas.join(" with ")} (${board})`).join(" or ");
  const facts = { machine: machine.name, isas: isasOf(machine).join(" and "), played };
  return faultOf(faults.qemuNoKernel, machine.at, facts);
}

function cannotBe({ name, at }: PlanMachine, reason: string): TargetFault {
  return faultOf(faults.qemuCannotBe, at, { machine: name, reason });
}

function judgeBootCore(machine: PlanMachine, { name, isas }: Platform, { bootCore }: Boot): readonly TargetFault[] {
  const { path, isa } = machine.cores[bootCore] ?? {};
  if (isa?.name === isas[0]) return [];
  return [cannotBe(machine, `\`${path}\` boots first, and of QEMU's ${name} it is a core of ${isas[0]} that does`)];
}

/** The console is the boot core's, and the host's doorbell. */
function judgeHosts({ name, cores }: PlanMachine, { bootCore, channels }: Boot): readonly TargetFault[] {
  const hosts = cores.flatMap((core, index) => (core.online && isHost(core) ? [index] : []));
  const [host, second] = hosts.map((index) => cores[index]);
  if (host === undefined) return [];
  const refuse = (reason: string) => [faultOf(faults.qemuCannotBe, host.at, { machine: name, reason })];
  if (second !== undefined) return refuse(`${host.path} and ${second.path} both are the host, and it has one console`);
  const stray = channels.find(({ from, to }) => hosts.includes(to) && from !== bootCore);
  if (stray === undefined) return [];
  const [neighbour, boot] = [stray.from, bootCore].map((core) => cores[core]?.path);
  return refuse(`${host.path} has a link to ${neighbour}, and the console is ${boot}'s`);
}

function viewPrograms(plan: Plan, system: PlanSystem): readonly QemuProgram[] {
  const firsts = new Map<PlanProgram, number>();
  let count = 0;
  for (const program of [...system.services, ...system.clients]) {
    firsts.set(program, count);
    count += program.instances.length;
  }
  return [...system.services, ...system.clients].flatMap((program, index) => {
    const served = plan.interfaces[program.interface ?? -1];
    return program.instances.map(({ core, bindings }, instance) => ({
      ...({ name: program.name, kind: index < system.services.length ? "service" : "client", core, instance } as const),
      instances: program.instances.length,
      ...{ interface: served?.name ?? "", fingerprint: served?.fingerprint ?? "" },
      uses: program.uses.flatMap((use, each) => {
        const service = system.services[use];
        if (service === undefined) return [];
        const allowed = service.allow?.find((allow) => allow.program === program.name)?.opcodes ?? [];
        return {
          program: (firsts.get(service) ?? 0) + (bindings[each] ?? 0),
          opcodes: service.allow === null ? null : allowed,
        };
      }),
    }));
  });
}
