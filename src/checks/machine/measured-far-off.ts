import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import {
  type Cache,
  type CoherenceDomain,
  type Core,
  type Machine,
  type MeasuredLatency,
  type Memory,
  measuredLatencies,
} from "../../model/machine.ts";
import type { Time } from "../../model/quantity.ts";
import type { Span } from "../../source/source-file.ts";
import type { Check } from "../check.ts";
import { measuredToItself } from "./measured-to-itself.ts";
import { printTime } from "./print-time.ts";

/** What is measured and what one part of the description states for the same thing are within a factor of ten. */
export const measuredFarOff: Check = {
  name: "measured-far-off",
  requires: [measuredToItself],
  run({ machines }, report) {
    for (const machine of machines) {
      for (const measurement of measuredLatencies(machine)) {
        const stated = statedFor(measurement, machine);
        if (stated === null || !areFarApart(measurement.time, stated.time)) continue;
        report([measurement], farOff(measurement, stated));
      }
    }
  },
};

interface Stated {
  readonly time: Time;
  readonly what: string;
  readonly span: Span;
}

/** Only what stands in one place: sums of several parts are composed, and compared, later. */
function statedFor({ from, to }: MeasuredLatency, machine: Machine): Stated | null {
  if ("isa" in to) return statedByDomain(from, to, machine.coherences);
  if ("sharedBy" in to) return to.sharedBy.includes(from) ? statedBy(to, "the cache") : null;
  return to.part === from.part ? statedBy(to, "the memory") : null;
}

function statedBy(element: Cache | Memory, word: string): Stated | null {
  const { latency, path, span } = element;
  return latency === null ? null : { time: latency, what: `${word} \`${path}\``, span };
}

function statedByDomain(from: Core, to: Core, domains: readonly CoherenceDomain[]): Stated | null {
  const shared = domains.filter(({ members }) => members.includes(from) && members.includes(to));
  const smallest = shared.toSorted((a, b) => a.members.length - b.members.length)[0];
  if (smallest === undefined || smallest.latency === null) return null;
  return { time: smallest.latency, what: "the coherence domain of the two", span: smallest.span };
}

function areFarApart(a: Time, b: Time): boolean {
  const [less, more] = [a.picoseconds, b.picoseconds].sort((x, y) => x - y);
  return less !== undefined && more !== undefined && more > 10 * less;
}

function farOff(measurement: MeasuredLatency, stated: Stated): Diagnostic {
  const { from, to, time } = measurement;
  const facts = {
    from: from.path,
    to: to.path,
    measured: printTime(time),
    stated: printTime(stated.time),
    what: stated.what,
  };
  const related = [{ span: stated.span, message: `${stated.what} states ${facts.stated}` }];
  return diagnose(machineDiagnostics.measuredFarOff, measurement.span, facts, { related });
}
