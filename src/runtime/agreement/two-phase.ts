import type { Entry } from "./messages.ts";
import type { Rules } from "./ordering.ts";
import { type Group, nobody, type Proposal, type ProtocolPort } from "./protocol.ts";
import { SequencedLog } from "./sequenced-log.ts";
import type { StableLog } from "./stable-log.ts";

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
  constructor(group: Group, port: ProtocolPort) {
    super(group, port, (log) => new TwoPhaseRules(group.core, log, port));
  }
}

class TwoPhaseRules implements Rules {
  readonly #core: number;
  readonly #log: StableLog;
  readonly #port: ProtocolPort;
  /** The proposal this replica has voted on last, and how. */
  #votedOn: Proposal | null = null;
  #refusedBy = nobody;

  constructor(core: number, log: StableLog, port: ProtocolPort) {
    this.#core = core;
    this.#log = log;
    this.#port = port;
  }

  mayOrder(): boolean {
    return this.#log.delivered === this.#log.last;
  }

  /** A proposal and its decision together: so no snapshot lies between the two. */
  deliver(): void {
    for (let next = this.#log.deliver(2); next !== null; next = this.#log.deliver(2)) {
      const [proposed, decided] = next.map(({ content }) => content);
      if (proposed?.kind !== "proposal" || decided?.kind !== "decision") continue;
      this.#port.apply(this.#log.delivered, proposed.proposal, decided.refusedBy);
      this.#port.settle(proposed.proposal);
    }
  }

  /** A vote stands until the proposal is decided or another takes its place. */
  vote(): readonly [index: number, refusedBy: number] {
    const { last, delivered, entries } = this.#log;
    const content = entries.at(last)?.content;
    if (content?.kind !== "proposal" || delivered !== last - 1) return [0, nobody];
    if (this.#votedOn !== content.proposal) {
      this.#votedOn = content.proposal;
      this.#refusedBy = this.#port.refuses(content.proposal) ? this.#core : nobody;
    }
    return [last, this.#refusedBy];
  }

  decide(refusedBy: number): Entry | null {
    return { term: 0, content: { kind: "decision", refusedBy } };
  }
}
