import { planDiagnostics } from "../../diagnostics/catalogue/plan.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, Wish } from "../../model/deployment.ts";
import type { Core, Machine, Part } from "../../model/machine.ts";
import { linkGraphOf } from "../latency/link-graph.ts";

export type OnWish = Extract<Wish, { kind: "on" }>;
export type EveryWish = Extract<Wish, { kind: "every" }>;
export type NearWish = Extract<Wish, { kind: "near" }>;

/** Room for one instance: the cores it may lie on, and why just those. */
export interface Opening {
  readonly cores: readonly Core[];
  readonly reason: string | null;
}

export interface Openings {
  readonly openings: readonly Opening[];
  readonly diagnostics: readonly Diagnostic[];
}

export const onWishes = (program: Program): readonly OnWish[] => program.wishes.filter((wish) => wish.kind === "on");
export const everyWishes = (program: Program): readonly EveryWish[] =>
  program.wishes.filter((wish) => wish.kind === "every");
export const nearWishes = (program: Program): readonly NearWish[] =>
  program.wishes.filter((wish) => wish.kind === "near");

/**
 * How many instances a program has and where each may lie. `on` means one on each core it names; `every` one in each
 * part of that level that has a core online, on the named cores when there is an `on` too; else there is one, anywhere.
 * Cores must be named by every `on` of the program.
 */
export function findOpenings(program: Program, machine: Machine): Openings {
  const named = namedCores(program);
  if (named.diagnostics.length > 0) return { openings: [], diagnostics: named.diagnostics };
  const [every, ...others] = everyWishes(program);
  const other = others.find((wish) => wish.level !== every?.level);
  if (every !== undefined && other !== undefined) {
    return { openings: [], diagnostics: [reportConflict(program, every, other, "their numbers of instances differ")] };
  }
  if (every !== undefined) return openEvery(program, machine, every, named.cores);
  if (named.cores !== null) {
    const openings = named.cores.map((core) => ({ cores: [core], reason: `said by hand: on ${core.path}` }));
    return { openings, diagnostics: [] };
  }
  return { openings: [{ cores: onlineCores(machine.cores), reason: null }], diagnostics: [] };
}

/** The cores that all the program's `on` wishes name; null without any. */
function namedCores(program: Program): { cores: readonly Core[] | null; diagnostics: readonly Diagnostic[] } {
  const [first, ...others] = onWishes(program);
  if (first === undefined) return { cores: null, diagnostics: [] };
  const apart = others.find((wish) => !wish.cores.some((core) => first.cores.includes(core)));
  if (apart !== undefined) {
    const why = "no core is named by both";
    return { cores: null, diagnostics: [reportConflict(program, first, apart, why)] };
  }
  const cores = [...new Set(first.cores)].filter((core) => others.every((wish) => wish.cores.includes(core)));
  const offline = cores.filter((core) => !core.online);
  const diagnostics = offline.map((core) =>
    diagnose(
      planDiagnostics.offlineCore,
      first.span,
      { program: program.name, core: core.path },
      { related: [{ span: core.span, message: `${core.path} is declared here` }] },
    ),
  );
  return { cores, diagnostics };
}

function openEvery(program: Program, machine: Machine, wish: EveryWish, named: readonly Core[] | null): Openings {
  const groups = groupsOf(machine, wish.level);
  if (groups.length === 0) {
    const facts = { program: program.name, level: wish.level, machine: machine.name };
    return { openings: [], diagnostics: [diagnose(planDiagnostics.nothingOfLevel, wish.span, facts)] };
  }
  const openings = groups.map(({ path, cores }) => ({
    cores: named === null ? cores : cores.filter((core) => named.includes(core)),
    reason: wish.level === "core" ? "one on every core" : `one in every ${wish.level}: ${path || machine.name}`,
  }));
  const barred = openings.findIndex(({ cores }) => cores.length === 0);
  const [on] = onWishes(program);
  if (barred === -1 || on === undefined) return { openings, diagnostics: [] };
  const why = `no core of ${groups[barred]?.path} is among those named`;
  return { openings: [], diagnostics: [reportConflict(program, on, wish, why)] };
}

interface Group {
  readonly path: string;
  readonly cores: readonly Core[];
}

function groupsOf(machine: Machine, level: Part["level"] | "core"): readonly Group[] {
  if (level === "core") return onlineCores(machine.cores).map((core) => ({ path: core.path, cores: [core] }));
  const { population } = linkGraphOf(machine);
  return machine.parts
    .filter((part) => part.level === level)
    .map((part) => ({ path: part.path, cores: onlineCores(population.get(part) ?? []) }))
    .filter(({ cores }) => cores.length > 0);
}

export function onlineCores(cores: readonly Core[]): readonly Core[] {
  return cores.filter((core) => core.online);
}

/** Two wishes of a program that leave no core; each is shown where it is said. */
export function reportConflict(program: Program, first: Wish, second: Wish, why: string): Diagnostic {
  const text = (wish: Wish): string =>
    wish.span.source.text.slice(wish.span.start, wish.span.end).replace(/\s+/g, " ").trim();
  return diagnose(
    planDiagnostics.wishesConflict,
    second.span,
    { program: program.name, first: text(first), second: text(second), why },
    { related: [{ span: first.span, message: "the other wish" }] },
  );
}
