import type { Program, System } from "../../model/deployment.ts";
import type { Core, Memory } from "../../model/machine.ts";
import { groupCores } from "./blocks.ts";
import type { Copy, CopyBuffer } from "./copies.ts";
import { type Cost, costOfTerm, isLess, isNearness, Ledger } from "./ledger.ts";
import { nameOfTarget } from "./nearness.ts";
import type { RouteLatency } from "./placement.ts";
import { buildQuestion } from "./question.ts";
import { Seating } from "./seating.ts";
import { findTerms, type Term } from "./terms.ts";

/** What a copy costs where it lies, and what it would cost elsewhere. */
export interface Review {
  readonly program: Program;
  readonly costs: readonly CostLine[];
  /** The cheapest of other cores, one of each kind and part; what is cheaper than now comes with what is in its way. */
  readonly alternatives: readonly Alternative[];
  readonly buffers: readonly { readonly name: string; readonly costs: readonly CostLine[] }[];
}

export interface CostLine {
  /** In words: `near nic`, `to log`, `read by web`. */
  readonly what: string;
  /** Whether it counts as nearness, before all messages. */
  readonly isNearness: boolean;
  /** Picoseconds, of one message or read. */
  readonly picoseconds: number;
  /** How often a second; 1 where nothing is said. */
  readonly weight: number;
}

export interface Alternative {
  readonly core: Core;
  /** More than now; less than nothing where the rules or other programs are in the way. */
  readonly more: Cost;
  /** In words; null when nothing is. */
  readonly obstacle: string | null;
}

/** What somebody decided: the core of each copy of a program, and the memories of its buffers. */
export type Decided = (
  program: Program,
  instance: number,
) => { readonly core: Core; readonly memories: readonly Memory[] } | null;

/** Looks at a placement copy by copy, in the order of programs and of their copies. */
export function reviewPlacement(system: System, decided: Decided, latency: RouteLatency): readonly Review[] {
  const question = buildQuestion(system);
  const ledger = new Ledger(seat(question, decided), findTerms(system, question, latency), latency);
  return question.copies.map((copy) => ({
    program: copy.program,
    costs: ledger.terms.flatMap((term) => (ownerOf(term) === copy ? [lineOf(term, ledger, latency)] : [])),
    alternatives: copy.cores.length === 1 ? [] : findAlternatives(copy, ledger),
    buffers: question.buffers.flatMap((buffer) =>
      buffer.copy === copy ? [{ name: buffer.buffer.name, costs: linesOf(buffer, ledger, latency) }] : [],
    ),
  }));
}

function seat(question: ReturnType<typeof buildQuestion>, decided: Decided): Seating {
  const seating = new Seating(question);
  const instances = new Map<Program, number>();
  for (const copy of question.copies) {
    const instance = instances.get(copy.program) ?? 0;
    instances.set(copy.program, instance + 1);
    const place = decided(copy.program, instance);
    if (place === null) continue;
    seating.put(copy, place.core);
    const buffers = question.buffers.filter((each) => each.copy === copy);
    buffers.forEach((buffer, at) => {
      const memory = place.memories[at];
      if (memory !== undefined) seating.putBuffer(buffer, memory);
    });
  }
  return seating;
}

function ownerOf(term: Term): Copy | null {
  return "copy" in term ? term.copy : null;
}

function linesOf(buffer: CopyBuffer, ledger: Ledger, latency: RouteLatency): readonly CostLine[] {
  return ledger.terms.flatMap((term) =>
    "buffer" in term && term.buffer === buffer ? [lineOf(term, ledger, latency)] : [],
  );
}

function lineOf(term: Term, { seating }: Ledger, latency: RouteLatency): CostLine {
  const weight = "weight" in term ? term.weight : 1;
  const picoseconds = costOfTerm(term, seating, latency) / weight;
  return { what: whatOf(term), isNearness: isNearness(term), picoseconds, weight };
}

function whatOf(term: Term): string {
  switch (term.kind) {
    case "near":
    case "nearService":
      return `near ${nameOfTarget(term.target)}`;
    case "use":
      return `to ${term.service.name}`;
    case "forwarded":
      return `from ${term.buffer.buffer.device?.device.path}`;
    case "read":
      return `read by ${[...new Set(term.readers.map(({ program }) => program.name))].join(", ")}`;
  }
}

// ───────────────────────────── elsewhere ─────────────────────────────

const mostShown = 3;

function findAlternatives(copy: Copy, ledger: Ledger): readonly Alternative[] {
  const home = ledger.seating.coreOf(copy);
  if (home === null) return [];
  const before = ledger.cost;
  ledger.move(copy, null);
  const block = { index: 0, program: copy.program, copies: [copy], cores: copy.cores.filter((core) => core !== home) };
  const groups = groupCores([block], ledger.terms, ledger.seating);
  const found = groups.map(({ cores: [core] }): Alternative => {
    const obstacle = ledger.seating.obstacle(copy, core);
    ledger.move(copy, core);
    const more = difference(ledger.cost, before);
    ledger.move(copy, null);
    return { core, more, obstacle: obstacle ?? whoIsThere(core, ledger) };
  });
  ledger.move(copy, home);
  return found
    .toSorted((a, b) => (isLess(cheap(a), cheap(b)) ? -1 : isLess(cheap(b), cheap(a)) ? 1 : 0))
    .slice(0, mostShown);
}

/** What it would cost if nobody were in the way. */
function cheap({ more }: Alternative): Cost {
  return { ...more, crowding: 0 };
}

function difference(a: Cost, b: Cost): Cost {
  return { crowding: a.crowding - b.crowding, nearness: a.nearness - b.nearness, time: a.time - b.time };
}

function whoIsThere(core: Core, { seating }: Ledger): string | null {
  const others = seating.question.copies.filter((copy) => seating.coreOf(copy) === core);
  return others.length === 0 ? null : `it runs ${others.map(({ program }) => program.name).join(", ")}`;
}
