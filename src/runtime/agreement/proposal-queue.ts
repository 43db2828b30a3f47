import { isSameProposal, type Proposal } from "./protocol.ts";

/** Proposals that wait at the sequencer; others are proposed again by who wants them. */
const mostQueued = 1024;

/** Proposals that wait for their turn. */
export class ProposalQueue {
  #waiting: Proposal[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  get isFull(): boolean {
    return this.#waiting.length >= mostQueued;
  }

  has(proposal: Proposal): boolean {
    return this.#waiting.some((other) => isSameProposal(other, proposal));
  }

  push(proposal: Proposal): void {
    this.#waiting.push(proposal);
  }

  shift(): Proposal | undefined {
    return this.#waiting.shift();
  }

  clear(): void {
    this.#waiting = [];
  }

  /** What its proposer has given up is not worth its turn: on a machine that is too slow nobody would ever have one in time. */
  forgetBefore({ core, incarnation, low }: Proposal): void {
    const isGivenUp = (other: Proposal): boolean =>
      other.core === core &&
      (other.incarnation < incarnation || (other.incarnation === incarnation && other.sequence < low));
    if (this.#waiting.some(isGivenUp)) this.#waiting = this.#waiting.filter((other) => !isGivenUp(other));
  }
}
