import { printBandwidth } from "../../algorithms/print-quantity.ts";
import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { type Machine, type MeasuredBandwidth, measuredBandwidths } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Check } from "../check.ts";
import { measuredToItself } from "./measured-to-itself.ts";

/** A measured bandwidth and what one part of the description states for the same thing are within a factor of ten. */
export const bandwidthFarOff: Check = {
  name: "bandwidth-far-off",
  requires: [measuredToItself],
  run({ machines }, report) {
    for (const machine of machines) {
      for (const measurement of measuredBandwidths(machine)) {
        const { from, to, bandwidth, span } = measurement;
        const stated = statedFor(measurement, machine);
        if (stated === null || !areFarApart(bandwidth, stated.bandwidth)) continue;
        const numbers = { measured: printBandwidth(bandwidth), stated: printBandwidth(stated.bandwidth) };
        const facts = { from: from.path, to: to.path, ...numbers, what: stated.what };
        const related = [{ span: stated.span, message: `${stated.what} states ${numbers.stated}` }];
        report([measurement], diagnose(machineDiagnostics.bandwidthFarOff, span, facts, { related }));
      }
    }
  },
};

interface Stated {
  readonly bandwidth: number;
  readonly what: string;
  readonly span: Span;
}

/** Only what stands in one place: that of a memory beside the core, or of the smallest domain of the two. */
function statedFor({ from, to }: MeasuredBandwidth, { coherences }: Machine): Stated | null {
  if ("isa" in to) {
    const shared = coherences.filter(({ members }) => members.includes(from) && members.includes(to));
    const smallest = shared.toSorted((a, b) => a.members.length - b.members.length)[0];
    if (smallest === undefined || smallest.bandwidth === null) return null;
    return { bandwidth: smallest.bandwidth, what: "the coherence domain of the two", span: smallest.span };
  }
  if ("sharedBy" in to || to.bandwidth === null || to.part !== from.part) return null;
  return { bandwidth: to.bandwidth, what: `the memory \`${to.path}\``, span: to.span };
}

function areFarApart(a: number, b: number): boolean {
  return Math.max(a, b) > 10 * Math.min(a, b);
}
