import { machineDiagnostics } from "../../diagnostics/catalogue/machine.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Cache, Core, Machine } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { printTime } from "./print-time.ts";
import { sizeZero } from "./size-zero.ts";

/** Of the caches of a core, a larger one is slower. */
export const cacheNotSlower: Check = {
  name: "cache-not-slower",
  requires: [sizeZero],
  run({ machines }, report) {
    for (const machine of machines) reportNotSlower(machine, report);
  },
};

function reportNotSlower(machine: Machine, report: CheckReport): void {
  for (const caches of cachesByCore(machine).values()) {
    const timed = caches.filter((cache) => cache.latency !== null).sort((a, b) => a.size - b.size);
    for (const [index, larger] of timed.entries()) {
      const smaller = timed.slice(0, index).find((cache) => cache.size < larger.size && !isFaster(cache, larger));
      if (smaller !== undefined) report([smaller, larger], notSlower(larger, smaller));
    }
  }
}

function cachesByCore(machine: Machine): ReadonlyMap<Core, readonly Cache[]> {
  const byCore = new Map<Core, Cache[]>(machine.cores.map((core) => [core, []]));
  for (const cache of machine.caches) for (const core of cache.sharedBy) byCore.get(core)?.push(cache);
  return byCore;
}

function isFaster(cache: Cache, other: Cache): boolean {
  return (cache.latency?.picoseconds ?? 0) < (other.latency?.picoseconds ?? 0);
}

function notSlower(larger: Cache, smaller: Cache): Diagnostic {
  const facts = {
    larger: larger.path,
    largerTime: printTime(larger.latency),
    smaller: smaller.path,
    smallerTime: printTime(smaller.latency),
  };
  const related = [{ span: smaller.span, message: `\`${smaller.path}\` takes ${facts.smallerTime}` }];
  return diagnose(machineDiagnostics.cacheFasterThanSmaller, larger.span, facts, { related });
}
