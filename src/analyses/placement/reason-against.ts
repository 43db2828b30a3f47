import type { Buffer, System, Wish } from "../../model/deployment.ts";
import type { Level } from "../../model/level.ts";
import type { Core, Machine, Memory } from "../../model/machine.ts";
import { partAt } from "./levels.ts";
import { memoriesFor, nearestMemoryOf } from "./memory-distance.ts";
import type { Demand } from "./question.ts";

/** Why a machine cannot grant a demand, whatever else is said, in words that go on after a colon. */
export function reasonAgainst(demand: Demand, { machine }: System): string {
  if ("kind" in demand) return reasonAgainstWish(demand, machine);
  if ("size" in demand) return reasonAgainstBuffer(demand, machine);
  return `no core of the machine \`${machine.name}\` that is online has an address for registers of it`;
}

function reasonAgainstWish(wish: Wish, machine: Machine): string {
  const online = machine.cores.filter((core) => core.online);
  switch (wish.kind) {
    case "copies":
      return tooFew(online, wish.spread, machine);
    case "apart":
      return tooFew(online, wish.level, machine);
    case "requires":
      if (wish.requirement.kind !== "memory") return `no core of the machine \`${machine.name}\` that is online has it`;
      return largest(
        online.flatMap((core) => nearestMemoryOf(machine, core) ?? []),
        "no memory next to a core is so large",
      );
    default:
      return `no core of the machine \`${machine.name}\` would do`;
  }
}

function reasonAgainstBuffer({ device, memory, size }: Buffer, machine: Machine): string {
  if (memory !== null && memory.memory.size < size) return largest([memory.memory], "it is too large");
  const reachable = device === null ? machine.memories : memoriesFor(device.device, machine);
  if (memory !== null && device !== null && !reachable.includes(memory.memory)) {
    return `the DMA of \`${device.device.path}\` does not reach \`${memory.memory.path}\``;
  }
  if (device === null) return largest(reachable, "no memory is so large");
  return largest(reachable, `no memory that the DMA of \`${device.device.path}\` reaches is so large`);
}

function largest(memories: readonly Memory[], reason: string): string {
  const [most] = memories.toSorted((a, b) => b.size - a.size || a.index - b.index);
  return most === undefined ? `${reason}: there is none` : `${reason}: \`${most.path}\` has ${printSize(most.size)}`;
}

function tooFew(online: readonly Core[], level: Level, { name }: Machine): string {
  const count = new Set(online.flatMap((core) => partAt(core, level) ?? [])).size;
  const what = count === 1 ? level : level === "box" ? "boxes" : `${level}s`;
  const suffix = level === "core" ? "online" : "with a core online";
  return count === 0
    ? `the machine \`${name}\` has no ${level} ${suffix}`
    : `the machine \`${name}\` has only ${count} ${what} ${suffix}`;
}

const units = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** A size in the largest unit that it has at least one of: `1.5 GiB`. */
export function printSize(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(2))} ${units[power]}`;
}
