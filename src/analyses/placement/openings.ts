import type { NearTarget, Program, Wish } from "../../model/deployment.ts";
import type { Core, Machine, Part } from "../../model/machine.ts";
import { linkGraphOf } from "../latency/link-graph.ts";

/** Room for one instance: the cores it may lie on, and why just those. */
export interface Opening {
  readonly cores: readonly Core[];
  readonly reason: string | null;
}

/**
 * How many instances a program has and where each may lie: `on` means one on each core it names, `every` one in each part
 * of that level that has a core online; else there is one, anywhere. The checks have seen to it that a program has at
 * most one of the two, and that it leaves something.
 */
export function findOpenings(program: Program, machine: Machine): readonly Opening[] {
  const wish = program.wishes.find(({ kind }) => kind !== "near");
  if (wish?.kind === "on") {
    return wish.cores.map((core) => ({ cores: [core], reason: `said by hand: on ${core.path}` }));
  }
  if (wish?.kind === "every") return openEvery(machine, wish.level);
  return [{ cores: onlineCores(machine.cores), reason: null }];
}

/** What a program wants to be near; nothing where its cores are named by hand. */
export function nearTargets(program: Program): readonly NearTarget[] {
  if (program.wishes.some(({ kind }) => kind === "on")) return [];
  return program.wishes.flatMap((wish) => (wish.kind === "near" ? [wish.target] : []));
}

export function hasWish(program: Program, kind: Wish["kind"]): boolean {
  return program.wishes.some((wish) => wish.kind === kind);
}

function openEvery(machine: Machine, level: Part["level"] | "core"): readonly Opening[] {
  if (level === "core") {
    return onlineCores(machine.cores).map((core) => ({ cores: [core], reason: "one on every core" }));
  }
  const { population } = linkGraphOf(machine);
  return machine.parts
    .filter((part) => part.level === level)
    .map((part) => ({
      cores: onlineCores(population.get(part) ?? []),
      reason: `one in every ${level}: ${part.path || machine.name}`,
    }))
    .filter(({ cores }) => cores.length > 0);
}

function onlineCores(cores: readonly Core[]): readonly Core[] {
  return cores.filter((core) => core.online);
}
