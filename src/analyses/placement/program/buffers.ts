import type { Entry } from "../../../algorithms/linear-program.ts";
import type { Core, Memory } from "../../../model/machine.ts";
import type { Block, CoreGroup } from "../blocks.ts";
import { hasBytes } from "../buffer-homes.ts";
import type { BufferParty, Copy, CopyBuffer } from "../copies.ts";
import { nearestMemoryOf } from "../memory-distance.ts";
import type { ReadBufferTerm, Term } from "../terms.ts";
import { type Draft, leastOver } from "./draft.ts";

/** The same buffer of copies that are interchangeable: how many of them lie in each memory. */
export interface Lot {
  readonly first: CopyBuffer;
  readonly count: number;
  readonly block: Block | null;
  readonly columns: ReadonlyMap<Memory, number>;
}

/** Where buffers lie: near those who use them, as far as memories have room. */
export function addBuffers(draft: Draft): readonly Lot[] {
  const lots = findLots(draft);
  addMemories(lots, draft);
  for (const lot of lots) for (const party of lot.first.parties) addParty(party, lot, draft);
  for (const term of draft.terms) {
    const lot = "buffer" in term ? lots.find(({ first }) => first === term.buffer) : undefined;
    if (lot !== undefined) addTerm(term, lot, draft);
  }
  return lots;
}

function findLots({ question, blockOf, builder }: Draft): readonly Lot[] {
  const lots: Lot[] = [];
  for (const buffer of question.buffers) {
    const block = blockOf(buffer.copy);
    const isFirst = block === null || block.copies[0] === buffer.copy;
    const count = block?.copies.length ?? 1;
    if (!isFirst) continue;
    const columns = new Map(
      buffer.memories.map((memory) => [memory, builder.addColumn({ cost: 0, most: count, isWhole: true })]),
    );
    const all = [...columns.values()].map((column): Entry => [column, 1]);
    builder.addRow(count, all, count);
    lots.push({ first: buffer, count, block, columns });
  }
  return lots;
}

/** A memory holds what is laid in it, and what the copies on the cores next to it require. */
function addMemories(lots: readonly Lot[], draft: Draft): void {
  const { question, forced, blocks, groups, builder } = draft;
  for (const memory of question.machine.memories) {
    const laid = lots.flatMap(({ first, columns }): readonly Entry[] => {
      const column = columns.get(memory);
      return column === undefined ? [] : [[column, first.buffer.size]];
    });
    const next = groups.filter(({ cores }) => nearestMemoryOf(question.machine, cores[0]) === memory);
    const required = blocks.flatMap((block) => {
      const bytes = question.rules.get(block.program)?.memory ?? 0;
      return bytes === 0 ? [] : draft.sumOver(block, next, bytes);
    });
    const free = forced.freeIn(memory);
    const most = [...laid, ...required].reduce(
      (sum, [column, size]) => sum + size * (builder.columns[column]?.most ?? 0),
      0,
    );
    // In units of the room there is, so that numbers stay near 1.
    const scale = Math.max(1, free);
    const entries = [...laid, ...required].map(([column, size]): Entry => [column, size / scale]);
    if (most > free) builder.addRow(0, entries, free / scale);
  }
}

/**
 * Where a buffer lies in a memory, those who use it lie on cores that address that, and those who must not on others. What
 * three of them have in common is not asked: a solution is looked at again before it is taken over.
 */
function addParty({ copy }: BufferParty, lot: Lot, draft: Draft): void {
  const { builder, groups, question, forced } = draft;
  const block = draft.blockOf(copy);
  // The copies of a block all want the same; of a lot, each its own.
  if (block === null || block.copies[0] !== copy) return;
  const times = block === lot.block ? 1 : lot.count;
  for (const [memory, column] of lot.columns) {
    const isBlind = ({ cores: [core] }: CoreGroup) => {
      const coreOf = (other: Copy) => (other === copy ? core : forced.coreOf(other));
      return !hasBytes(lot.first, memory, coreOf, question.machine);
    };
    const blind = draft.sumOver(block, groups.filter(isBlind), times);
    const most = block.copies.length * times;
    if (blind.length > 0) builder.addRow(Number.NEGATIVE_INFINITY, [...blind, [column, most / lot.count]], most);
  }
}

function addTerm(term: Term, lot: Lot, draft: Draft): void {
  if (term.kind === "forwarded") {
    for (const [memory, column] of lot.columns) draft.charge("time", column, term.weight * term.distance(memory));
  }
  if (term.kind !== "read") return;
  const share = term.weight / Math.max(1, term.readers.length);
  const isOwn = term.readers.length === 1 && term.readers[0] === lot.first.copy;
  const placed = term.readers.flatMap((reader) =>
    draft.blockOf(reader) === null ? (draft.forced.coreOf(reader) ?? []) : [],
  );
  addPlacedReaders(term, placed, share, lot, draft);
  const blocks = new Set(term.readers.flatMap((reader) => draft.blockOf(reader) ?? []));
  for (const block of blocks) addReaders({ term, block, weight: share, times: isOwn ? 1 : lot.count, lot }, draft);
}

function addPlacedReaders(
  term: ReadBufferTerm,
  placed: readonly Core[],
  weight: number,
  { columns }: Lot,
  draft: Draft,
): void {
  for (const [memory, column] of columns) {
    const distance = placed.reduce((sum, core) => sum + term.distance(core, memory), 0);
    draft.charge("time", column, weight * distance);
  }
}

interface Readers {
  readonly term: ReadBufferTerm;
  readonly block: Block;
  readonly weight: number;
  /** How many of the lot's buffers each copy of the block reads. */
  readonly times: number;
  readonly lot: Lot;
}

/** Reads flow from the groups on which readers lie to the memories in which buffers lie. */
function addReaders({ term, block, weight, times, lot }: Readers, draft: Draft): void {
  const { builder, groups } = draft;
  const each = (block.copies.length * times) / lot.count;
  const read = new Map<Memory, Entry[]>([...lot.columns.keys()].map((memory) => [memory, []]));
  for (const group of groups) {
    const present = draft.sumOver(block, [group], -times);
    if (present.length === 0) continue;
    const sent = [...read].map(([memory, entries]): Entry => {
      const column = builder.addColumn({ cost: 0, most: block.copies.length * times, isWhole: false });
      draft.charge("time", column, weight * leastOver(group, (core) => term.distance(core, memory)));
      entries.push([column, 1]);
      return [column, 1];
    });
    builder.addRow(0, [...sent, ...present], 0);
  }
  for (const [memory, entries] of read) {
    const column = lot.columns.get(memory);
    if (column !== undefined) builder.addRow(0, [...entries, [column, -each]], 0);
  }
}
