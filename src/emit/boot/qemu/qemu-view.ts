/** What QEMU boots of a plan: who has which hardware id, and where everything lies. */
import type { Boot, Plan, PlanMachine, PlanProgram, PlanSystem } from "../../../plan/plan.ts";
import { isInC } from "../../c/emit-c.ts";
import { aarch64 } from "./aarch64.ts";
import { withFurtherRings } from "./further-rings.ts";
import { computeAttributes, type MemoryAttributes } from "./memory-attributes.ts";
import { computeDistances, listNodes } from "./numa-nodes.ts";
import { listDevices, type QemuDevice } from "./pci-devices.ts";
import { placeData } from "./place-data.ts";
import { type HostLink, isHost, type Platform, type PlatformNode, type Range } from "./platform.ts";
import { riscv64 } from "./riscv64.ts";
import { type QemuHop, type QemuState, viewHops, viewStates } from "./view-states.ts";
import { x86_64 } from "./x86-64.ts";

export interface QemuView {
  readonly name: string;
  readonly platform: Platform;
  readonly nodes: readonly PlatformNode[];
  /** Node by node, where its memory lies. */
  readonly ranges: readonly (readonly Range[])[];
  /** Row by row; null where there is one node only. */
  readonly distances: readonly (readonly number[])[] | null;
  /** Null where nothing is said of them, or the board could not tell. */
  readonly attributes: MemoryAttributes | null;
  readonly devices: readonly QemuDevice[];
  readonly cores: readonly QemuCore[];
  readonly channels: readonly QemuChannel[];
  readonly programs: readonly QemuProgram[];
  readonly hops: readonly QemuHop[];
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
}

/** Sorted by the core that reads it, and by the one that writes it. */
export interface QemuChannel {
  readonly from: number;
  readonly to: number;
  readonly virtualChannel: number;
  readonly slots: number;
  readonly slotBytes: number;
  readonly address: number;
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
  | { readonly kind: "fits"; readonly view: QemuView }
  /** Why QEMU cannot play the machine: sentences, or rather their ends. */
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

const platforms: readonly Platform[] = [riscv64, x86_64, aarch64];

export function fitQemu(plan: Plan, hostLink: HostLink = "memory"): QemuFit {
  const { machine, boot, routes, fabric } = plan;
  if (machine === null || boot === null || routes === null || fabric === null) {
    return refused(["there is no machine to boot"]);
  }
  const platform = platformOf(machine);
  if (platform === undefined) return refused([reasonOfIsa(machine)]);
  const nodes = listNodes(machine);
  const reasons = [
    ...reasonsOf(machine, platform, nodes),
    ...reasonsOfAreas(machine, platform, boot),
    ...reasonsOfHosts(machine, boot),
    ...reasonsOfPrograms(machine, plan.system),
  ];
  if (reasons.length > 0) return refused(reasons);
  const ranges = platform.ranges(nodes.map(({ bytes }) => bytes));
  const data = placeData(plan, withFurtherRings(boot, routes), platform, nodes, ranges);
  if (data.kind === "refused") return refused(data.reasons);
  return {
    kind: "fits",
    view: {
      ...{ name: plan.name, platform, nodes, ranges },
      distances: nodes.length < 2 ? null : computeDistances(machine, routes, nodes),
      attributes: platform.hasAttributes ? computeAttributes(machine, routes, fabric, nodes) : null,
      devices: listDevices(machine, platform),
      cores: machine.cores.map(({ path, online, hardwareId, isa }, index) => ({
        ...{ name: path, online, host: isHost({ isa }) ? hostLink : null, hardwareId: hardwareId ?? 0 },
        node: nodes.findIndex(({ cores }) => cores.some((each) => each.index === index)),
        doorbell: online && !isHost({ isa }) ? platform.doorbell(nodes, hardwareId ?? 0) : 0,
        memory: data.own[index] ?? { address: 0, bytes: 0 },
        frames: data.frames[index] ?? 0,
      })),
      channels: data.channels,
      programs: plan.system === null ? [] : viewPrograms(plan, plan.system),
      ...{ hops: viewHops(plan), states: viewStates(plan) },
      ...{ bootCore: boot.bootCore, virtualChannels: routes.virtualChannels, window: boot.window },
    },
  };
}

/** Whether anything is said that makes sense for QEMU alone: hardware ids of all cores that are online. */
export function isMeantForQemu({ machine }: Plan): boolean {
  const own = machine?.cores.filter((core) => core.online && !isHost(core)) ?? [];
  return own.length > 0 && own.every(({ hardwareId }) => hardwareId !== null);
}

function refused(reasons: readonly string[]): QemuFit {
  return { kind: "refused", reasons };
}

function platformOf({ cores }: PlanMachine): Platform | undefined {
  return platforms.find(({ isa }) => cores.every((core) => !core.online || isHost(core) || core.isa.name === isa));
}

function reasonOfIsa({ cores }: PlanMachine): string {
  const isas = [...new Set(cores.filter((core) => core.online && !isHost(core)).map(({ isa }) => isa.name))].sort();
  const played = platforms.map(({ isa, name }) => `${isa} (${name})`).join(" or ");
  return `its cores are of ${isas.join(" and ")}, and Skerry has kernels for machines all of ${played}`;
}

function reasonsOf(machine: PlanMachine, platform: Platform, nodes: readonly PlatformNode[]): readonly string[] {
  const online = machine.cores.filter((core) => core.online && !isHost(core));
  const without = online.find(({ hardwareId }) => hardwareId === null);
  if (without !== undefined) return [`${without.path} has no hardware id: write \`id\` with its number`];
  if (nodes.length === 0) return ["it has no memory"];
  const counts = [
    ...(online.length > platform.mostCores ? [`${online.length} cores, of at most ${platform.mostCores}`] : []),
    ...(nodes.length > platform.mostNodes ? [`${nodes.length} memories, of at most ${platform.mostNodes}`] : []),
  ];
  if (counts.length > 0) return counts.map((count) => `it has ${count} that QEMU's ${platform.name} can have`);
  const odd = nodes.find(({ bytes }) => bytes % megabyte !== 0);
  if (odd !== undefined) return [`${odd.name} is no whole number of MiB`];
  const bare = nodes.find(({ cores }) => cores.length === 0);
  if (bare !== undefined && nodes.length > 1 && !platform.hasBareNodes) {
    return [`${bare.name} has no cores, and QEMU's ${platform.name} needs one in every node`];
  }
  return reasonsOfIds(platform, nodes);
}

const megabyte = 1 << 20;

function reasonsOfIds(platform: Platform, nodes: readonly PlatformNode[]): readonly string[] {
  const given = platform.hardwareIds(nodes);
  return nodes
    .flatMap(({ cores }) => cores)
    .flatMap(({ core }, position) => {
      const id = given[position];
      if (id === core.hardwareId) return [];
      return [`${core.path} has the hardware id ${core.hardwareId}, where QEMU's ${platform.name} gives ${id}`];
    })
    .slice(0, 1);
}

/** All rings from one core to another are an area. */
function reasonsOfAreas({ cores }: PlanMachine, { name, mostAreas }: Platform, boot: Boot): readonly string[] {
  if (mostAreas === null) return [];
  const areas = new Map<number, Set<number>>();
  for (const { from, to } of boot.channels) {
    for (const core of [from, to].filter((end) => !isHostAt(cores, end)))
      areas.set(core, (areas.get(core) ?? new Set()).add(from * 0x10000 + to));
  }
  for (const [core, { size }] of areas) {
    const most = core === boot.bootCore ? mostAreas.bootCore : mostAreas.others;
    if (size > most) {
      const what = `${cores[core]?.path} shares ${size} areas of rings with its neighbours`;
      return [`${what}, and a core of QEMU's ${name} can be fenced to ${most}`];
    }
  }
  return [];
}

function isHostAt(cores: PlanMachine["cores"], index: number): boolean {
  const core = cores[index];
  return core !== undefined && isHost(core);
}

/** The console is the boot core's, and the host's doorbell. */
function reasonsOfHosts({ cores }: PlanMachine, { bootCore, channels }: Boot): readonly string[] {
  const hosts = cores.flatMap((core, index) => (core.online && isHost(core) ? [index] : []));
  const [host, second] = hosts.map((index) => cores[index]?.path);
  if (second !== undefined) return [`${host} and ${second} both are the host, and QEMU has one console`];
  return channels
    .filter(({ from, to }) => hosts.includes(to) && from !== bootCore)
    .map(({ from }) => `${host} has a link to ${cores[from]?.path}, and the console is ${cores[bootCore]?.path}'s`)
    .slice(0, 1);
}

/** In C on the board, in TypeScript on the host. */
function reasonsOfPrograms({ cores }: PlanMachine, system: PlanSystem | null): readonly string[] {
  return [...(system?.services ?? []), ...(system?.clients ?? [])].flatMap(({ name, module, instances }) => {
    const wrong = instances.map(({ core }) => cores[core]).find((core) => core && isHost(core) === isInC(module));
    if (wrong === undefined) return [];
    const rule = isHost(wrong) ? "on the host run programs in TypeScript" : "on bare metal run programs in C";
    return [`${name} is ${module} on ${wrong.path}: ${rule}`];
  });
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
