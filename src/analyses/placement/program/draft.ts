import { type Entry, LinearProgramBuilder } from "../../../algorithms/linear-program.ts";
import type { Core } from "../../../model/machine.ts";
import { type Block, type CoreGroup, findBlocks, groupCores } from "../blocks.ts";
import type { Cost } from "../ledger.ts";
import { buildNests, type NestTree } from "../nests.ts";
import type { RouteLatency } from "../placement.ts";
import type { Copy, Question } from "../question.ts";
import type { Seating } from "../seating.ts";
import type { Term } from "../terms.ts";

/** What a placement costs is minimised under three headings, one after the other. */
export type Aim = keyof Cost;

export interface DraftInput {
  readonly question: Question;
  /** Those that something can still be done about. */
  readonly terms: readonly Term[];
  /** What has no choice lies where it must; nothing else does. */
  readonly forced: Seating;
  readonly latency: RouteLatency;
  /** Whether cores must run several copies: then each core counts by itself. */
  readonly isCrowded: boolean;
}

/** A linear program that is being put together: how many copies of each block lie on each group of like cores. */
export interface Draft extends DraftInput {
  readonly blocks: readonly Block[];
  readonly groups: readonly CoreGroup[];
  readonly nests: NestTree;
  readonly builder: LinearProgramBuilder;
  /** The block of a copy; null when it has no choice. */
  readonly blockOf: (copy: Copy) => Block | null;
  /** How many copies of a block lie on a group; null where none may. */
  readonly countOf: (block: Block, group: CoreGroup) => number | null;
  /** How many copies of a block lie on some groups, as a sum. */
  readonly sumOver: (block: Block, groups: readonly CoreGroup[], factor: number) => readonly Entry[];
  /** What one of a column costs under an aim. */
  readonly charge: (aim: Aim, column: number, cost: number) => void;
  /** What is paid under an aim in any case. */
  readonly chargeAlways: (aim: Aim, cost: number) => void;
  readonly costs: Readonly<Record<Aim, ReadonlyMap<number, number>>>;
  readonly constants: Readonly<Record<Aim, number>>;
}

export function createDraft(input: DraftInput): Draft {
  const builder = new LinearProgramBuilder();
  const blocks = findBlocks(input.question);
  const groups = groupCores(blocks, input.terms, input.forced, input.latency, input.isCrowded);
  const counts = addCounts(blocks, groups, builder, input);
  const blockOf = new Map(blocks.flatMap((block) => block.copies.map((copy) => [copy, block] as const)));
  const costs = { crowding: new Map<number, number>(), nearness: new Map<number, number>(), time: new Map() };
  const constants: Record<Aim, number> = { crowding: 0, nearness: 0, time: 0 };
  const countOf = (block: Block, group: CoreGroup) => counts.get(block)?.get(group) ?? null;
  return {
    ...input,
    blocks,
    groups,
    nests: buildNests(groups, input.latency),
    builder,
    blockOf: (copy) => blockOf.get(copy) ?? null,
    countOf,
    sumOver: (block, within, factor) =>
      within.flatMap((group): readonly Entry[] => {
        const column = countOf(block, group);
        return column === null ? [] : [[column, factor]];
      }),
    charge: (aim, column, cost) => costs[aim].set(column, (costs[aim].get(column) ?? 0) + cost),
    chargeAlways: (aim, cost) => {
      constants[aim] += cost;
    },
    costs,
    constants,
  };
}

type Counts = ReadonlyMap<Block, ReadonlyMap<CoreGroup, number>>;

/** A column for each group that a block may lie on. */
function addCounts(
  blocks: readonly Block[],
  groups: readonly CoreGroup[],
  builder: LinearProgramBuilder,
  { forced, isCrowded }: DraftInput,
): Counts {
  return new Map(
    blocks.map((block) => {
      const cores = new Set<Core>(block.cores);
      const columns = new Map<CoreGroup, number>();
      for (const group of groups) {
        const [first] = group.cores;
        const isOpen = cores.has(first) && (isCrowded || forced.loadOf(first) === 0);
        if (!isOpen || forced.obstacle(block.program, first) !== null) continue;
        const most = Math.min(block.copies.length, group.cores.length);
        columns.set(group, builder.addColumn({ cost: 0, most, isWhole: true }));
      }
      return [block, columns];
    }),
  );
}
