/** All that an initiator can address: the maps of its space, followed to the memories and registers behind them. */
import { larger, smaller } from "../../algorithms/big-integers.ts";
import {
  type Access,
  type AddressRange,
  lastAddress,
  type MapTarget,
  type Space,
  type SpaceMap,
  sizeOfTarget,
} from "../../model/address-space.ts";
import type { DecodingNet, Initiator } from "./net.ts";
import { passing } from "./resolve-address.ts";

export interface Unfolded {
  /** Of the space that was unfolded, ascending and disjoint where its maps are. */
  readonly ranges: readonly FlatRange[];
  /** Chains of maps that come back to their last one: whatever goes in never comes out. */
  readonly circles: readonly (readonly SpaceMap[])[];
  /** Chains that let nothing pass: one map is for reading only, another for writing only. */
  readonly barred: readonly (readonly SpaceMap[])[];
  /** Set when there is more than {@link pieceLimit} or a chain longer than {@link depthLimit}: then ranges are missing. */
  readonly isTooLarge: boolean;
}

export interface FlatRange extends AddressRange {
  readonly target: Exclude<MapTarget, { kind: "space" }>;
  /** Offset in the target of the first address. */
  readonly at: bigint;
  readonly access: Access;
  /** The maps from the space to the target, in order. */
  readonly through: readonly SpaceMap[];
}

/** Pieces of maps that one unfolding may look at: two spaces that map each other over and over would make no end. */
export const pieceLimit = 2 ** 16;
/** Maps behind each other. */
export const depthLimit = 64;

/** A range of the space it began with that has come as far as some address of another space. */
interface Piece extends AddressRange {
  readonly space: Space;
  /** Where in `space` the first address of the range leads. */
  readonly at: bigint;
  /** Null when nothing may pass any more. */
  readonly access: Access | null;
  readonly through: readonly SpaceMap[];
}

export function unfold(net: DecodingNet, initiator: Initiator, space: Space): Unfolded {
  const unfolding = new Unfolding(net, initiator);
  unfolding.follow({ space, from: 0n, to: lastAddress(space), at: 0n, access: "readWrite", through: [] });
  return unfolding;
}

class Unfolding implements Unfolded {
  readonly ranges: FlatRange[] = [];
  readonly circles: (readonly SpaceMap[])[] = [];
  readonly barred: (readonly SpaceMap[])[] = [];
  isTooLarge = false;
  private readonly net: DecodingNet;
  private readonly initiator: Initiator;
  private pieces = 0;

  constructor(net: DecodingNet, initiator: Initiator) {
    this.net = net;
    this.initiator = initiator;
  }

  follow(whole: Piece): void {
    const open = [whole];
    for (let piece = open.pop(); piece !== undefined && !this.isTooLarge; piece = open.pop()) {
      for (const next of this.divide(piece)) open.push(next);
    }
    this.ranges.sort((left, right) => (left.from < right.from ? -1 : 1));
  }

  /** The pieces that go on into further spaces; what is accepted is kept. */
  private divide(piece: Piece): readonly Piece[] {
    const maps = this.net.mapsOf(piece.space, this.initiator).within({ from: piece.at, to: endOf(piece) });
    this.pieces += maps.length;
    this.isTooLarge ||= this.pieces > pieceLimit || (maps.length > 0 && piece.through.length >= depthLimit);
    if (this.isTooLarge) return [];
    return maps.flatMap((map) => this.pass(piece, map));
  }

  private pass(piece: Piece, map: SpaceMap): readonly Piece[] {
    const through = [...piece.through, map];
    if (piece.through.includes(map)) {
      this.circles.push(through);
      return [];
    }
    const access = passing(piece.access, map.access);
    const range = clip(piece, map);
    if (range === null) return [];
    if (access === null && piece.access !== null) this.barred.push(through);
    if (map.target.kind === "space") return [{ ...range, space: map.target.space, access, through }];
    if (access !== null) this.ranges.push({ ...range, target: map.target, access, through });
    return [];
  }
}

/** The last address of `piece.space` that belongs to it. */
function endOf({ from, to, at }: Piece): bigint {
  return at + (to - from);
}

/** What of a piece a map takes on, and where in its target that begins; null when that is behind the target's end. */
function clip(piece: Piece, map: SpaceMap): (AddressRange & { readonly at: bigint }) | null {
  const first = larger(piece.at, map.from);
  const at = map.at + (first - map.from);
  const room = sizeOfTarget(map.target) - at;
  const end = smaller(endOf(piece), map.to);
  const last = end - first < room ? end : first + room - 1n;
  if (room <= 0n) return null;
  return { from: piece.from + (first - piece.at), to: piece.from + (last - piece.at), at };
}
