import type { Epoch } from "./epoch.ts";
import type { Entry, MessageOf } from "./messages.ts";
import { ProposalQueue } from "./proposal-queue.ts";
import { type Group, nobody, type Proposal, type ProtocolPort } from "./protocol.ts";
import { Relay, type RelayedLog } from "./relay.ts";
import type { StableLog } from "./stable-log.ts";
import type { Subtree } from "./subtree.ts";

/** What the protocols with a sequencer differ in. */
export interface Rules {
  /** The sequencer may order another proposal now. */
  mayOrder(): boolean;
  /** Delivers what is stable and was not delivered. */
  deliver(): void;
  /** How this replica votes on what the log ends with: that entry's index, or 0, and who is against it. */
  vote(): readonly [index: number, refusedBy: number];
  /** The sequencer knows the votes of all: what is to follow the entry they are on. */
  decide(refusedBy: number): Entry | null;
}

/** One epoch, once its log is everybody's: the sequencer orders, entries go down the tree, and acknowledgements come up it. */
export class Ordering implements RelayedLog {
  readonly log: StableLog;
  readonly #port: ProtocolPort;
  readonly #patience: number;
  readonly #epoch: Epoch;
  readonly #rules: Rules;
  readonly #relay: Relay;
  readonly #queue = new ProposalQueue();

  constructor({ patience }: Group, port: ProtocolPort, log: StableLog, rules: Rules, epoch: Epoch) {
    this.log = log;
    this.#port = port;
    this.#patience = patience;
    this.#epoch = epoch;
    this.#rules = rules;
    this.#relay = new Relay(port, epoch, this);
  }

  /** Something is not delivered, or not with everybody below. */
  get isOpen(): boolean {
    const { last, delivered } = this.log;
    return last > delivered || last > this.#subtree.all(last);
  }

  /** Cores of which it waits to hear something. */
  get awaits(): readonly number[] {
    const { parent, children } = this.#subtree;
    const { last, delivered } = this.log;
    const behind = children.filter((child) => this.#subtree.allOf(child) < last);
    return parent >= 0 && last > delivered && behind.length === 0 ? [parent] : behind;
  }

  begin(): void {
    if (this.#epoch.isFirst) this.#proceed();
    else this.#relay.acknowledge();
  }

  /** At the sequencer. What is ordered already, or one too many, is not ordered. */
  order(proposal: Proposal): void {
    this.#queue.forgetBefore(proposal);
    if (this.#queue.isFull || this.#port.isApplied(proposal) || this.#isUnderWay(proposal)) return;
    this.#queue.push(proposal);
    this.#proceed();
  }

  /** What was not answered is said again. */
  remind(): void {
    this.#relay.remind();
  }

  /** From above. */
  acceptEntries(from: number, { first, stable, entries }: MessageOf<"entries">): void {
    if (from !== this.#subtree.parent) return;
    const fresh = this.log.last + 1;
    const [voted] = this.votes();
    const isStabler = this.#take(first, entries, stable);
    const hasNews = this.log.last >= fresh;
    if (hasNews || isStabler) this.#relay.spread(fresh);
    // A gap is told of, too: the parent then sends what is missing.
    const isGap = first > fresh;
    if (hasNews || isGap || entries.length > 0 || this.votes()[0] !== voted) this.#relay.acknowledge(isGap);
    this.#arm();
  }

  /** From below. */
  acceptAck(from: number, ack: MessageOf<"ack">): void {
    if (!this.#subtree.children.includes(from) || ack.have > this.log.last) return;
    const before = this.#subtree.all(this.log.last);
    const [voted] = this.votes();
    const isFirst = this.#subtree.has(from) === null;
    this.#subtree.accept(from, ack);
    if (isFirst || ack.asks) this.#relay.supplyMissing(from, ack);
    if (this.#epoch.isFirst) this.#proceed();
    else if (this.#subtree.all(this.log.last) > before || this.votes()[0] !== voted) this.#relay.acknowledge();
  }

  /** Of this replica and all below; index 0 while some are missing. */
  votes(): readonly [index: number, refusedBy: number] {
    const [index, refusedBy] = this.#rules.vote();
    if (index === 0 || !this.#subtree.hasVoted(index)) return [0, nobody];
    return [index, refusedBy !== nobody ? refusedBy : this.#subtree.refusal(index)];
  }

  #isUnderWay(proposal: Proposal): boolean {
    return this.#queue.has(proposal) || this.log.entries.proposes(proposal, this.log.delivered);
  }

  /** Entries that go on from the log; whether more is stable than before. */
  #take(first: number, entries: readonly Entry[], stable: number): boolean {
    for (const [place, entry] of entries.entries()) {
      if (first + place === this.log.last + 1) this.log.entries.append(entry);
    }
    return this.#advance(stable);
  }

  /** The sequencer orders what it may, and says what is stable. */
  #proceed(): void {
    const first = this.log.last + 1;
    const before = this.log.stable;
    this.#judge();
    while (this.#queue.size > 0 && this.#rules.mayOrder()) {
      const proposal = this.#queue.shift();
      if (proposal !== undefined) this.log.entries.append({ term: 0, content: { kind: "proposal", proposal } });
      this.#judge();
    }
    if (this.log.last >= first || this.log.stable > before) this.#relay.spread(first);
    this.#arm();
  }

  /** What all have is stable; a replica alone has all. */
  #judge(): void {
    for (;;) {
      this.#advance(this.#subtree.all(this.log.last));
      const [index, refusedBy] = this.votes();
      const next = index > 0 && index <= this.log.stable ? this.#rules.decide(refusedBy) : null;
      if (next === null) return;
      this.log.entries.append(next);
    }
  }

  #advance(stable: number): boolean {
    if (!this.log.advance(stable)) return false;
    this.#rules.deliver();
    this.log.entries.compact(this.log.delivered);
    return true;
  }

  /** Asks to be woken while something is open. */
  #arm(): void {
    if (this.isOpen) this.#port.alarm(this.#patience);
  }

  get #subtree(): Subtree {
    return this.#epoch.subtree;
  }
}
