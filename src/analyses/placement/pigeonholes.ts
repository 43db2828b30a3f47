import type { Program } from "../../model/deployment.ts";
import type { Level } from "../../model/level.ts";
import type { Core, Memory } from "../../model/machine.ts";
import type { Copy } from "./copies.ts";
import { partAt } from "./levels.ts";
import { nearestMemoryOf } from "./memory-distance.ts";
import type { Question } from "./question.ts";

/**
 * Whether there are parts and memories enough, by counting alone. What is counted out here would take a search for
 * ever; what passes may yet be impossible.
 */
export function hasRoom(question: Question): boolean {
  const byProgram = groupByProgram(question.copies);
  return [...byProgram.keys()].every((program) => hasParts(program, byProgram, question)) && hasMemory(question);
}

function groupByProgram(copies: readonly Copy[]): ReadonlyMap<Program, readonly Copy[]> {
  const grouped = new Map<Program, Copy[]>();
  for (const copy of copies) {
    const known = grouped.get(copy.program);
    if (known === undefined) grouped.set(copy.program, [copy]);
    else known.push(copy);
  }
  return grouped;
}

/** The copies of a program need so many parts at each level; with those of programs that are all apart, the sum. */
function hasParts(program: Program, byProgram: ReadonlyMap<Program, readonly Copy[]>, { rules }: Question): boolean {
  const own = rules.get(program);
  const levels = new Set<Level>([...(own?.spread ?? []), ...(own?.apart ?? []).map(({ level }) => level)]);
  const isApart = (a: Program, b: Program, level: Level) =>
    rules.get(a)?.apart.some((rule) => rule.from === b && rule.level === level) ?? false;
  return [...levels].every((level) => {
    const together: Program[] = [program];
    for (const { from } of own?.apart ?? []) {
      if (!together.includes(from) && together.every((other) => isApart(other, from, level))) together.push(from);
    }
    const copies = together.map((each) => byProgram.get(each) ?? []);
    const needed = together.map((each, at) =>
      rules.get(each)?.spread.includes(level) ? (copies[at]?.length ?? 0) : Math.min(1, copies[at]?.length ?? 0),
    );
    const cores = new Set(copies.flatMap((each) => each.flatMap((copy) => copy.cores)));
    // Where several programs are counted, a core outside of all such parts is a place of its own.
    const parts = new Set([...cores].flatMap((core) => partAt(core, level) ?? (together.length > 1 ? core : [])));
    return parts.size >= needed.reduce((sum, count) => sum + count, 0);
  });
}

interface Load {
  readonly memories: ReadonlySet<Memory>;
  readonly bytes: number;
}

/** For each set of memories that something may lie in: whether all that can lie nowhere else fits. */
function hasMemory(question: Question): boolean {
  const loads = loadsOf(question);
  const sets = new Map(
    loads.map(({ memories }) => [
      [...memories]
        .map(({ index }) => index)
        .sort()
        .join(),
      memories,
    ]),
  );
  return [...sets.values()].every((memories) => {
    const inside = loads.filter((load) => [...load.memories].every((memory) => memories.has(memory)));
    const room = [...memories].reduce((sum, { size }) => sum + size, 0);
    return inside.reduce((sum, { bytes }) => sum + bytes, 0) <= room;
  });
}

function loadsOf({ machine, buffers, copies, rules }: Question): readonly Load[] {
  const nearest = (core: Core) => nearestMemoryOf(machine, core) ?? [];
  return [
    ...buffers.map(({ memories, buffer }) => ({ memories: new Set(memories), bytes: buffer.size })),
    ...copies.flatMap(({ program, cores }) => {
      const bytes = rules.get(program)?.memory ?? 0;
      return bytes === 0 ? [] : [{ memories: new Set(cores.flatMap(nearest)), bytes }];
    }),
  ];
}
