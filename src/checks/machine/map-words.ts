/** How maps are named in messages. */
import { pathOfTarget, printRange, type SpaceMap } from "../../model/address-space.ts";

/** `0x8000_0000..0xbfff_ffff`; a single address by itself. */
export function rangeOf({ space, from, to }: Pick<SpaceMap, "space" | "from" | "to">): string {
  return printRange(space, { from, to });
}

export function targetOf({ target }: SpaceMap): string {
  return pathOfTarget(target);
}

/** Points at a map from the fault of another one. */
export function mappedHere(map: SpaceMap) {
  return { span: map.span, message: `${rangeOf(map)} is mapped to \`${targetOf(map)}\` here` };
}
