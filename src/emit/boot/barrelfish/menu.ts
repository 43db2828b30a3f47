/** `menu.lst`: BarrelfishOS/barrelfish, lib/multiboot/grubmenu.c, hake/menu.lst.* and usr/{startd,monitor}/spawn.c. */
import type { Plan, PlanCore, PlanMachine, PlanProgram } from "../../../plan/plan.ts";
import { isExternal, type Piece, piecesSeen, withoutAliases } from "../pieces.ts";

/** How an instruction set's files are called, and how its kernel is loaded. */
export interface Platform {
  readonly folder: string;
  readonly style: "multiboot" | "armv7" | "armv8";
}

export const platforms: Readonly<Record<string, Platform>> = {
  amd64: { folder: "/x86_64/sbin", style: "multiboot" },
  arm64: { folder: "/armv8/sbin", style: "armv8" },
  armv7a: { folder: "/armv7/sbin", style: "armv7" },
};

export interface Command {
  readonly word: string;
  readonly path: string;
  readonly arguments: readonly string[];
  /** Where the description says so. */
  readonly at: string;
}

export interface Menu {
  readonly host: PlanCore;
  readonly platform: Platform | null;
  /** Cores with programs that another kernel has to run on. */
  readonly foreign: readonly PlanCore[];
  /** What every system starts. */
  readonly own: readonly Command[];
  /** What the plan's system starts. */
  readonly programs: readonly Command[];
  /** Memories that no boot loader tells the kernel of; one without pieces where nothing is known of any. */
  readonly memories: readonly { readonly path: string; readonly at: string; readonly pieces: readonly Piece[] }[];
}

const archives = ["/eclipseclp_ramfs.cpio.gz", "/skb_ramfs.cpio.gz"];

/** Null for a plan without a system. */
export function menuOf({ machine, system, boot }: Plan): Menu | null {
  const host = machine?.cores[boot?.bootCore ?? -1];
  if (machine === null || system === null || boot === null || host === undefined) return null;
  const platform = platforms[host.isa.name] ?? null;
  const isOwn = ({ isa, online }: PlanCore): boolean => online && isa.name === host.isa.name;
  const own = [boot.bootCore, ...[...machine.cores.keys()].filter((core) => core !== boot.bootCore)].filter((core) =>
    isOwn(machine.cores[core] ?? host),
  );
  const programs = [...system.services, ...system.clients];
  const used = new Set(programs.flatMap(({ instances }) => instances.map(({ core }) => core)));
  const foreign = machine.cores.filter((core, index) => used.has(index) && !isOwn(core));
  const memories = platform?.style === "multiboot" ? [] : externalMemories(machine, boot.bootCore);
  return {
    ...{ host, platform, foreign, memories },
    own: platform === null ? [] : bootCommands(platform, machine.name, host.at),
    programs: platform === null ? [] : runs(programs, own, platform),
  };
}

/** Nobody but the description tells them where these are. */
function externalMemories(machine: PlanMachine, bootCore: number): Menu["memories"] {
  const view = machine.addresses?.views.find(({ cores }) => cores.includes(bootCore)) ?? null;
  const external = machine.memories.flatMap(({ path, size, at }, memory) => {
    const pieces = withoutAliases(piecesSeen({ memory }, view)).filter(({ isWritable }) => isWritable);
    return isExternal(BigInt(size)) ? [{ path, at, pieces }] : [];
  });
  const seen = external.filter(({ pieces }) => pieces.length > 0);
  return seen.length > 0 ? seen : external.slice(0, 1);
}

/** The kernel, what `init` and then the monitor starts, the archives of the knowledge base, and drivers of every machine. */
function bootCommands({ folder, style }: Platform, machine: string, at: string): readonly Command[] {
  const module = (name: string, ...words: readonly string[]): Command => {
    const word = style === "armv8" ? "modulenounzip" : "module";
    return { word, path: `${folder}/${name}`, arguments: words, at };
  };
  const first: Readonly<Record<Platform["style"], readonly Command[]>> = {
    multiboot: [
      { word: "kernel", path: `${folder}/elver`, arguments: ["loglevel=3"], at },
      module("cpu", "loglevel=3"),
    ],
    armv7: [
      { word: "kernel", path: `${folder}/cpu_${machine}`, arguments: ["loglevel=3"], at },
      module(`cpu_${machine}`),
    ],
    armv8: [
      { word: "bootdriver", path: `${folder}/boot_armv8_generic`, arguments: [], at },
      { word: "cpudriver", path: `${folder}/cpu_${machine}`, arguments: ["loglevel=3"], at },
    ],
  };
  const onBoot = [
    "ramfsd",
    "skb",
    ...(style === "multiboot" ? ["acpi"] : []),
    "kaluga",
    "spawnd",
    "proc_mgmt",
    "startd",
  ];
  const drivers = [...(style === "multiboot" ? ["pci"] : []), "corectrl"];
  return [
    ...first[style],
    ...["init", "mem_serv", "monitor"].map((name) => module(name)),
    ...[...onBoot, ...(style === "multiboot" ? ["routing_setup"] : [])].map((name) => module(name, "boot")),
    ...archives.map((path) => ({ word: "modulenounzip", path, arguments: ["nospawn"], at })),
    ...drivers.map((name) => module(name, "auto")),
  ];
}

/** Drivers are Kaluga's to start, all else is started on the cores that the plan says. */
function runs(
  programs: readonly PlanProgram[],
  own: readonly number[],
  { folder, style }: Platform,
): readonly Command[] {
  const ordered = [...programs].sort((one, other) => Number(isDriver(other)) - Number(isDriver(one)));
  return ordered.flatMap((program) => {
    const cores = program.instances.map(({ core }) => own.indexOf(core)).filter((core) => core >= 0);
    if (cores.length === 0) return [];
    const word = style === "armv8" ? "modulenounzip" : "module";
    const where = `core=${ranges([...new Set(cores)].sort((a, b) => a - b))}`;
    const words = isDriver(program) ? ["auto", where] : [where];
    return [{ word, path: `${folder}/${program.name}`, arguments: words, at: program.at }];
  });
}

function isDriver({ drives }: PlanProgram): boolean {
  return drives.length > 0;
}

/** `1,3-5` */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === number) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}

export function printMenu({ platform, own, programs, memories }: Menu): string {
  const lines = [...own, ...programs].map(({ word, path, arguments: words }) => [word, path, ...words].join(" "));
  const maps = memories.flatMap(({ pieces }) =>
    pieces.map(({ address, bytes }) => `mmap map 0x${address.toString(16)} 0x${bytes.toString(16)} 1`),
  );
  const head = ["timeout 0", "title Barrelfish", ...(platform?.style === "multiboot" ? ["root (nd)"] : [])];
  return `${[...head, ...lines, ...maps].join("\n")}\n`;
}
