import type { LinearSolver } from "../../algorithms/linear-program.ts";
import type { System } from "../../model/deployment.ts";
import type { Core } from "../../model/machine.ts";
import { firstThatDiffers } from "./conflicts.ts";
import type { Copy } from "./copies.ts";
import { findSeats, type Preference } from "./find-seats.ts";
import { improve } from "./improve.ts";
import { leastCost } from "./least-cost.ts";
import { type Cost, isNearness, Ledger } from "./ledger.ts";
import { hasWish } from "./openings.ts";
import { messageTime, type RouteLatency } from "./placement.ts";
import { buildQuestion, type Question } from "./question.ts";
import { Seating } from "./seating.ts";
import { solveExactly } from "./solve-exactly.ts";
import { findTerms, type Term } from "./terms.ts";

/** Who lies where, what that costs, and how sure it is that nothing costs less. */
export interface Decision {
  readonly question: Question;
  readonly seating: Seating;
  /** Those that something could be done about. */
  readonly terms: readonly Term[];
  readonly cost: Cost;
  readonly standing: Standing;
}

export type Standing =
  /** Nothing was left to choose. */
  | { readonly kind: "forced" }
  /** No placement costs less. */
  | { readonly kind: "best" }
  /** `gap`: by how much another could cost less, as a share of what this one costs; null when nobody knows. */
  | { readonly kind: "heuristic"; readonly reason: string; readonly gap: number | null };

/** Copies and buffers that something is to be decided about. With fewer than two, looking at each place is exact. */
export function countChoices({ copies, buffers }: Pick<Question, "copies" | "buffers">): number {
  const free = copies.filter(({ cores }) => cores.length > 1).length;
  return free + buffers.filter(({ memories }) => memories.length > 1).length;
}

/** Whether a placement of the system is worth a solver. */
export function needsSolver(system: System): boolean {
  return countChoices(buildQuestion(system)) > 1;
}

/** About how many moves a heuristic tries. */
const work = 100_000;
/** With more cores to choose from, no program for a solver is built. */
const mostCores = 2048;

/**
 * The cheapest placement that grants all wishes; null when none was found, which a check says before where it can. What is
 * isolated lies so that it is; where that cannot be, as if nobody had asked for it, for then what breaches it can be told.
 * `leastTime`: picoseconds that a message between two cores takes at least, for a bound where the solver has none.
 */
export function decide(
  system: System,
  latency: RouteLatency,
  solver: LinearSolver | null,
  leastTime = 0,
): Decision | null {
  const answer = answerQuestion(buildQuestion(system), system, latency, solver, leastTime);
  if (answer !== null || system.isolations.length === 0) return answer;
  return answerQuestion(buildQuestion(system, { isolated: false }), system, latency, solver, leastTime);
}

function answerQuestion(
  question: Question,
  system: System,
  latency: RouteLatency,
  solver: LinearSolver | null,
  leastTime: number,
): Decision | null {
  const terms = findTerms(system, question, latency).filter(isOpen);
  const found = findSeats(question, byCost(terms, latency));
  const again = found.kind === "found" ? found : findSeats(question, firstThatDiffers);
  if (again.kind !== "found") return null;
  const ledger = new Ledger(again.seating, terms, latency);
  const standing = settle(ledger, question, latency, solver, leastTime);
  return { question, seating: ledger.seating, terms, cost: ledger.cost, standing };
}

function settle(
  ledger: Ledger,
  question: Question,
  latency: RouteLatency,
  solver: LinearSolver | null,
  leastTime: number,
): Standing {
  const choices = countChoices(question);
  if (choices === 0) return { kind: "forced" };
  improve(ledger, choices === 1 ? 1 : work);
  if (choices === 1) return { kind: "best" };
  if (solver === null) return unsure(ledger, latency, leastTime, "the solver is not at hand");
  if (question.copies.some(({ cores }) => cores.length > mostCores))
    return unsure(ledger, latency, leastTime, tooLarge);
  const forced = seatForced(question);
  const isCrowded = ledger.cost.crowding > new Ledger(forced, [], latency).cost.crowding;
  const proof = solveExactly(ledger, { question, terms: ledger.terms, forced, latency, isCrowded }, solver);
  if (proof === null) return unsure(ledger, latency, leastTime, tooLarge);
  if (proof.isBest) return { kind: "best" };
  return { kind: "heuristic", reason: "the solver was stopped before it was sure", gap: gapOf(ledger, proof) };
}

const tooLarge = "there is too much to choose from for the solver";

/** What the heuristic found, held against what every placement costs at least. */
function unsure(ledger: Ledger, latency: RouteLatency, leastTime: number, reason: string): Standing {
  const least = leastCost(ledger, latency, leastTime);
  if (least === null) return { kind: "heuristic", reason, gap: null };
  const above = firstAbove(ledger, least);
  return above === null ? { kind: "best" } : { kind: "heuristic", reason, gap: gapOf(ledger, above) };
}

interface Bound {
  readonly aim: keyof Cost;
  readonly bound: number;
}

function gapOf({ cost }: Ledger, { aim, bound }: Bound): number {
  return (cost[aim] - bound) / cost[aim];
}

/** The first aim under which another placement could cost less by more than rounding; null where there is none. */
function firstAbove({ cost }: Ledger, least: Cost): Bound | null {
  const aims = ["crowding", "nearness", "time"] as const;
  const aim = aims.find((each) => cost[each] - least[each] > 1e-9 * Math.max(1, cost[each]));
  return aim === undefined ? null : { aim, bound: least[aim] };
}

function seatForced(question: Question): Seating {
  const seating = new Seating(question);
  for (const copy of question.copies) {
    const [only, ...others] = copy.cores;
    if (only !== undefined && others.length === 0) seating.put(copy, only);
  }
  return seating;
}

function isOpen(term: Term): boolean {
  const isFree = ({ cores }: Copy) => cores.length > 1;
  switch (term.kind) {
    case "near":
      return isFree(term.copy);
    case "nearService":
    case "use":
      return isFree(term.copy) || term.others.some(isFree);
    case "forwarded":
      return term.buffer.memories.length > 1;
    case "read":
      return term.buffer.memories.length > 1 || term.readers.some(isFree);
  }
}

// ───────────────────────────── a first placement ─────────────────────────────

/**
 * What leaves least choice comes first: copies in `every` part, then those near something, then the rest; each goes to
 * the core that runs least, of those to the nearest, then to the one closest to those it talks to, then to the first.
 */
function byCost(terms: readonly Term[], latency: RouteLatency): Preference {
  const ofCopy = new Map<Copy, Term[]>();
  for (const term of terms) {
    for (const copy of copiesOf(term)) ofCopy.set(copy, [...(ofCopy.get(copy) ?? []), term]);
  }
  return {
    order: (copies) => copies.toSorted((a, b) => turnOf(a) - turnOf(b) || a.index - b.index),
    cores: (copy, allowed, seating) => {
      const keys = new Map(allowed.map((core) => [core, keyOf(copy, core, ofCopy.get(copy) ?? [], seating, latency)]));
      return allowed.toSorted((a, b) => compare(keys.get(a) ?? [], keys.get(b) ?? []));
    },
    memories: (_, allowed) => allowed,
  };
}

function copiesOf(term: Term): readonly Copy[] {
  switch (term.kind) {
    case "near":
      return [term.copy];
    case "nearService":
    case "use":
      return [term.copy, ...term.others];
    default:
      return [];
  }
}

function turnOf({ program }: Copy): number {
  if (hasWish(program, "every")) return 0;
  return hasWish(program, "near") || program.drives.length > 0 ? 1 : 2;
}

function keyOf(
  copy: Copy,
  core: Core,
  terms: readonly Term[],
  seating: Seating,
  latency: RouteLatency,
): readonly number[] {
  let [near, time] = [0, 0];
  for (const term of terms) {
    const value = valueAt(term, copy, core, seating, latency);
    if (isNearness(term)) near += value;
    else time += value;
  }
  return [seating.loadOf(core), near, time, core.index];
}

/** What a term would cost with the copy on the core, as far as the others are placed. */
function valueAt(term: Term, copy: Copy, core: Core, seating: Seating, latency: RouteLatency): number {
  if (term.kind === "near") return term.distance(core);
  if (term.kind !== "use" && term.kind !== "nearService") return 0;
  const others = term.copy === copy ? term.others : [term.copy];
  const cores = others.flatMap((other) => seating.coreOf(other) ?? []);
  const times = cores.map((other) =>
    term.copy === copy ? messageTime(latency, core, other) : messageTime(latency, other, core),
  );
  return times.length === 0 ? 0 : (term.kind === "use" ? term.weight : 1) * Math.min(...times);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
