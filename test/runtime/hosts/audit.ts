// Judges what the programs of `fixtures/ledger.ts` have logged.
import { checkLinearizability, type Operation, type SequentialModel } from "../../../src/algorithms/linearizability.ts";
import { leaseMilliseconds, timeout } from "../fixtures/ledger.ts";

interface Ended {
  readonly begun: number;
  readonly ended: number;
}

interface Hold extends Ended {
  readonly token: number;
  released: number;
}

interface Played {
  readonly called: number;
  /** Null: a read. */
  readonly written: string | null;
  ending: { readonly at: number; readonly output: string } | null;
}

/** Milliseconds that a busy machine may be late with a proposal's time-out. */
const grace = 20_000;
export interface Figures {
  readonly agreed: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  readonly readings: Readonly<Record<string, number>>;
  readonly longest: number;
  readonly histories: number;
  readonly undecided: number;
}

/** The ledger of a run: what was acknowledged, held against what is read afterwards. */
export class Audit {
  readonly faults: string[] = [];
  readonly #agreed: Record<string, number> = {};
  readonly #failed: Record<string, number> = {};
  readonly #readings: Record<string, number> = {};
  #longest = 0;
  /** Times at which additions were begun, and at which they were acknowledged. */
  readonly #begun: Record<string, number[]> = { hits: [], tally: [] };
  readonly #counted: Record<string, number[]> = { hits: [], tally: [] };
  /** By writer: acknowledged values, ascending, and when. */
  readonly #names = new Map<string, { readonly value: number; readonly ended: number }[]>();
  readonly #counts: (Ended & { readonly name: string; readonly found: number })[] = [];
  readonly #stale = new Map<number, number>();
  readonly #appended = new Map<number, { readonly value: number; readonly ended: number }>();
  readonly #entries = new Map<number, number>();
  readonly #holds: Hold[] = [];
  readonly #boards = new Map<string, Map<string, Played>>();
  readonly #boardOf = new Map<string, string>();

  /** How often something was read of an object. */
  readings(name: string): number {
    return this.#readings[name] ?? 0;
  }

  agreed(name: string): number {
    return this.#agreed[name] ?? 0;
  }

  take(text: string): void {
    const [what = "", name = "", ...rest] = text.split(" ");
    if (what === "end") this.#end(name, rest[0] ?? "", Number(rest[1]), Number(rest[2]), rest.slice(3));
    else if (what === "begin") this.#begin(name, rest);
    else if (what === "read") this.#read(name, rest);
    else if (what === "entry") this.#entry(Number(name), Number(rest[0]));
    else this.faults.push(`not understood: ${text}`);
  }

  /** Judges what can only be judged in the end. */
  conclude(): Figures {
    this.#judgeCounts();
    this.#judgeHolds();
    const { histories, undecided } = this.#judgeBoards();
    const [agreed, failed, readings, longest] = [this.#agreed, this.#failed, this.#readings, this.#longest];
    return { agreed, failed, readings, longest, histories, undecided };
  }

  #end(name: string, outcome: string, begun: number, ended: number, about: readonly string[]): void {
    const isAgreed = outcome === "agreed";
    if (isAgreed) this.#agreed[name] = (this.#agreed[name] ?? 0) + 1;
    else this.#failed[`${name} ${outcome}`] = (this.#failed[`${name} ${outcome}`] ?? 0) + 1;
    if (begun > 0) this.#longest = Math.max(this.#longest, ended - begun);
    if (begun > 0 && ended - begun > timeout + grace) this.faults.push(`${name} took ${ended - begun} ms`);
    const [first = "", second = ""] = about;
    if (name === "board") this.#played(first, second, ended, isAgreed);
    if (!isAgreed) return;
    if (name in this.#counted) this.#counted[name]?.push(ended);
    if (name === "names") this.#named(first, Number(second), ended);
    if (name === "stale" && !this.#stale.has(Number(first))) this.#stale.set(Number(first), ended);
    if (name === "audit") this.#append(Number(second), Number(first), ended);
    if (name === "turn") this.#holds.push({ token: Number(first), begun, ended, released: Number.POSITIVE_INFINITY });
  }

  #begin(name: string, [at = "", first = "", key = "", value = ""]: readonly string[]): void {
    if (name in this.#begun) this.#begun[name]?.push(Number(at));
    const hold = name === "release" ? this.#holds.find(({ token }) => token === Number(first)) : undefined;
    if (hold !== undefined) hold.released = Number(at);
    if (name !== "board") return;
    const board = this.#boards.get(key) ?? new Map<string, Played>();
    this.#boards.set(key, board);
    board.set(first, { called: Number(at), written: value === "read" ? null : value, ending: null });
    this.#boardOf.set(first, key);
  }

  #named(writer: string, value: number, ended: number): void {
    const known = this.#names.get(writer) ?? [];
    known.push({ value, ended });
    this.#names.set(writer, known);
  }

  #append(at: number, value: number, ended: number): void {
    const other = this.#appended.get(at);
    if (other !== undefined) this.faults.push(`${value} and ${other.value} were both appended as ${at}`);
    this.#appended.set(at, { value, ended });
    this.#compare(at);
  }

  #entry(at: number, value: number): void {
    const other = this.#entries.get(at);
    if (other !== undefined && other !== value) this.faults.push(`entry ${at} was ${other} and is ${value}`);
    this.#entries.set(at, value);
    this.#compare(at);
  }

  #compare(at: number): void {
    const [appended, found] = [this.#appended.get(at), this.#entries.get(at)];
    if (appended === undefined || found === undefined || appended.value === found) return;
    this.faults.push(`entry ${at} is ${found}, and ${appended.value} was acknowledged`);
  }

  // ── readings ──

  #read(name: string, rest: readonly string[]): void {
    this.#readings[name] = (this.#readings[name] ?? 0) + 1;
    if (name === "names") {
      this.#readName(rest[0] ?? "", Number(rest[1]), rest[3] ?? "");
      return;
    }
    const [begun, ended, found = ""] = [Number(rest[0]), Number(rest[1]), rest[2]];
    if (name in this.#counted) this.#counts.push({ name, begun, ended, found: Number(found) });
    if (name === "stale") this.#readStale(begun, new Set(found.split(",").map(Number)));
    if (name === "audit") this.#readEnd(begun, Number(found));
  }

  /** What was acknowledged before it was read is in it, and nothing that had not begun. Lines of several threads come in no order. */
  #judgeCounts(): void {
    for (const name of ["hits", "tally"]) {
      const [begun, counted] = [this.#begun[name] ?? [], this.#counted[name] ?? []].map((times) =>
        Float64Array.from(times).sort(),
      );
      for (const each of this.#counts.filter((count) => count.name === name)) {
        const [least, most] = [before(counted, each.begun), before(begun, each.ended)];
        if (each.found < least) this.faults.push(`${name}: ${least} were acknowledged, and ${each.found} are there`);
        if (each.found > most) this.faults.push(`${name}: ${most} were begun, and ${each.found} are there`);
      }
    }
  }

  #readName(writer: string, begun: number, found: string): void {
    const known = this.#names.get(writer)?.findLast(({ ended }) => ended < begun);
    if (known === undefined) return;
    if (found === "undefined" || Number(found) < known.value) {
      this.faults.push(`names: ${writer} was acknowledged ${known.value}, and ${found} is there`);
    }
  }

  #readStale(begun: number, found: ReadonlySet<number>): void {
    for (const [element, ended] of this.#stale) {
      if (ended < begun && !found.has(element))
        this.faults.push(`stale: ${element} was acknowledged, and is not there`);
    }
  }

  /** The log ended before `end` at that time. */
  #readEnd(begun: number, end: number): void {
    for (const [at, { value, ended }] of this.#appended) {
      if (at >= end && ended < begun)
        this.faults.push(`audit: ${value} was acknowledged as ${at}, and ${end} is the end`);
    }
  }

  /** A holder counts from before it asked. Whoever was acknowledged later came after that, or after it was given back. */
  #judgeHolds(): void {
    const holds = this.#holds.toSorted((one, other) => one.token - other.token);
    for (const [index, hold] of holds.entries()) {
      const next = holds[index + 1];
      if (next === undefined) continue;
      if (next.token === hold.token) this.faults.push(`turn: token ${hold.token} was given twice`);
      if (next.ended < Math.min(hold.begun + leaseMilliseconds, hold.released)) {
        this.faults.push(`turn: ${next.token} was given while ${hold.token} held`);
      }
    }
  }

  // ── linearisability ──

  #played(id: string, found: string, at: number, isAgreed: boolean): void {
    const played = this.#boards.get(this.#boardOf.get(id) ?? "")?.get(id);
    this.#boardOf.delete(id);
    if (played === undefined) this.faults.push(`board: ${id} ended before it began`);
    else if (isAgreed) played.ending = { at, output: found };
  }

  #judgeBoards(): { readonly histories: number; readonly undecided: number } {
    let undecided = 0;
    for (const [key, board] of this.#boards) {
      const history = [...board.values()].flatMap(({ called, written, ending }): Operation<string | null, string>[] =>
        written === null && ending === null ? [] : [{ input: written, called, ending }],
      );
      const { kind } = checkLinearizability(history, register);
      if (kind === "violated") this.faults.push(`board ${key}: no order explains its history`);
      if (kind === "undecided") undecided++;
    }
    return { histories: this.#boards.size, undecided };
  }
}

/** How many of the times, ascending, come before one. */
function before(times: Float64Array = new Float64Array(0), time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

const register: SequentialModel<string, string | null, string> = {
  initial: "nothing",
  step: (value, written, ending) => {
    if (written !== null) return written;
    return ending === null || ending.output === value ? value : null;
  },
  isRead: (written) => written === null,
  identify: (value) => value,
};
