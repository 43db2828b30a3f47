import type { Proposal } from "../agreement/protocol.ts";
import type { Result } from "../agreement/result.ts";
import { proposalWindow, type Settled } from "../agreement/sessions.ts";
import { type Deadlines, defaultTimeout, Expiring } from "../kernel/deadlines.ts";
import { onAbort } from "../kernel/on-abort.ts";
import type { Agreement, NotAgreed, ProposeOptions } from "./agreement.ts";
import { Latencies } from "./latencies.ts";

/** Where proposals go. */
export interface ProposerOwner {
  /** Milliseconds. */
  now(): number;
  /** To be settled once; again and again the same until then. */
  submit(proposal: Proposal): void;
  withdraw(proposal: Proposal): void;
  /** Whether somebody may go on with it. */
  wasSent(proposal: Proposal): boolean;
}

/** Proposals that wait for those under way, at most. */
const mostWaiting = 4096;
const decoder = new TextDecoder();

class Pending extends Expiring {
  readonly command: Uint8Array;
  begun = 0;
  proposal: Proposal | null = null;
  ignoreAbort: (() => void) | null = null;
  isSettled = false;
  readonly #end: (pending: Pending) => void;
  readonly #resolve: (agreement: Agreement<Uint8Array>) => void;

  constructor(
    command: Uint8Array,
    resolve: (agreement: Agreement<Uint8Array>) => void,
    end: (pending: Pending) => void,
  ) {
    super();
    this.command = command;
    this.#resolve = resolve;
    this.#end = end;
  }

  expire(): void {
    this.#end(this);
  }

  resolve(agreement: Agreement<Uint8Array>): void {
    this.isSettled = true;
    this.ignoreAbort?.();
    this.#resolve(agreement);
  }
}

/** The proposals of one kernel's programs on one object: numbers them, so that each is applied once, and waits for them. */
export class Proposer {
  readonly #core: number;
  readonly #owner: ProposerOwner;
  readonly #deadlines: Deadlines;
  /** In the order in which they came. */
  readonly #waiting = new Set<Pending>();
  /** Under way, by sequence. */
  readonly #pending = new Map<number, Pending>();
  /** Of those that were settled. */
  readonly latencies = new Latencies();
  readonly #incarnation: number;
  #next = 0;
  /** Why nothing can be proposed any more; null while it can. */
  #end: string | null = null;

  constructor(core: number, incarnation: number, owner: ProposerOwner, deadlines: Deadlines) {
    this.#core = core;
    this.#incarnation = incarnation;
    this.#owner = owner;
    this.#deadlines = deadlines;
  }

  get isIdle(): boolean {
    return this.#pending.size === 0;
  }

  /** Never rejects. */
  propose(
    command: Uint8Array,
    { timeout = defaultTimeout, signal }: ProposeOptions = {},
  ): Promise<Agreement<Uint8Array>> {
    if (signal?.aborted === true)
      return Promise.resolve(notAgreed("noQuorum", "it was called off before it was proposed"));
    if (this.#end !== null) return Promise.resolve(notAgreed("noQuorum", this.#end));
    if (this.#waiting.size >= mostWaiting) {
      return Promise.resolve(notAgreed("rejected", `${mostWaiting} proposals of this kernel wait already`));
    }
    return new Promise((resolve) => {
      const pending = new Pending(command, resolve, (expired) => this.#giveUp(expired, `within ${timeout} ms`));
      if (signal !== undefined)
        pending.ignoreAbort = onAbort(signal, () => this.#giveUp(pending, "until it was called off"));
      pending.begun = this.#owner.now();
      this.#deadlines.add(pending, timeout);
      this.#waiting.add(pending);
      this.#proceed();
    });
  }

  settled({ incarnation, sequence }: Pick<Proposal, "incarnation" | "sequence">, { index, result }: Settled): void {
    const pending = incarnation === this.#incarnation ? this.#pending.get(sequence) : undefined;
    if (pending === undefined) return;
    this.#forget(pending);
    this.latencies.add(this.#owner.now() - pending.begun);
    pending.resolve(agreementOf(index, result));
    this.#proceed();
  }

  /** All that are under way go to the owner again. */
  again(): void {
    for (const { proposal } of [...this.#pending.values()]) if (proposal !== null) this.#owner.submit(proposal);
  }

  /** What is under way, and what waits, has failed. */
  fail(text: string): void {
    for (const pending of [...this.#pending.values()]) {
      const wasSent = pending.proposal !== null && this.#owner.wasSent(pending.proposal);
      this.#forget(pending);
      pending.resolve(notAgreed(wasSent ? "unknown" : "noQuorum", text));
    }
    for (const pending of [...this.#waiting]) {
      this.#forget(pending);
      pending.resolve(notAgreed("noQuorum", text));
    }
  }

  /** The same holds for what is proposed from now on. */
  end(text: string): void {
    this.#end = text;
    this.fail(text);
  }

  #proceed(): void {
    for (const pending of this.#waiting) {
      if (this.#next >= this.#low + proposalWindow) return;
      this.#waiting.delete(pending);
      const sequence = this.#next++;
      this.#pending.set(sequence, pending);
      pending.proposal = this.#proposalOf(sequence, pending);
      this.#owner.submit(pending.proposal);
    }
  }

  #proposalOf(sequence: number, { command }: Pending): Proposal {
    return { core: this.#core, incarnation: this.#incarnation, sequence, low: this.#low, command };
  }

  /** The first sequence that is not settled. */
  get #low(): number {
    const [first] = this.#pending.keys();
    return first ?? this.#next;
  }

  #giveUp(pending: Pending, when: string): void {
    if (pending.isSettled) return;
    const { proposal } = pending;
    const wasSent = proposal !== null && this.#owner.wasSent(proposal);
    this.#forget(pending);
    if (proposal !== null) this.#owner.withdraw(proposal);
    if (wasSent) pending.resolve(notAgreed("unknown", `nobody has said ${when} whether it is agreed`));
    else pending.resolve(notAgreed("noQuorum", `too few replicas could be reached ${when}; it has not been done`));
    this.#proceed();
  }

  #forget(pending: Pending): void {
    this.#deadlines.remove(pending);
    this.#waiting.delete(pending);
    if (pending.proposal !== null) this.#pending.delete(pending.proposal.sequence);
  }
}

/** Of what is proposed or asked when nobody has the object's state any more. */
export const stateLost = notAgreed("noQuorum", "its state is lost: too many of its replicas were lost at once");

/** Of what is proposed or asked when the system stops, or has stopped. */
export const shutDown = notAgreed("noQuorum", "the system is shutting down");

export function notAgreed(reason: NotAgreed["reason"], text: string): NotAgreed {
  return { kind: "failed", reason, text };
}

function agreementOf(index: number, result: Result): Agreement<Uint8Array> {
  if (result.kind === "done") return { kind: "agreed", index, value: result.value };
  return notAgreed(result.kind, decoder.decode(result.text));
}
