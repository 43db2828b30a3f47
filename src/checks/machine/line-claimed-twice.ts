import { intersectRanges, mergeRanges, type NumberRange, subtractRanges } from "../../algorithms/number-ranges.ts";
import { interruptDiagnostics } from "../../diagnostics/catalogue/interrupts.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Controller } from "../../model/interrupt.ts";
import { nameLines } from "../../model/lines.ts";
import { placeOf } from "../../source/source-file.ts";
import type { Check, CheckReport } from "../check.ts";
import { areOneOutput, type Claim, gatherClaims } from "./claims.ts";
import { sourceTwice } from "./source-twice.ts";

/** A line has one source, unless its controller says that it is shared. */
export const lineClaimedTwice: Check = {
  name: "line-claimed-twice",
  requires: [sourceTwice],
  run({ machines }, report) {
    for (const machine of machines) {
      for (const [controller, claims] of gatherClaims(machine)) reportTwice(controller, claims, report);
    }
  },
};

/** One stretch of lines of a claim. */
interface Stretch extends NumberRange {
  readonly claim: Claim;
}

/** Each claim is told about once, with the first one it meets; stretches that overlap are neighbours when sorted. */
function reportTwice(controller: Controller, claims: readonly Claim[], report: CheckReport): void {
  const shared = mergeRanges(controller.routes.flatMap(({ isShared, lines }) => (isShared ? lines : [])));
  const told = new Set<Claim>();
  const stretches = claims.flatMap((claim) =>
    subtractRanges(mergeRanges(claim.lines), shared).map((range): Stretch => ({ ...range, claim })),
  );
  let widest: Stretch | null = null;
  for (const stretch of stretches.sort((a, b) => a.from - b.from)) {
    if (widest !== null && stretch.from <= widest.to) reportPair(controller, widest.claim, stretch.claim, told, report);
    if (widest === null || stretch.to > widest.to) widest = stretch;
  }
}

function reportPair(controller: Controller, a: Claim, b: Claim, told: Set<Claim>, report: CheckReport): void {
  const [first, second] = comesFirst(a, b) ? [a, b] : [b, a];
  if (told.has(second) || areOneOutput(first, second)) return;
  told.add(second);
  report([second.claimant, controller], claimedTwice(controller, first, second));
}

function comesFirst(a: Claim, b: Claim): boolean {
  return a.span.source.path === b.span.source.path ? a.span.start <= b.span.start : true;
}

function claimedTwice(controller: Controller, first: Claim, second: Claim): Diagnostic {
  const lines = nameLines(controller, intersectRanges(mergeRanges(first.lines), mergeRanges(second.lines)));
  const facts = {
    controller: controller.path,
    lines,
    claimant: second.words,
    first: first.words,
    firstPlace: placeOf(first.span),
  };
  const related = [{ span: first.span, message: `${first.words} raises ${lines} here` }];
  return diagnose(interruptDiagnostics.lineClaimedTwice, second.span, facts, { related });
}
