import type { Buffer, Level, Program, System, Wish } from "../../model/deployment.ts";
import type { Core, Machine, Memory } from "../../model/machine.ts";
import { memoriesFor } from "./memory-distance.ts";
import { findOpenings, requiredMemory, wishOf } from "./openings.ts";

/** What has to be placed, and by which rules; what it costs is said elsewhere. */
export interface Question {
  readonly machine: Machine;
  readonly copies: readonly Copy[];
  readonly buffers: readonly CopyBuffer[];
  readonly rules: ReadonlyMap<Program, Rules>;
  /** Programs whose wishes leave them no copy at all. */
  readonly nowhere: readonly Program[];
}

/** One copy of a program, which needs a core. */
export interface Copy {
  readonly index: number;
  readonly program: Program;
  /** Copies of one opening are interchangeable. */
  readonly opening: number;
  /** Ascending by index, or in the order said by hand. */
  readonly cores: readonly Core[];
  readonly reason: string | null;
}

/** A buffer of one copy, which needs a memory. */
export interface CopyBuffer {
  readonly index: number;
  readonly copy: Copy;
  readonly buffer: Buffer;
  readonly memories: readonly Memory[];
}

export interface Rules {
  /** In no part of these levels lie two copies of the program. */
  readonly spread: readonly Level[];
  /** In no part of the level does a copy of the other program lie. */
  readonly apart: readonly { readonly from: Program; readonly level: Level }[];
  /** Bytes that each copy takes of the memory nearest to its core. */
  readonly memory: number;
}

/** A wish or a buffer: what a description can be asked to take back. */
export type Demand = Wish | Buffer;

/** The question that a system asks, as if it made only the demands that are kept. */
export function buildQuestion(system: System, isKept: (demand: Demand) => boolean = () => true): Question {
  const programs: readonly Program[] = [...system.services, ...system.clients];
  const wishes = new Map(programs.map((program) => [program, program.wishes.filter(isKept)]));
  const copies: Copy[] = [];
  const nowhere: Program[] = [];
  for (const program of programs) {
    const openings = findOpenings(wishes.get(program) ?? [], system.machine);
    if (openings.length === 0) nowhere.push(program);
    openings.forEach(({ cores, count, reason }, opening) => {
      for (let copy = 0; copy < count; copy++) copies.push({ index: copies.length, program, opening, cores, reason });
    });
  }
  const { machine } = system;
  return { machine, copies, buffers: findBuffers(copies, machine, isKept), rules: findRules(wishes), nowhere };
}

function findBuffers(
  copies: readonly Copy[],
  machine: Machine,
  isKept: (demand: Demand) => boolean,
): readonly CopyBuffer[] {
  const needed = copies.flatMap((copy) => copy.program.buffers.filter(isKept).map((buffer) => ({ copy, buffer })));
  return needed.map(({ copy, buffer }, index) => ({ index, copy, buffer, memories: memoriesOf(buffer, machine) }));
}

function memoriesOf({ device, memory, size }: Buffer, machine: Machine): readonly Memory[] {
  const reachable = device === null ? machine.memories : memoriesFor(device.device, machine);
  return reachable.filter((each) => each.size >= size && (memory === null || each === memory.memory));
}

function findRules(wishes: ReadonlyMap<Program, readonly Wish[]>): ReadonlyMap<Program, Rules> {
  const byName = new Map([...wishes.keys()].map((program) => [program.name, program]));
  const apart = new Map<Program, { readonly from: Program; readonly level: Level }[]>();
  const keep = (program: Program, from: Program, level: Level) =>
    apart.set(program, [...(apart.get(program) ?? []), { from, level }]);
  for (const [program, said] of wishes) {
    for (const wish of said) {
      const from = wish.kind === "apart" ? byName.get(wish.program) : undefined;
      if (wish.kind !== "apart" || from === undefined) continue;
      keep(program, from, wish.level);
      keep(from, program, wish.level);
    }
  }
  return new Map(
    [...wishes].map(([program, said]) => [
      program,
      { spread: spreadOf(said), apart: apart.get(program) ?? [], memory: requiredMemory(said) },
    ]),
  );
}

function spreadOf(wishes: readonly Wish[]): readonly Level[] {
  const spread = wishOf(wishes, "copies")?.spread ?? "core";
  return spread === "core" ? ["core"] : ["core", spread];
}
