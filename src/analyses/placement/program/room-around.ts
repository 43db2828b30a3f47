import type { Block } from "../blocks.ts";
import type { Nest } from "../nests.ts";
import type { Draft } from "./draft.ts";
import { roomOf } from "./rules.ts";
import type { Shared } from "./shares.ts";

/**
 * Rows that follow from the others for whole numbers, and cut off much that lies between: around one copy in a nest there
 * is room for only so many others, and a tree of pairs that is larger than a nest leaves it somewhere.
 */
export function addRoomAround(shared: readonly Shared[], draft: Draft): void {
  const single = shared.filter(({ service }) => service !== null);
  const room = new Map(
    draft.nests.nests.map((nest) => [nest, nest.groups.reduce((sum, group) => sum + roomOf(group, draft), 0)]),
  );
  for (const block of draft.blocks) {
    if (block.copies.length === 1) addRoomAroundBlock(block, single, room, draft);
  }
  addTrees(single, room, draft);
}

type Room = ReadonlyMap<Nest, number>;

function addRoomAroundBlock(block: Block, shared: readonly Shared[], room: Room, draft: Draft): void {
  const partners = new Map<Block, Shared>();
  for (const pair of shared) {
    const partner = pair.service === block ? pair.user : pair.user === block ? pair.service : null;
    if (partner !== null && partner !== block) partners.set(partner, pair);
  }
  const copies = [...partners.keys()].reduce((sum, partner) => sum + partner.copies.length, 0);
  for (const [nest, places] of room) {
    if (copies <= places - 1 || nest.heightAround === null) continue;
    const together = [...partners.values()].flatMap((pair) => pair.within(nest));
    const own = draft.sumOver(block, nest.groups, -(places - 1));
    if (together.length > 0) draft.builder.addRow(Number.NEGATIVE_INFINITY, [...together, ...own], 0);
  }
}

/** Nests of one height side by side: what lies in none of them together lies further apart. */
function levelsOf(room: Room): readonly (readonly [Nest, number][])[] {
  const heights = [...new Set([...room.keys()].flatMap((nest) => nest.heightAround ?? []))];
  return heights.map((height) =>
    [...room].filter(([nest]) => nest.height < height && (nest.heightAround ?? 0) >= height),
  );
}

function addTrees(shared: readonly Shared[], room: Room, draft: Draft): void {
  const pairs = shared.filter(({ user }) => user.copies.length === 1);
  const neighbours = new Map<Block, Shared[]>();
  for (const pair of pairs) {
    for (const end of [pair.user, pair.service]) {
      if (end !== null) neighbours.set(end, [...(neighbours.get(end) ?? []), pair]);
    }
  }
  for (const level of levelsOf(room)) {
    const places = level.map(([, each]) => each).toSorted((a, b) => b - a);
    const largest = places[0] ?? 0;
    for (const start of neighbours.keys()) {
      for (const size of [largest + 1, Number.POSITIVE_INFINITY]) {
        const tree = growTree(start, neighbours, size);
        const cuts = leastParts(tree.length + 1, places) - 1;
        if (cuts < 1 || (size !== largest + 1 && start !== draft.blocks.find((block) => reaches(tree, block))))
          continue;
        const together = level.flatMap(([nest]) => tree.flatMap((pair) => pair.within(nest)));
        draft.builder.addRow(Number.NEGATIVE_INFINITY, together, tree.length - cuts);
      }
    }
  }
}

function reaches(tree: readonly Shared[], block: Block): boolean {
  return tree.some(({ user, service }) => user === block || service === block);
}

/** Pairs that join a block to others, breadth first, until so many blocks are joined. */
function growTree(start: Block, neighbours: ReadonlyMap<Block, readonly Shared[]>, size: number): readonly Shared[] {
  const reached = new Set([start]);
  const tree: Shared[] = [];
  for (const block of reached) {
    for (const pair of neighbours.get(block) ?? []) {
      const other = pair.user === block ? pair.service : pair.user;
      if (other === null || reached.has(other) || reached.size >= size) continue;
      reached.add(other);
      tree.push(pair);
    }
  }
  return tree;
}

/** How many parts it takes to hold so many, the largest first. */
function leastParts(count: number, places: readonly number[]): number {
  let left = count;
  let parts = 0;
  for (const room of places) {
    if (left <= 0) break;
    left -= room;
    parts++;
  }
  return left > 0 ? 0 : parts;
}
