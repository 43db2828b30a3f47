import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";

/** Cores that are coherent read the bytes of a word in the same order. */
export const coherenceEndiannessDiffers: Check = {
  name: "coherence-endianness-differs",
  requires: [],
  run({ machines }, report) {
    for (const domain of machines.flatMap(({ coherences }) => coherences)) {
      const little = domain.members.find(({ isa }) => isa.endianness === "little");
      const big = domain.members.find(({ isa }) => isa.endianness === "big");
      if (little === undefined || big === undefined) continue;
      const related = [little, big].map(({ isa }) => ({
        span: isa.span,
        message: `\`${isa.name}\` is ${isa.endianness}-endian`,
      }));
      const facts = { little: little.path, big: big.path };
      report([domain], diagnose(domainDiagnostics.coherenceEndiannessDiffers, domain.span, facts, { related }));
    }
  },
};
