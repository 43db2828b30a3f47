import type { Entry } from "../../../algorithms/linear-program.ts";
import type { Block, CoreGroup } from "../blocks.ts";
import { type Draft, leastOver, nearestOf } from "./draft.ts";
import type { FreeRelation, Shared } from "./shares.ts";

interface Flow {
  readonly from: CoreGroup;
  readonly to: CoreGroup;
  readonly column: number;
}

/** How many copies of the user on one group send to the service on another. */
export function addFlow({ aim, weight, user, blocks, placed }: FreeRelation, draft: Draft): Shared {
  const { groups, builder } = draft;
  const [only] = blocks;
  const isSingle = blocks.length === 1 && only?.copies.length === 1 && placed.length === 0;
  const copies = user.copies.length;
  const flows: Flow[] = [];
  for (const from of groups) {
    const sent: Entry[] = [];
    for (const to of groups) {
      if (!canSend(user, from, blocks, to, draft)) continue;
      const column = builder.addColumn({ cost: 0, most: copies, isWhole: false });
      draft.charge(aim, column, weight * (draft.times[from.index]?.[to.index] ?? 0));
      flows.push({ from, to, column });
      sent.push([column, 1]);
    }
    if (placed.length > 0) {
      const column = builder.addColumn({ cost: 0, most: copies, isWhole: false });
      draft.charge(aim, column, weight * leastOver(from, (core) => nearestOf(core, placed, draft)));
      sent.push([column, 1]);
    }
    builder.addRow(0, [...sent, ...draft.sumOver(user, [from], -1)], 0);
  }
  for (const to of groups) {
    const received = flows.flatMap((flow): Entry[] => (flow.to === to ? [[flow.column, 1]] : []));
    const present = blocks.flatMap((block) => draft.sumOver(block, [to], -copies));
    builder.addRow(isSingle ? 0 : Number.NEGATIVE_INFINITY, [...received, ...present], 0);
  }
  return sharedByFlows(user, isSingle ? only : null, flows);
}

function sharedByFlows(user: Block, service: Block | null, flows: readonly Flow[]): Shared {
  return {
    user,
    service,
    within: ({ groups }) =>
      flows.flatMap(({ from, to, column }): Entry[] =>
        groups.includes(from) && groups.includes(to) ? [[column, 1]] : [],
      ),
  };
}

/** A core by itself has no room for both. */
function canSend(user: Block, from: CoreGroup, blocks: readonly Block[], to: CoreGroup, draft: Draft): boolean {
  if (draft.countOf(user, from) === null) return false;
  if (blocks.every((block) => draft.countOf(block, to) === null)) return false;
  return from !== to || draft.isCrowded || from.cores.length > 1;
}
