import type { NumberRange } from "../../algorithms/number-ranges.ts";
import type { Program } from "../../model/deployment.ts";
import type { Level } from "../../model/level.ts";
import type { Core, Memory, Part } from "../../model/machine.ts";
import { bytesFor, hasBytes } from "./buffer-homes.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { partAt } from "./levels.ts";
import { nearestMemoryOf } from "./memory-distance.ts";
import type { Question, Rules } from "./question.ts";

const noRules: Rules = { spread: [], apart: [], memory: 0 };

/** Who lies where, so far; says whether one more may lie somewhere by the rules. */
export class Seating {
  readonly question: Question;
  readonly #coreOf: (Core | null)[];
  readonly #memoryOf: (Memory | null)[];
  readonly #load = new Map<Core, number>();
  readonly #free: Map<Memory, number>;
  /** Copies by program, level and part; only for levels that some rule asks about. */
  readonly #counts = new Map<Program, Map<Level, Map<Part | Core, number>>>();
  /** By copy: the buffers that its core makes a difference to. */
  readonly #concerned: ReadonlyMap<Copy, readonly CopyBuffer[]>;

  constructor(question: Question) {
    this.question = question;
    this.#coreOf = question.copies.map(() => null);
    this.#memoryOf = question.buffers.map(() => null);
    this.#concerned = findConcerned(question.buffers);
    this.#free = new Map(question.machine.memories.map((memory) => [memory, memory.size]));
    for (const [program, { spread, apart }] of question.rules) {
      for (const level of spread) this.#countFor(program, level);
      for (const { from, level } of apart) this.#countFor(from, level);
    }
  }

  coreOf({ index }: Copy): Core | null {
    return this.#coreOf[index] ?? null;
  }

  memoryOf({ index }: CopyBuffer): Memory | null {
    return this.#memoryOf[index] ?? null;
  }

  /** Copies on a core. */
  loadOf(core: Core): number {
    return this.#load.get(core) ?? 0;
  }

  /** Bytes that nobody has taken. */
  freeIn(memory: Memory): number {
    return this.#free.get(memory) ?? 0;
  }

  allows(copy: Copy, core: Core): boolean {
    return this.obstacle(copy, core) === null;
  }

  /** The rule that keeps a copy from a core, in words; null when none does. */
  obstacle(copy: Copy, core: Core): string | null {
    const { program } = copy;
    const { spread, apart, memory } = this.question.rules.get(program) ?? noRules;
    for (const level of spread) {
      if (partAt(core, level) === null) return `it lies in no ${level}`;
      if (this.#count(program, level, core) > 0) return `a copy of it is in that ${level}`;
    }
    for (const { from, level } of apart) {
      if (this.#count(from, level, core) > 0) return `it is apart from ${from.name}, which is in that ${level}`;
    }
    return this.#obstacleOfMemory(memory, core) ?? this.#obstacleOfBuffers(copy, core);
  }

  #obstacleOfMemory(required: number, core: Core): string | null {
    if (required === 0) return null;
    const nearest = nearestMemoryOf(this.question.machine, core);
    if (nearest === null) return "it has no memory";
    return this.freeIn(nearest) >= required ? null : `${nearest.path} has no room for what it requires`;
  }

  #obstacleOfBuffers(copy: Copy, core: Core): string | null {
    const { machine } = this.question;
    const coreOf = (other: Copy) => (other === copy ? core : this.coreOf(other));
    const lost = (this.#concerned.get(copy) ?? []).find((buffer) => {
      const laid = this.memoryOf(buffer);
      const memories = laid === null ? buffer.memories : [laid];
      return !memories.some((memory) => hasBytes(buffer, memory, coreOf, machine));
    });
    return lost === undefined ? null : `the buffer ${lost.buffer.name} of ${lost.copy.program.name} is in its way`;
  }

  allowsBuffer(buffer: CopyBuffer, memory: Memory): boolean {
    if (this.freeIn(memory) < buffer.buffer.size) return false;
    return hasBytes(buffer, memory, (copy) => this.coreOf(copy), this.question.machine);
  }

  /** The bytes of its memory that a buffer may take; none while it has no memory. */
  bytesFor(buffer: CopyBuffer): readonly NumberRange[] {
    const memory = this.memoryOf(buffer);
    return memory === null ? [] : bytesFor(buffer, memory, (copy) => this.coreOf(copy), this.question.machine);
  }

  put(copy: Copy, core: Core): void {
    this.#coreOf[copy.index] = core;
    this.#change(copy.program, core, 1);
  }

  take(copy: Copy): void {
    const core = this.#coreOf[copy.index] ?? null;
    if (core === null) return;
    this.#coreOf[copy.index] = null;
    this.#change(copy.program, core, -1);
  }

  putBuffer(buffer: CopyBuffer, memory: Memory): void {
    this.#memoryOf[buffer.index] = memory;
    this.#free.set(memory, this.freeIn(memory) - buffer.buffer.size);
  }

  takeBuffer(buffer: CopyBuffer): void {
    const memory = this.#memoryOf[buffer.index] ?? null;
    if (memory === null) return;
    this.#memoryOf[buffer.index] = null;
    this.#free.set(memory, this.freeIn(memory) + buffer.buffer.size);
  }

  #change(program: Program, core: Core, by: 1 | -1): void {
    this.#load.set(core, this.loadOf(core) + by);
    for (const [level, counts] of this.#counts.get(program) ?? []) {
      const part = partAt(core, level);
      if (part !== null) counts.set(part, (counts.get(part) ?? 0) + by);
    }
    const taken = this.question.rules.get(program)?.memory ?? 0;
    const nearest = taken === 0 ? null : nearestMemoryOf(this.question.machine, core);
    if (nearest !== null) this.#free.set(nearest, this.freeIn(nearest) - by * taken);
  }

  #countFor(program: Program, level: Level): void {
    const levels = this.#counts.get(program) ?? new Map<Level, Map<Part | Core, number>>();
    this.#counts.set(program, levels);
    if (!levels.has(level)) levels.set(level, new Map());
  }

  #count(program: Program, level: Level, core: Core): number {
    const part = partAt(core, level);
    return part === null ? 0 : (this.#counts.get(program)?.get(level)?.get(part) ?? 0);
  }
}

function findConcerned(buffers: readonly CopyBuffer[]): ReadonlyMap<Copy, readonly CopyBuffer[]> {
  const concerned = new Map<Copy, CopyBuffer[]>();
  for (const buffer of buffers) {
    for (const { copy } of buffer.parties) {
      const known = concerned.get(copy);
      if (known === undefined) concerned.set(copy, [buffer]);
      else known.push(buffer);
    }
  }
  return concerned;
}
