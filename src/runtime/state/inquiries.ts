import type { Proposal } from "../agreement/protocol.ts";
import type { ProposeOptions } from "./agreement.ts";
import type { Answer, Ask } from "./asks.ts";
import { EarlyQuestions } from "./early-questions.ts";
import { OpenQuestions } from "./open-questions.ts";
import { RemoteWatches } from "./remote-watches.ts";
import type { Query } from "./replicated-object.ts";
import { noBytes } from "./value-codec.ts";
import type { Watchers } from "./watchers.ts";

/** The replica that others ask. */
export interface InquiriesOwner {
  /** Nobody has the state any more. */
  readonly isLost: boolean;
  /** It has a state to tell of. */
  readonly isKnown: boolean;
  query(query: Query): Uint8Array | null;
  /** Calls back when all that was agreed by now is in the state, or that cannot be known in time. */
  whenLatest(options: ProposeOptions, then: (isLatest: boolean) => void): void;
  submit(proposal: Proposal): void;
  answer(to: number, answer: Answer): void;
}

/** What kernels without a replica ask of the one here. */
export class Inquiries {
  readonly #owner: InquiriesOwner;
  readonly #watches: RemoteWatches;
  readonly #open = new OpenQuestions();
  readonly #early = new EarlyQuestions();

  constructor(watchers: Watchers, owner: InquiriesOwner) {
    this.#owner = owner;
    this.#watches = new RemoteWatches(watchers, (to, answer) => owner.answer(to, answer));
  }

  /** False for what no kernel would have asked. */
  asked(from: number, ask: Ask): boolean {
    switch (ask.kind) {
      case "propose":
        return this.#propose(from, ask.proposal);
      case "get":
        this.#get(from, ask);
        return true;
      case "watch":
        return this.#watch(from, ask);
      case "unwatch":
        this.#early.endWatch(from, ask.ticket);
        this.#watches.end(from, ask.ticket);
        return true;
    }
  }

  /** There is a state to tell of, or there never will be. */
  askAgain(): void {
    this.#early.askAgain();
  }

  /** Nobody has the state any more: who watches is told so. */
  lose(): void {
    this.#watches.lose();
  }

  /** Those of kernels that are gone ask no more. */
  keep(members: ReadonlySet<number>): void {
    this.#watches.keep(members);
  }

  #propose(from: number, proposal: Proposal): boolean {
    if (proposal.core !== from) return false;
    if (this.#owner.isLost) this.#owner.answer(from, { kind: "lost" });
    else this.#owner.submit(proposal);
    return true;
  }

  #get(from: number, ask: Extract<Ask, { kind: "get" }>): void {
    const { isLost, isKnown } = this.#owner;
    const { ticket, isLatest, query } = ask;
    if (isLost && (isLatest || !isKnown)) this.#owner.answer(from, { kind: "lost" });
    else if (isLatest) this.#answerLatest(from, ticket, query);
    else if (isKnown) this.#answer(from, ticket, query);
    else this.#early.add(from, ask, () => this.asked(from, ask));
  }

  #watch(from: number, ask: Extract<Ask, { kind: "watch" }>): boolean {
    if (this.#owner.isLost) this.#owner.answer(from, { kind: "lost" });
    else if (this.#owner.isKnown) return this.#watches.ask(from, ask.ticket, ask.received, ask.buffer);
    else this.#early.add(from, ask, () => this.asked(from, ask));
    return true;
  }

  #answerLatest(to: number, ticket: number, query: Query): void {
    if (!this.#open.open(to, ticket)) return;
    this.#owner.whenLatest({}, (isKnown) => {
      this.#open.close(to, ticket);
      if (isKnown) this.#answer(to, ticket, query);
    });
  }

  #answer(to: number, ticket: number, query: Query): void {
    const value = this.#owner.query(query);
    this.#owner.answer(to, { kind: "value", ticket, isThere: value !== null, value: value ?? noBytes });
  }
}
