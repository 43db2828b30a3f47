import { type Entry, LinearProgramBuilder } from "../../../algorithms/linear-program.ts";
import type { Core } from "../../../model/machine.ts";
import { type Block, type CoreGroup, findBlocks, groupCores, singleCores, timesBetween } from "../blocks.ts";
import type { Copy } from "../copies.ts";
import type { Cost } from "../ledger.ts";
import { buildNests, type NestTree } from "../nests.ts";
import { messageTime, type RouteLatency } from "../placement.ts";
import type { Question } from "../question.ts";
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
  /** Picoseconds from group to group, at least. */
  readonly times: readonly (readonly number[])[];
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
  const groups = chooseGroups(blocks, input);
  const times = timesBetween(groups, input.latency);
  const counts = addCounts(blocks, groups, builder, input);
  const blockOf = new Map(blocks.flatMap((block) => block.copies.map((copy) => [copy, block] as const)));
  const costs = { crowding: new Map<number, number>(), nearness: new Map<number, number>(), time: new Map() };
  const constants: Record<Aim, number> = { crowding: 0, nearness: 0, time: 0 };
  const countOf = (block: Block, group: CoreGroup) => counts.get(block)?.get(group) ?? null;
  return {
    ...input,
    blocks,
    groups,
    times,
    nests: buildNests(groups, times),
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

/** Columns that the flows between pairs may take in all. */
export const mostFlows = 8000;

/** Each core by itself, where that stays small or cores count by themselves; else in groups, a little less exactly. */
function chooseGroups(blocks: readonly Block[], { terms, forced, isCrowded }: DraftInput): readonly CoreGroup[] {
  const single = singleCores(blocks);
  const pairs = terms.filter((term) => term.kind === "use" || term.kind === "nearService").length;
  const isSmall = single.length * blocks.length <= mostFlows && pairs * single.length ** 2 <= mostFlows;
  return isCrowded || isSmall ? single : groupCores(blocks, terms, forced);
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
        const [copy] = block.copies;
        if (!isOpen || copy === undefined || !forced.allows(copy, first)) continue;
        const most = Math.min(block.copies.length, group.cores.length);
        columns.set(group, builder.addColumn({ cost: 0, most, isWhole: true }));
      }
      return [block, columns];
    }),
  );
}

/** The least of something over the cores of a group: what it costs at least to lie there. */
export function leastOver({ cores }: CoreGroup, value: (core: Core) => number): number {
  return cores.reduce((least, core) => Math.min(least, value(core)), Number.POSITIVE_INFINITY);
}

/** Picoseconds to the nearest of some cores. */
export function nearestOf(core: Core, others: readonly Core[], { latency }: Pick<Draft, "latency">): number {
  return others.reduce((least, other) => Math.min(least, messageTime(latency, core, other)), Number.POSITIVE_INFINITY);
}
