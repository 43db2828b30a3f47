import type { Space } from "../../model/address-space.ts";
import type { Memory } from "../../model/machine.ts";

/**
 * The memories that a space leads to some part of, in the order in which it does. What an IOMMU could be programmed to
 * lead to counts: it is asked when that is still to be decided.
 */
export function memoriesBehind(space: Space): readonly Memory[] {
  const found = new Set<Memory>();
  const spaces = new Set([space]);
  // A set hands out also what is added while it is gone through.
  for (const { maps, iommu } of spaces) {
    if (iommu !== null) spaces.add(iommu.to);
    for (const { target } of maps) {
      if (target.kind === "memory") found.add(target.memory);
      if (target.kind === "interleave") for (const memory of target.interleave.memories) found.add(memory);
      if (target.kind === "space") spaces.add(target.space);
    }
  }
  return [...found];
}
