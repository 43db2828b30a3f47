import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import { printAddress, printAddressOf, type SpaceMap, sizeOfTarget } from "../../model/address-space.ts";
import type { Check } from "../check.ts";
import { mapOutsideSpace } from "./map-outside-space.ts";
import { rangeOf, targetOf } from "./map-words.ts";

/** What is mapped exists: the range ends where its target does, or before. */
export const mapWiderThanTarget: Check = {
  name: "map-wider-than-target",
  requires: [mapOutsideSpace],
  run({ machines }, report) {
    for (const map of machines.flatMap(({ spaces }) => spaces.flatMap(({ maps }) => maps))) {
      if (map.at + (map.to - map.from) >= sizeOfTarget(map.target)) report([map], wider(map));
    }
  },
};

function wider(map: SpaceMap): Diagnostic {
  const { space, target, from, to, at, span } = map;
  const show = (address: bigint) =>
    target.kind === "space" ? printAddressOf(target.space, address) : printAddress(address);
  const facts = {
    ...{ space: space.path, range: rangeOf(map), target: targetOf(map) },
    ...{ at: show(at), end: show(at + (to - from)), last: show(sizeOfTarget(target) - 1n) },
  };
  const related = [{ span: spanOf(map), message: `\`${facts.target}\` is declared here` }];
  return diagnose(addressDiagnosticsOfMachines.mapWiderThanTarget, span, facts, { related });
}

function spanOf({ target, targetSpan: span }: SpaceMap) {
  switch (target.kind) {
    case "memory":
      return target.memory.span;
    case "registers":
      return target.registers.span;
    case "interleave":
      return target.interleave.memories[0]?.span ?? span;
    case "space":
      return target.space.span;
  }
}
