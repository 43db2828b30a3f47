import type { Entry } from "./messages.ts";
import { nobody, type Proposal } from "./protocol.ts";
import { SequencedLog } from "./sequenced-log.ts";

/**
 * Two-phase commit (Gray, "Notes on data base operating systems", 1978, §5.8.3.3) along the tree: the proposal goes down,
 * votes come up, each for a whole subtree; the decision goes down, acknowledgements come up. One proposal at a time.
 *
 * It does not block when the coordinator is lost. Proposal and decision are entries of a {@link SequencedLog}, and a decision
 * is acted on only when every replica of the view has it: the next coordinator finds it in any one of their logs, or knows
 * that nobody has acted, and asks for the votes again. (Decisions that are replicated before they count: Gray and Lamport,
 * "Consensus on transaction commit", ACM TODS 2006, §4.)
 */
export class TwoPhase extends SequencedLog {
  /** The proposal this replica has voted on last, and how. */
  #votedOn: Proposal | null = null;
  #refusedBy = nobody;

  protected override mayOrder(): boolean {
    return this.delivered === this.log.last;
  }

  /** A proposal and its decision together: so no snapshot lies between the two. */
  protected override deliver(): void {
    while (this.delivered + 1 < this.stable) {
      const proposed = this.log.at(this.delivered + 1)?.content;
      const decided = this.log.at(this.delivered + 2)?.content;
      this.delivered += 2;
      if (proposed?.kind !== "proposal" || decided?.kind !== "decision") continue;
      this.port.apply(this.delivered, proposed.proposal, decided.refusedBy);
      this.port.settle(proposed.proposal);
    }
  }

  /** A vote stands until the proposal is decided or another takes its place. */
  protected override vote(): readonly [index: number, refusedBy: number] {
    const { last } = this.log;
    const content = this.log.at(last)?.content;
    if (content?.kind !== "proposal" || this.delivered !== last - 1) return [0, nobody];
    if (this.#votedOn !== content.proposal) {
      this.#votedOn = content.proposal;
      this.#refusedBy = this.port.refuses(content.proposal) ? this.group.core : nobody;
    }
    return [last, this.#refusedBy];
  }

  protected override decide(refusedBy: number): Entry | null {
    return { term: 0, content: { kind: "decision", refusedBy } };
  }
}
