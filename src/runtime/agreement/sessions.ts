import { type Field, type FieldOf, fields, list, record } from "./fields.ts";
import type { Proposal } from "./protocol.ts";
import { type Result, resultField } from "./result.ts";

/** Proposals of one kernel on one object that may be under way at once. */
export const proposalWindow = 16;

const settled = record({ sequence: fields.count, index: fields.count, result: resultField });
const session = record({
  core: fields.u16,
  incarnation: fields.u32,
  low: fields.count,
  settled: list(settled),
});

export const sessionsField: Field<readonly SessionFacts[]> = list(session);
export type SessionFacts = FieldOf<typeof session>;

/** A result, and the index of the log that it came with. */
export interface Settled {
  readonly index: number;
  readonly result: Result;
}

interface Session {
  incarnation: number;
  /** Sequences before it are settled where they were proposed: nobody asks for their results. */
  low: number;
  readonly settled: Map<number, Settled>;
}

/**
 * What came of each kernel's latest proposals: so that one that is proposed or ordered again is not applied again
 * (Ongaro, "Consensus: bridging theory and practice", 2014, §6.3). It is a part of the replicated state.
 */
export class Sessions {
  readonly #sessions = new Map<number, Session>();

  /** Null while it is not known, or not any more. */
  find({ core, incarnation, sequence }: Pick<Proposal, "core" | "incarnation" | "sequence">): Settled | null {
    const found = this.#sessions.get(core);
    return found?.incarnation === incarnation ? (found.settled.get(sequence) ?? null) : null;
  }

  /** Whether it was applied, or comes too late to be. */
  isPast({ core, incarnation, sequence }: Proposal): boolean {
    const found = this.#sessions.get(core);
    if (found === undefined || incarnation > found.incarnation) return false;
    return incarnation < found.incarnation || sequence < found.low || found.settled.has(sequence);
  }

  /** Applies it unless that has been done before, or it can be none of the proposer's latest. True when it was applied. */
  apply(index: number, proposal: Proposal, run: () => Result): boolean {
    if (this.isPast(proposal)) return false;
    const own = this.#sessionOf(proposal);
    this.#raise(own, proposal.low);
    if (proposal.sequence < own.low || proposal.sequence >= own.low + proposalWindow) return false;
    own.settled.set(proposal.sequence, { index, result: run() });
    return true;
  }

  facts(): readonly SessionFacts[] {
    return [...this.#sessions].map(([core, { incarnation, low, settled: known }]) => ({
      ...{ core, incarnation, low },
      settled: [...known].map(([sequence, each]) => ({ sequence, ...each })),
    }));
  }

  restore(sessions: readonly SessionFacts[]): void {
    this.#sessions.clear();
    for (const { core, incarnation, low, settled: known } of sessions) {
      const byNumber = new Map(known.map(({ sequence, ...each }) => [sequence, each]));
      this.#sessions.set(core, { incarnation, low, settled: byNumber });
    }
  }

  /** Takes over what only another replica's sessions have. */
  merge(sessions: readonly SessionFacts[]): void {
    for (const { core, incarnation, low, settled: known } of sessions) {
      const own = this.#sessionOf({ core, incarnation });
      if (own.incarnation !== incarnation) continue;
      this.#raise(own, low);
      for (const { sequence, ...each } of known) if (sequence >= own.low) own.settled.set(sequence, each);
    }
  }

  #sessionOf({ core, incarnation }: Pick<Proposal, "core" | "incarnation">): Session {
    const known = this.#sessions.get(core);
    if (known !== undefined && known.incarnation >= incarnation) return known;
    const made = { incarnation, low: 0, settled: new Map<number, Settled>() };
    this.#sessions.set(core, made);
    return made;
  }

  #raise(own: Session, low: number): void {
    if (low <= own.low) return;
    own.low = low;
    for (const sequence of own.settled.keys()) if (sequence < low) own.settled.delete(sequence);
  }
}
