import type { Program } from "../../model/deployment.ts";
import type { Core, Memory } from "../../model/machine.ts";
import { messageTime, type RouteLatency } from "./placement.ts";
import type { Copy, Question } from "./question.ts";
import type { Seating } from "./seating.ts";
import type { Term } from "./terms.ts";

/** Copies that are interchangeable and have a choice. */
export interface Block {
  readonly index: number;
  readonly program: Program;
  readonly copies: readonly Copy[];
  readonly cores: readonly Core[];
}

/** Cores of which nothing that is asked could prefer one to another. */
export interface CoreGroup {
  readonly index: number;
  /** Ascending by index. */
  readonly cores: readonly [Core, ...Core[]];
}

export function findBlocks({ copies }: Question): readonly Block[] {
  const blocks: Block[] = [];
  for (const copy of copies) {
    if (copy.cores.length < 2) continue;
    const last = blocks.at(-1);
    const previous = last?.copies.at(-1);
    if (last !== undefined && previous?.program === copy.program && previous.opening === copy.opening) {
      blocks[last.index] = { ...last, copies: [...last.copies, copy] };
    } else blocks.push({ index: blocks.length, program: copy.program, copies: [copy], cores: copy.cores });
  }
  return blocks;
}

/**
 * The cores that blocks may lie on, in groups of those that are alike: of one part and kind, with the same ways to
 * everything else, running the same number of programs already. `isApart`: each core is a group of its own.
 */
export function groupCores(
  blocks: readonly Block[],
  terms: readonly Term[],
  forced: Seating,
  latency: RouteLatency,
  isApart: boolean,
): readonly CoreGroup[] {
  const cores = [...new Set(blocks.flatMap((block) => block.cores))].sort((a, b) => a.index - b.index);
  if (isApart) return cores.map((core, index) => ({ index, cores: [core] }));
  const keyOf = describeCores(blocks, terms, forced);
  const placed = forced.question.copies.flatMap((copy) => forced.coreOf(copy) ?? []);
  const everybody = [...new Set([...cores, ...placed])];
  const buckets = new Map<string, [Core, ...Core[]][]>();
  const groups: [Core, ...Core[]][] = [];
  for (const core of cores) {
    const bucket = buckets.get(keyOf(core)) ?? [];
    buckets.set(keyOf(core), bucket);
    const alike = bucket.find(([first]) => areTwins(first, core, everybody, latency));
    if (alike !== undefined) alike.push(core);
    else {
      const group: [Core] = [core];
      bucket.push(group);
      groups.push(group);
    }
  }
  return groups.map((group, index) => ({ index, cores: group }));
}

/** Everything about a core but its ways to others. */
function describeCores(blocks: readonly Block[], terms: readonly Term[], forced: Seating): (core: Core) => string {
  const sets = [...new Set(blocks.map(({ cores }) => cores))].map((cores) => new Set(cores));
  const distances = distancesIn(terms);
  const known = new Map<Core, string>();
  return (core) => {
    const key =
      known.get(core) ??
      [
        core.part.index,
        core.isa.name,
        core.kind,
        forced.loadOf(core),
        sets.map((set) => (set.has(core) ? 1 : 0)).join(""),
        ...distances.map((distance) => distance(core)),
      ].join(" ");
    known.set(core, key);
    return key;
  };
}

/** To all that stays where it is. */
function distancesIn(terms: readonly Term[]): readonly ((core: Core) => number)[] {
  const toMemories = new Map<Memory, (core: Core) => number>();
  for (const term of terms) {
    if (term.kind !== "read") continue;
    for (const memory of term.buffer.memories) toMemories.set(memory, (core) => term.distance(core, memory));
  }
  return [...terms.flatMap((term) => (term.kind === "near" ? [term.distance] : [])), ...toMemories.values()];
}

/** Whether two cores could change places without anybody noticing. */
function areTwins(a: Core, b: Core, cores: readonly Core[], latency: RouteLatency): boolean {
  if (messageTime(latency, a, b) !== messageTime(latency, b, a)) return false;
  return cores.every(
    (other) =>
      other === a ||
      other === b ||
      (messageTime(latency, a, other) === messageTime(latency, b, other) &&
        messageTime(latency, other, a) === messageTime(latency, other, b)),
  );
}
