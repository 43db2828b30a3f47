/** Whose cycles? The clock by which cycles become time where a description says no more than `60 cycles`. */
import { quantityDiagnostics } from "../../diagnostics/catalogue/resolve/quantities.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Core, Part } from "../../model/machine.ts";
import type { Span } from "../../source/source-file.ts";
import type { Path } from "../../syntax/ast.ts";
import type { Context } from "../evaluate.ts";
import type { ClockInScope } from "../expect.ts";
import { selectOne } from "../select.ts";
import { type Place, reportWrongElement } from "../selected.ts";
import { printValue } from "../value.ts";

/** The clock of several cores, as far as they have one. */
export interface SharedClock {
  first: Core | null;
  /** A core whose clock differs from that of `first`. */
  other: Core | null;
  /** Whether one of the cores is faulty. Nobody knows its clock then, and what is wrong has been said. */
  faulty: boolean;
}

export function createSharedClock(cores: readonly Core[] = []): SharedClock {
  const clock: SharedClock = { first: null, other: null, faulty: false };
  for (const core of cores) noteCore(core, clock);
  return clock;
}

export function noteCore(core: Core, clock: SharedClock): void {
  clock.first ??= core;
  if (clock.first.clock !== core.clock) clock.other ??= core;
}

/** The first of the clocks that has any core decides, be it a faulty one; `part` is where the cycles are written. */
export function clockInScope(clocks: () => readonly SharedClock[], part: Part, context: Context): ClockInScope {
  return (span) => {
    const clock = clocks().find(({ first, faulty }) => first !== null || faulty);
    if (clock === undefined) return reportMissing("no core is near", span, context);
    if (clock.first === null) return null;
    if (clock.other !== null) return reportAmbiguous(clock.first, clock.other, part, span, context);
    return clockOfCore(clock.first, span, context);
  };
}

export function clockOfCore(core: Core, span: Span, context: Context): number | null {
  if (core.clock > 0) return core.clock;
  return reportMissing(`the core \`${core.path}\` says none`, span, context);
}

/** The clock of the core that stands after `cycles of`. */
export function clockOfPath(path: Path, root: Place, context: Context): number | null {
  const what = "what the cycles are of";
  const selected = selectOne(path, root, what, context);
  if (selected === null) return null;
  if (selected.kind === "core") return clockOfCore(selected.core, path.span, context);
  reportWrongElement(path, selected, what, "a core", context);
  return null;
}

function reportMissing(where: string, span: Span, context: Context): null {
  context.report(diagnose(quantityDiagnostics.clockMissing, span, { where }));
  return null;
}

function reportAmbiguous(first: Core, other: Core, part: Part, span: Span, context: Context): null {
  const facts = {
    first: seenFrom(part, first),
    firstClock: clockWords(first),
    other: seenFrom(part, other),
    otherClock: clockWords(other),
  };
  const related = [
    { span: first.span, message: `\`${facts.first}\` runs at ${facts.firstClock}` },
    { span: other.span, message: `\`${facts.other}\` runs at ${facts.otherClock}` },
  ];
  context.report(diagnose(quantityDiagnostics.clockAmbiguous, span, facts, { related }));
  return null;
}

function clockWords(core: Core): string {
  return core.clock === 0
    ? "an unsaid clock"
    : printValue({ dimension: "frequency", amount: core.clock, cycles: null });
}

/** The path of a core as it is written within `part`. */
function seenFrom(part: Part, core: Core): string {
  const prefix = `${part.path}.`;
  return core.path.startsWith(prefix) ? core.path.slice(prefix.length) : core.path;
}
