import type { Plan, PlanAnswer, PlanMachine, PlanSystem } from "../../../plan/plan.ts";
import { type Piece, piecesSeen } from "../pieces.ts";
import { type Cluster, clustersOf, partsAround } from "./clusters.ts";
import { Names } from "./names.ts";
import { type Place, placesOf, sortOf } from "./places.ts";

/** What one operating system, or one image of firmware, runs on. */
export interface Domain {
  readonly name: string;
  readonly label: string;
  /** From 1. */
  readonly id: number;
  readonly cluster: Cluster;
  /** Places in the cluster of the cores that it runs on. */
  readonly places: readonly number[];
  readonly os: "linux" | "baremetal";
  /** Names of the programs on its cores. */
  readonly programs: readonly string[];
  /** Memories that are its own, first to last. */
  readonly memories: readonly Place[];
  /** Devices that its programs drive; of the host those too that nobody does. */
  readonly devices: readonly number[];
}

/** A machine as a system device tree has it. */
export interface Division {
  readonly clusters: readonly Cluster[];
  readonly places: readonly Place[];
  readonly host: Domain;
  readonly remotes: readonly Domain[];
}

/** The clusters that the programs of a plan run on; null for a plan without a system. */
export function divide({ machine, system, boot }: Plan): Division | null {
  if (machine === null || system === null || boot === null) return null;
  const clusters = clustersOf(machine, boot.bootCore);
  const [first, ...others] = clusters;
  if (first === undefined) return null;
  const places = placesOf(machine, first);
  const busy = others.filter(({ indices }) => programsOn(indices, system).length > 0);
  const owners = new Map(places.map((place) => [place, ownerOf(place, [first, ...busy], machine)]));
  const names = new Names();
  const domainOf = (cluster: Cluster, index: number): Domain => {
    const memories = places.filter((place) => owners.get(place) === cluster && isMemory(place, machine));
    return makeDomain(cluster, { machine, system, names, memories, id: index + 1 });
  };
  return { clusters, places, host: domainOf(first, 0), remotes: busy.map((each, index) => domainOf(each, index + 1)) };
}

interface Making {
  readonly machine: PlanMachine;
  readonly system: PlanSystem;
  readonly names: Names;
  readonly memories: readonly Place[];
  readonly id: number;
}

function makeDomain(cluster: Cluster, { machine, system, names, memories, id }: Making): Domain {
  const path = machine.parts[cluster.part]?.path || machine.name;
  const pages = cluster.cores.every(({ protection }) => protection === undefined);
  return {
    name: names.node(path),
    label: names.label(`domain_${path}`),
    id,
    cluster,
    places: [...cluster.cores.keys()].filter((place) => cluster.cores[place]?.online === true),
    os: pages && cluster.cores.every(({ isa }) => hasLinux(isa.name)) ? "linux" : "baremetal",
    programs: programsOn(cluster.indices, system),
    memories,
    devices: drivenOn(cluster.indices, system, machine, id === 1),
  };
}

/** Instruction sets for Linux; of others, as those of DSPs, a core is not known to have an MMU. */
function hasLinux(isa: string): boolean {
  return /^(amd64|arm64|armv7a|riscv64|ppc64le|s390x|loongarch64)$/.test(isa);
}

function isMemory(place: Place, machine: PlanMachine): boolean {
  const sort = sortOf(place, machine);
  return sort === "memory" || sort === "sram";
}

/** Whoever has it in its own part; else the first who can address it. */
function ownerOf(place: Place, [host, ...others]: readonly Cluster[], machine: PlanMachine): Cluster | null {
  const sees = ({ view }: Cluster): boolean => isSeen(place.target, piecesSeen(place.target, view));
  const part = partOf(place.target, machine);
  const around = part === null ? [] : partsAround(part, machine);
  const near = others.filter((cluster) => cluster.part !== 0 && around.includes(cluster.part) && sees(cluster));
  const all = [...near, ...(host === undefined ? [] : [host]), ...others];
  return all.find(sees) ?? null;
}

function isSeen(target: PlanAnswer, pieces: readonly Piece[]): boolean {
  return "registers" in target ? pieces.length > 0 : pieces.some(({ isWritable }) => isWritable);
}

function partOf(target: PlanAnswer, { memories }: PlanMachine): number | null {
  return "memory" in target ? (memories[target.memory]?.part ?? null) : null;
}

function programsOn(cores: readonly number[], { services, clients }: PlanSystem): readonly string[] {
  const runs = [...services, ...clients].filter(({ instances }) => instances.some(({ core }) => cores.includes(core)));
  return runs.map(({ name }) => name);
}

function drivenOn(
  cores: readonly number[],
  { services, clients }: PlanSystem,
  { devices }: PlanMachine,
  isHost: boolean,
): readonly number[] {
  const drivers = [...services, ...clients].filter(({ drives }) => drives.length > 0);
  const own = drivers.filter(({ instances }) => cores.includes(instances[0]?.core ?? -1));
  const driven = new Set(drivers.flatMap(({ drives }) => drives));
  const idle = [...devices.keys()].filter((device) => !driven.has(device) && devices[device]?.isMailbox !== true);
  return [...new Set([...own.flatMap(({ drives }) => drives), ...(isHost ? idle : [])])].sort((a, b) => a - b);
}
