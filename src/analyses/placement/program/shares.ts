import type { Entry } from "../../../algorithms/linear-program.ts";
import type { Core } from "../../../model/machine.ts";
import type { Block } from "../blocks.ts";
import type { Nest } from "../nests.ts";
import type { Aim, Draft } from "./draft.ts";

/** Copies of a block each send to the nearest copy of a service that has a choice too. */
export interface FreeRelation {
  readonly aim: Aim;
  readonly weight: number;
  readonly user: Block;
  readonly blocks: readonly Block[];
  /** Copies of the service that have no choice. */
  readonly placed: readonly Core[];
}

/** What is known of such a pair: how many copies of the user lie in a nest together with the service. */
export interface Shared {
  readonly user: Block;
  /** Null where it has several copies. */
  readonly service: Block | null;
  readonly within: (nest: Nest) => readonly Entry[];
}

/** From the outermost nest inwards, every nest that both share saves its part of the time. */
export function addShare({ aim, weight, user, blocks }: FreeRelation, draft: Draft): Shared {
  const copies = user.copies.length;
  const columns = new Map<Nest, number>();
  for (const nest of draft.nests.nests) {
    const { height, heightAround, groups } = nest;
    if (heightAround === null) draft.chargeAlways(aim, weight * height * copies);
    else if (draft.isCrowded || groups.length > 1 || (groups[0]?.cores.length ?? 0) > 1) {
      const column = draft.builder.addColumn({ cost: 0, most: copies, isWhole: false });
      draft.charge(aim, column, -weight * (heightAround - height));
      draft.builder.addRow(Number.NEGATIVE_INFINITY, [[column, 1], ...draft.sumOver(user, groups, -1)], 0);
      const present = blocks.flatMap((block) => draft.sumOver(block, groups, -copies));
      draft.builder.addRow(Number.NEGATIVE_INFINITY, [[column, 1], ...present], 0);
      columns.set(nest, column);
    }
  }
  const [only] = blocks;
  const within = (nest: Nest): readonly Entry[] => {
    const column = columns.get(nest);
    return column === undefined ? [] : [[column, 1]];
  };
  return { user, service: blocks.length === 1 && only?.copies.length === 1 ? only : null, within };
}
