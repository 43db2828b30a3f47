import type { Proposal } from "./protocol.ts";
import { proposalWindow } from "./sessions.ts";

/** What was proposed at a replica and is not settled: of each kernel no more than it may have under way. */
export class PendingProposals {
  /** By name. */
  readonly #waiting = new Map<string, Proposal>();
  /** Names of those that somebody was told of. */
  readonly #sent = new Set<string>();
  /** By proposing core: who proposed there last, and the first that it had not settled. */
  readonly #lows = new Map<number, Pick<Proposal, "incarnation" | "low">>();

  get size(): number {
    return this.#waiting.size;
  }

  [Symbol.iterator](): IterableIterator<Proposal> {
    return this.#waiting.values();
  }

  /** One more, unless nobody waits for it any more: its proposer has started anew since, or has gone further. */
  add(proposal: Proposal): void {
    const { core, incarnation, sequence } = proposal;
    if (incarnation < (this.#lows.get(core)?.incarnation ?? 0)) return;
    this.#forgetBefore(proposal);
    const low = this.#lows.get(core)?.low ?? 0;
    if (sequence >= low && sequence < low + proposalWindow) this.#waiting.set(nameOf(proposal), proposal);
  }

  /** Has it proposed, if it still waits; `propose`: whether somebody was told of it. */
  attempt(proposal: Proposal, propose: (proposal: Proposal) => boolean): void {
    const name = nameOf(proposal);
    if (this.#waiting.has(name) && propose(proposal) && this.#waiting.has(name)) this.#sent.add(name);
  }

  /** Whether somebody was told of it, who may have gone on with it: so it is of what does not wait, which is settled. */
  wasSent(proposal: Proposal): boolean {
    const name = nameOf(proposal);
    return !this.#waiting.has(name) || this.#sent.has(name);
  }

  /** It is settled, or nobody wants to know any more; false when it did not wait. */
  drop(proposal: Proposal): boolean {
    return this.#drop(nameOf(proposal));
  }

  clear(): void {
    this.#waiting.clear();
    this.#sent.clear();
  }

  /** What its proposer does not wait for any more, nobody does. */
  #forgetBefore({ core, incarnation, low }: Proposal): void {
    const known = this.#lows.get(core);
    if (known?.incarnation === incarnation && low <= known.low) return;
    this.#lows.set(core, { incarnation, low });
    for (const [name, other] of this.#waiting) {
      if (other.core === core && (other.incarnation < incarnation || other.sequence < low)) this.#drop(name);
    }
  }

  #drop(name: string): boolean {
    this.#sent.delete(name);
    return this.#waiting.delete(name);
  }
}

function nameOf({ core, incarnation, sequence }: Proposal): string {
  return `${core} ${incarnation} ${sequence}`;
}
