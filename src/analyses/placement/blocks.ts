import type { Program } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { sightOf } from "../decoding/sights.ts";
import type { Copy } from "./copies.ts";
import { messageTime, type RouteLatency } from "./placement.ts";
import type { Question } from "./question.ts";
import type { Seating } from "./seating.ts";
import type { Term } from "./terms.ts";

/** Copies that are interchangeable and have a choice. */
export interface Block {
  readonly index: number;
  readonly program: Program;
  readonly copies: readonly Copy[];
  readonly cores: readonly Core[];
}

/** Cores that are alike, or nearly so. */
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

/** The cores that blocks may lie on, each by itself. */
export function singleCores(blocks: readonly Block[]): readonly CoreGroup[] {
  const cores = [...new Set(blocks.flatMap((block) => block.cores))].sort((a, b) => a.index - b.index);
  return cores.map((core, index) => ({ index, cores: [core] }));
}

/**
 * The cores that blocks may lie on, those together that lie in one part, are of one kind, address the same, have the same
 * programs already, may be chosen by the same blocks, and are what the same programs want to be near. What messages take from them may
 * differ a little: one of them has the link.
 */
export function groupCores(blocks: readonly Block[], terms: readonly Term[], forced: Seating): readonly CoreGroup[] {
  const keyOf = describeCores(blocks, terms, forced);
  const groups = new Map<string, [Core, ...Core[]]>();
  for (const { cores } of singleCores(blocks)) {
    const [core] = cores;
    const known = groups.get(keyOf(core));
    if (known === undefined) groups.set(keyOf(core), [core]);
    else known.push(core);
  }
  return [...groups.values()].map((group, index) => ({ index, cores: group }));
}

function describeCores(blocks: readonly Block[], terms: readonly Term[], forced: Seating): (core: Core) => string {
  const sets = distinctSets(blocks);
  const { machine } = forced.question;
  const near = terms.flatMap((term) => (term.kind === "near" ? [term.distance] : []));
  const known = new Map<Core, string>();
  return (core) => {
    const key =
      known.get(core) ??
      [
        ...[core.part.index, core.isa.name, core.kind, forced.loadOf(core), sightOf(machine, core).index],
        sets.map((set) => (set.has(core) ? 1 : 0)).join(""),
        // As near as can be, or that but for its interrupts; or somewhere else.
        near.map((distance) => Math.min(2, Math.ceil(distance(core)))).join(""),
      ].join(" ");
    known.set(core, key);
    return key;
  };
}

/** The sets of cores that blocks choose from, each once. */
function distinctSets(blocks: readonly Block[]): readonly ReadonlySet<Core>[] {
  const sets = new Map(blocks.map(({ cores }) => [cores.map(({ index }) => index).join(), cores]));
  return [...sets.values()].map((cores) => new Set(cores));
}

/** By group and group: the least picoseconds that a message takes from a core of the one to another core of the other. */
export function timesBetween(groups: readonly CoreGroup[], latency: RouteLatency): readonly (readonly number[])[] {
  return groups.map((from) => groups.map((to) => leastTime(from.cores, to.cores, latency)));
}

function leastTime(from: readonly Core[], to: readonly Core[], latency: RouteLatency): number {
  let least = Number.POSITIVE_INFINITY;
  for (const a of from) {
    for (const b of to) if (a !== b || from.length === 1) least = Math.min(least, messageTime(latency, a, b));
  }
  return least;
}
