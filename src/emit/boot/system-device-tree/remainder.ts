import { overlapOf, type Piece } from "../pieces.ts";
import type { Domain } from "./domains.ts";
import type { Place } from "./places.ts";
import type { Region } from "./regions.ts";

/** What a memory's owner has of it: all but the images of other domains. */
export function remainderOf(place: Place, owner: Domain, regions: readonly Region[]): readonly Piece[] {
  const { target } = place;
  if (!("memory" in target)) return place.pieces;
  const images = regions.filter(
    ({ use, area, sharers }) => use === "image" && area.memory === target.memory && sharers.at(-1) !== owner,
  );
  return images.reduce<readonly Piece[]>(
    (pieces, { area }) => pieces.flatMap((piece) => without(piece, area)),
    place.pieces,
  );
}

function without(piece: Piece, area: Parameters<typeof overlapOf>[1]): readonly Piece[] {
  const hole = overlapOf(piece, area);
  if (hole === null) return [piece];
  const before = { ...piece, bytes: hole.offset - piece.offset };
  const from = hole.offset + hole.bytes;
  const after = {
    ...piece,
    address: piece.address + from - piece.offset,
    offset: from,
    bytes: piece.offset + piece.bytes - from,
  };
  return [before, after].filter(({ bytes }) => bytes > 0n);
}
