import type { PlanMachine, PlanView } from "../../../plan/plan.ts";
import { overlapOf, piecesSeen, type Stretch } from "../pieces.ts";

/** Bytes of one memory. */
export interface Area extends Stretch {
  /** Index of the memory. */
  readonly memory: number;
}

const page = 4096n;
/** What is as long begins at a multiple of it. */
const mebibyte = 2n ** 20n;

/** Gives out areas of memories, the highest first, each once, and none that the plan has put something in. */
export class Carver {
  readonly #machine: PlanMachine;
  readonly #taken: Area[];

  constructor(machine: PlanMachine, taken: readonly Area[]) {
    this.#machine = machine;
    this.#taken = [...taken];
  }

  /** Whole pages in one piece that all of them can read and write, in the largest memory that has them; null where none has. */
  carve(bytes: bigint, sharers: readonly (PlanView | null)[]): Area | null {
    const whole = ((bytes + page - 1n) / page) * page;
    const bySize = this.#machine.memories.map(({ size }, memory) => ({ size, memory }));
    bySize.sort((one, other) => other.size - one.size || one.memory - other.memory);
    for (const { memory } of bySize) {
      const area = this.#carveFrom(memory, whole, sharers);
      if (area === null) continue;
      this.#taken.push(area);
      return area;
    }
    return null;
  }

  #carveFrom(memory: number, bytes: bigint, sharers: readonly (PlanView | null)[]): Area | null {
    let best: Area | null = null;
    for (const stretch of commonStretches(memory, sharers)) {
      const area = this.#highestIn(stretch, memory, bytes);
      if (area !== null && (best === null || area.offset > best.offset)) best = area;
    }
    return best;
  }

  #highestIn(stretch: Stretch, memory: number, bytes: bigint): Area | null {
    const unit = bytes < mebibyte ? page : mebibyte;
    const below = (end: bigint): bigint => ((end - bytes) / unit) * unit;
    let end = stretch.offset + stretch.bytes;
    for (;;) {
      if (end < stretch.offset + bytes || below(end) < stretch.offset) return null;
      const area = { memory, offset: below(end), bytes };
      const other = this.#taken.find((each) => overlaps(each, area));
      if (other === undefined) return area;
      end = other.offset;
    }
  }
}

function overlaps(one: Area, other: Area): boolean {
  return one.memory === other.memory && overlapOf(one, other) !== null;
}

/** What is in one piece for all of them. */
function commonStretches(memory: number, sharers: readonly (PlanView | null)[]): readonly Stretch[] {
  const [first = [], ...others] = sharers.map((view): readonly Stretch[] =>
    piecesSeen({ memory }, view).filter(({ isWritable }) => isWritable),
  );
  return others.reduce(
    (common, pieces) => common.flatMap((one) => pieces.flatMap((other) => overlapOf(one, other) ?? [])),
    first,
  );
}
