import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { lastAddress, printAddressOf } from "../../model/address-space.ts";
import type { Check } from "../check.ts";
import { rangeOf, targetOf } from "./map-words.ts";

/** Maps lie within the bits of their space. */
export const mapOutsideSpace: Check = {
  name: "map-outside-space",
  requires: [],
  run({ machines }, report) {
    for (const space of machines.flatMap(({ spaces }) => spaces)) {
      const last = lastAddress(space);
      for (const map of space.maps.filter(({ to }) => to > last)) {
        const { path, bits, span } = space;
        const facts = {
          space: path,
          bits,
          range: rangeOf(map),
          target: targetOf(map),
          last: printAddressOf(space, last),
        };
        const related = [{ span, message: `\`${path}\` has ${bits} bits` }];
        report([space, map], diagnose(addressDiagnosticsOfMachines.mapOutsideSpace, map.span, facts, { related }));
      }
    }
  },
};
