import type { Entry } from "../../../algorithms/linear-program.ts";
import type { Core } from "../../../model/machine.ts";
import type { Block, CoreGroup } from "../blocks.ts";
import type { Copy } from "../copies.ts";
import { messageTime } from "../placement.ts";
import type { Term } from "../terms.ts";
import { type Aim, type Draft, leastOver, mostFlows, nearestOf } from "./draft.ts";
import { addFlow } from "./flows.ts";
import { addRoomAround } from "./room-around.ts";
import { addShare, type FreeRelation, type Shared } from "./shares.ts";

/** Copies of a program each send to the nearest copy of a service: one of `blocks`, or one that lies on `placed`. */
interface Relation {
  readonly aim: Aim;
  readonly weight: number;
  /** The program, or the core of a copy that has no choice. */
  readonly user: Block | Core;
  readonly blocks: readonly Block[];
  readonly placed: readonly Core[];
}

/** The cost of messages between copies that have a choice, and to those that have none. */
export function addPairs(draft: Draft): void {
  const relations = findRelations(draft);
  const flows = relations.filter(isBetweenBlocks).length * draft.groups.length ** 2;
  // Where the nests say it all, they say it in fewer columns.
  const useFlows = !draft.nests.isExact && flows <= mostFlows;
  const shared: Shared[] = [];
  for (const relation of relations) {
    if (!isBetweenBlocks(relation)) addToPlaced(relation, draft);
    else if (useFlows || relation.placed.length > 0) shared.push(addFlow(relation, draft));
    else shared.push(addShare(relation, draft));
  }
  if (!draft.isCrowded) addRoomAround(shared, draft);
}

function isBetweenBlocks(relation: Relation): relation is Relation & FreeRelation {
  return "copies" in relation.user && relation.blocks.length > 0;
}

function findRelations(draft: Draft): readonly Relation[] {
  const seen = new Set<string>();
  return draft.terms.flatMap((term): Relation[] => {
    if (term.kind !== "use" && term.kind !== "nearService") return [];
    const user = draft.blockOf(term.copy);
    const service = term.kind === "use" ? term.service.name : `near ${term.others[0]?.program.name}`;
    const key = `${user?.index} ${service}`;
    const from = user ?? draft.forced.coreOf(term.copy);
    // The copies of a block all want the same.
    if (from === null || (user !== null && seen.has(key))) return [];
    seen.add(key);
    return [relationOf(term, from, draft)];
  });
}

function relationOf(term: Extract<Term, { others: readonly Copy[] }>, user: Block | Core, draft: Draft): Relation {
  const { forced, blockOf } = draft;
  return {
    aim: term.kind === "use" ? "time" : "nearness",
    weight: term.kind === "use" ? term.weight : 1,
    user,
    blocks: [...new Set(term.others.flatMap((other) => blockOf(other) ?? []))],
    placed: term.others.flatMap((other) => (blockOf(other) === null ? (forced.coreOf(other) ?? []) : [])),
  };
}

// ───────────────────────────── one end placed ─────────────────────────────

function addToPlaced({ aim, weight, user, blocks, placed }: Relation, draft: Draft): void {
  const nearest = (core: Core) => nearestOf(core, placed, draft);
  if ("copies" in user) {
    for (const group of draft.groups) {
      for (const [column] of draft.sumOver(user, [group], 1)) {
        draft.charge(aim, column, weight * leastOver(group, nearest));
      }
    }
    return;
  }
  const [only] = blocks;
  if (only === undefined) return;
  const cost = (group: CoreGroup) => weight * leastOver(group, (core) => messageTime(draft.latency, user, core));
  if (blocks.length === 1 && only.copies.length === 1 && placed.length === 0) {
    for (const group of draft.groups) {
      for (const [column] of draft.sumOver(only, [group], 1)) draft.charge(aim, column, cost(group));
    }
    return;
  }
  chooseNearest({ aim, blocks, cost, always: placed.length === 0 ? null : weight * nearest(user) }, draft);
}

interface Choice {
  readonly aim: Aim;
  readonly blocks: readonly Block[];
  readonly cost: (group: CoreGroup) => number;
  /** What it costs to send to a copy that has no choice; null when there is none. */
  readonly always: number | null;
}

/** One of the groups on which a copy lies is chosen, or one that lies there in any case. */
function chooseNearest({ aim, blocks, cost, always }: Choice, draft: Draft): void {
  const chosen: Entry[] = [];
  for (const group of draft.groups) {
    const present = blocks.flatMap((block) => draft.sumOver(block, [group], -1));
    if (present.length === 0) continue;
    const column = draft.builder.addColumn({ cost: 0, most: 1, isWhole: false });
    draft.charge(aim, column, cost(group));
    draft.builder.addRow(Number.NEGATIVE_INFINITY, [[column, 1], ...present], 0);
    chosen.push([column, 1]);
  }
  if (always !== null) {
    const column = draft.builder.addColumn({ cost: 0, most: 1, isWhole: false });
    draft.charge(aim, column, always);
    chosen.push([column, 1]);
  }
  draft.builder.addRow(1, chosen, 1);
}
