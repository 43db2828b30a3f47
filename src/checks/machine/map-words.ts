/** How maps are named in messages. */
import { pathOfTarget, printAddressOf, type SpaceMap } from "../../model/address-space.ts";

/** `0x8000_0000..0xbfff_ffff` */
export function rangeOf({ space, from, to }: Pick<SpaceMap, "space" | "from" | "to">): string {
  return `${printAddressOf(space, from)}..${printAddressOf(space, to)}`;
}

export function targetOf({ target }: SpaceMap): string {
  return pathOfTarget(target);
}

/** Points at a map from the fault of another one. */
export function mappedHere(map: SpaceMap) {
  return { span: map.span, message: `${rangeOf(map)} is mapped to \`${targetOf(map)}\` here` };
}
