import type { NearTarget, Program, Requirement, Wish } from "../../model/deployment.ts";
import type { Core, Machine, Part } from "../../model/machine.ts";
import { linkGraphOf } from "../latency/link-graph.ts";

/** Room for so many copies: the cores each of them may lie on, and why just those. */
export interface Opening {
  readonly cores: readonly Core[];
  readonly count: number;
  readonly reason: string | null;
}

type WishOf<Kind> = Extract<Wish, { kind: Kind }>;

/** The first wish of a kind. */
export function wishOf<Kind extends Wish["kind"]>(wishes: readonly Wish[], kind: Kind): WishOf<Kind> | null {
  return wishes.find((wish): wish is WishOf<Kind> => wish.kind === kind) ?? null;
}

/**
 * How many copies a program has by its wishes, and where each may lie: `on` means one on each core it names, or with
 * `copies` so many on some of them; `every` one in each part of that level that has a core that would do; `copies` so many
 * anywhere; else there is one. What a program requires of a core leaves out the others, and so does what `suits` it
 * unless its cores are named by hand: that is judged when all is placed. The checks have seen to it that a program says
 * where it lies in one way.
 */
export function findOpenings(
  wishes: readonly Wish[],
  machine: Machine,
  suits: (core: Core) => boolean = () => true,
): readonly Opening[] {
  const isMet = fitness(wishes);
  const [on, every, copies] = [wishOf(wishes, "on"), wishOf(wishes, "every"), wishOf(wishes, "copies")];
  if (on !== null && copies === null) {
    return on.cores.map((core) => ({ cores: [core].filter(isMet), count: 1, reason: `said by hand: on ${core.path}` }));
  }
  const fits = (core: Core) => isMet(core) && suits(core);
  if (every !== null) return openEvery(machine, every.level, fits);
  const cores = (on?.cores ?? onlineCores(machine.cores)).filter(fits);
  const count = copies?.count ?? 1;
  return [{ cores, count, reason: reasonOf(on, copies) }];
}

function reasonOf(on: WishOf<"on"> | null, copies: WishOf<"copies"> | null): string | null {
  if (copies === null) return null;
  const spread = copies.spread === "core" ? "" : `, each in a ${copies.spread} of its own`;
  return `one of ${copies.count} copies${on === null ? "" : " on the cores said by hand"}${spread}`;
}

/** Whether a core is what the wishes require. */
export function fitness(wishes: readonly Wish[]): (core: Core) => boolean {
  const required = wishes.flatMap((wish) => (wish.kind === "requires" ? [wish.requirement] : []));
  return (core) => required.every((requirement) => meets(core, requirement));
}

function meets({ isa, kind, protection }: Core, requirement: Requirement): boolean {
  switch (requirement.kind) {
    case "isa":
      return isa.name === requirement.isa;
    case "word":
      return isa.wordBits >= requirement.bits;
    case "kind":
      return kind === requirement.core;
    case "protection":
      return protection === "pages" || protection === requirement.by;
    case "memory":
      return true;
  }
}

/** Bytes that each copy takes of the memory nearest to its core. */
export function requiredMemory(wishes: readonly Wish[]): number {
  return wishes.reduce(
    (sum, wish) => sum + (wish.kind === "requires" && wish.requirement.kind === "memory" ? wish.requirement.bytes : 0),
    0,
  );
}

/** What a program wants to be near, the devices it drives among it; nothing where its cores are named by hand. */
export function nearTargets({ wishes, drives }: Program): readonly NearTarget[] {
  if (wishOf(wishes, "on") !== null && wishOf(wishes, "copies") === null) return [];
  const near = wishes.flatMap((wish) => (wish.kind === "near" ? [wish.target] : []));
  const said = new Set(near.flatMap((target) => (target.kind === "device" ? [target.device] : [])));
  const driven = drives.flatMap(({ device }): NearTarget[] => (said.has(device) ? [] : [{ kind: "device", device }]));
  return [...near, ...driven];
}

export function hasWish({ wishes }: Pick<Program, "wishes">, kind: Wish["kind"]): boolean {
  return wishOf(wishes, kind) !== null;
}

function openEvery(machine: Machine, level: Part["level"] | "core", fits: (core: Core) => boolean): Opening[] {
  if (level === "core") {
    const cores = onlineCores(machine.cores).filter(fits);
    return cores.map((core) => ({ cores: [core], count: 1, reason: "one on every core" }));
  }
  const { population } = linkGraphOf(machine);
  return machine.parts
    .filter((part) => part.level === level)
    .map((part) => ({
      cores: onlineCores(population.get(part) ?? []).filter(fits),
      count: 1,
      reason: `one in every ${level}: ${part.path || machine.name}`,
    }))
    .filter(({ cores }) => cores.length > 0);
}

function onlineCores(cores: readonly Core[]): readonly Core[] {
  return cores.filter((core) => core.online);
}
