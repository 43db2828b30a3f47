import { type Snapshot, Supply } from "./catch-up.ts";
import { EntryLog } from "./entry-log.ts";
import { Epoch } from "./epoch.ts";
import type { Entry, Message, MessageOf } from "./messages.ts";
import { isSame, ProposalQueue } from "./proposal-queue.ts";
import {
  type AgreementView,
  type Group,
  mayHaveReplica,
  nobody,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "./protocol.ts";
import { Relay, type RelayedLog } from "./relay.ts";
import type { Subtree } from "./subtree.ts";
import { Succession, type SuccessionOwner } from "./succession.ts";

/**
 * A log that one replica, the sequencer, orders for all. Entries go down the plan's tree, acknowledgements come up it, each
 * for a whole subtree; what all replicas of the view have is stable, and only that is delivered.
 *
 * The view of the membership, which a majority of kernels has agreed on, says who orders. Nothing of an epoch is listened to
 * in another (virtual synchrony: Birman and Joseph, "Exploiting virtual synchrony in distributed systems", SOSP 1987, §3).
 * Each epoch begins with a {@link Succession}: the view change of Liskov and Cowling, "Viewstamped Replication Revisited" (MIT 2012),
 * §4.2, with all replicas of the agreed view in the place of a majority, so that the log survives in any one of them.
 *
 * A replica acknowledges only entries of the log that is its lineage's. A log taken over replaces the old one at once and
 * whole, or a replica could claim what it has in part.
 */
export abstract class SequencedLog implements Protocol {
  readonly appliesAgreed = true;
  readonly read = null;
  protected readonly group: Group;
  protected readonly port: ProtocolPort;
  protected readonly log: EntryLog;
  protected delivered = 0;
  protected stable = 0;
  /** What the log had when it was taken over. */
  #takenOver = 0;
  readonly #supply: Supply;
  readonly #succession: Succession;
  readonly #queue = new ProposalQueue();
  #view: AgreementView;
  #epoch: Epoch;
  #relay: Relay;

  constructor(group: Group, port: ProtocolPort) {
    this.group = group;
    this.port = port;
    this.log = new EntryLog(group.retained);
    this.#view = group.view;
    this.#supply = new Supply(this.log, () => this.#take());
    this.#epoch = new Epoch(group, group.view);
    this.#relay = new Relay(port, this.#epoch, this.#relayed);
    this.#succession = new Succession(group, port, this.#successor, this.#epoch);
    if (group.joins) this.#succession.seek();
    if (group.joins) this.#arm();
  }

  get holds(): boolean {
    return this.#succession.holds;
  }

  get isCurrent(): boolean {
    return this.holds && this.delivered >= this.#takenOver;
  }

  get standing(): Standing {
    const { epoch } = this.#view;
    return { role: this.#role, epoch, last: this.log.last, applied: this.delivered, awaits: this.#awaits };
  }

  get #role(): Standing["role"] {
    if (!this.#epoch.isMember) return "none";
    if (this.isLost) return "lost";
    if (this.#isSynced) return this.leads ? "leads" : "follows";
    return this.#epoch.isFirst ? "takesOver" : "joins";
  }

  get #awaits(): readonly number[] {
    if (!this.#epoch.isMember || this.#succession.isLost) return [];
    if (!this.#isSynced) return this.#succession.awaits;
    const { parent, children } = this.#subtree;
    const { last } = this.log;
    const behind = children.filter((child) => this.#subtree.allOf(child) < last);
    return parent >= 0 && last > this.delivered && behind.length === 0 ? [parent] : behind;
  }

  get isLost(): boolean {
    return this.#succession.isLost;
  }

  protected get leads(): boolean {
    return this.#isSynced && this.#epoch.isFirst;
  }

  propose(proposal: Proposal): boolean {
    if (!this.#isSynced || !this.#epoch.isMember) return false;
    if (this.leads) this.#order(proposal);
    else this.port.send(this.#epoch.sequencer, { kind: "forward", epoch: this.#view.epoch, proposal });
    return true;
  }

  receive(from: number, message: Message): boolean {
    if (!mayHaveReplica(this.group, from) || !("epoch" in message)) return false;
    if (message.epoch !== this.#view.epoch || !this.#epoch.isMember || !this.#view.members.has(from)) return true;
    return this.#act(from, message);
  }

  expire(): void {
    if (!this.#epoch.isMember) return;
    if (this.#isSynced) this.#relay.remind();
    else this.#succession.remind();
    this.#arm();
  }

  watch(): void {
    if (this.#epoch.isMember) this.#arm();
  }

  viewChanged(view: AgreementView): void {
    if (view.epoch <= this.#view.epoch) return;
    const { core } = this.group;
    if (view.incarnations.get(core) !== this.#view.incarnations.get(core)) this.#forget();
    this.#view = view;
    this.#queue.clear();
    this.#supply.forget();
    this.#epoch = new Epoch(this.group, view);
    this.#relay = new Relay(this.port, this.#epoch, this.#relayed);
    this.#succession.begin(this.#epoch);
    if (this.#epoch.isMember) this.#arm();
  }

  // ── what the protocols differ in ──

  /** The sequencer may order another proposal now. */
  protected abstract mayOrder(): boolean;
  /** Delivers what is stable and was not delivered. */
  protected abstract deliver(): void;
  /** How this replica votes on what the log ends with: that entry's index, or 0, and who is against it. */
  protected abstract vote(): readonly [index: number, refusedBy: number];
  /** The sequencer knows the votes of all: what is to follow the entry they are on. */
  protected abstract decide(refusedBy: number): Entry | null;

  // ── ordering ──

  #order(proposal: Proposal): void {
    this.#queue.forgetBefore(proposal);
    if (this.#queue.isFull || this.port.isApplied(proposal) || this.#isUnderWay(proposal)) return;
    this.#queue.push(proposal);
    this.#proceed();
  }

  #isUnderWay(proposal: Proposal): boolean {
    if (this.#queue.has(proposal)) return true;
    for (let index = this.log.last; index > this.delivered; index--) {
      const content = this.log.at(index)?.content;
      if (content?.kind === "proposal" && isSame(content.proposal, proposal)) return true;
    }
    return false;
  }

  /** The sequencer orders what it may, and says what is stable. */
  #proceed(): void {
    const first = this.log.last + 1;
    const before = this.stable;
    this.#judge();
    while (this.#queue.size > 0 && this.mayOrder()) {
      const proposal = this.#queue.shift();
      if (proposal !== undefined) this.log.append({ term: 0, content: { kind: "proposal", proposal } });
      this.#judge();
    }
    if (this.log.last >= first || this.stable > before) this.#relay.spread(first);
    this.#arm();
  }

  /** What all have is stable; a replica alone has all. */
  #judge(): void {
    for (;;) {
      this.#advance(this.#subtree.all(this.log.last));
      const [index, refusedBy] = this.#votes();
      const next = index > 0 && index <= this.stable ? this.decide(refusedBy) : null;
      if (next === null) return;
      this.log.append(next);
    }
  }

  /** Of this replica and all below; index 0 while some are missing. */
  #votes(): readonly [index: number, refusedBy: number] {
    const [index, refusedBy] = this.vote();
    if (index === 0 || !this.#subtree.hasVoted(index)) return [0, nobody];
    return [index, refusedBy !== nobody ? refusedBy : this.#subtree.refusal(index)];
  }

  get #relayed(): RelayedLog {
    const self = this;
    return {
      log: this.log,
      get stable() {
        return self.stable;
      },
      votes: () => this.#votes(),
    };
  }

  #advance(stable: number): void {
    const reached = Math.min(stable, this.log.last);
    if (reached <= this.stable) return;
    this.stable = reached;
    this.deliver();
    this.log.compact(this.delivered);
  }

  // ── what comes down and up the tree ──

  #acceptEntries(from: number, { first, stable, entries }: MessageOf<"entries">): void {
    if (from !== this.#subtree.parent || !this.#isSynced) return;
    const fresh = this.log.last + 1;
    const [voted] = this.#votes();
    for (const [place, entry] of entries.entries()) if (first + place === this.log.last + 1) this.log.append(entry);
    const before = this.stable;
    this.#advance(stable);
    const hasNews = this.log.last >= fresh;
    if (hasNews || this.stable > before) this.#relay.spread(fresh);
    // A gap is told of, too: the parent then sends what is missing.
    const isGap = first > fresh;
    if (hasNews || isGap || entries.length > 0 || this.#votes()[0] !== voted) this.#relay.acknowledge(isGap);
    this.#arm();
  }

  #acceptAck(from: number, ack: MessageOf<"ack">): void {
    if (!this.#isSynced || !this.#subtree.children.includes(from) || ack.have > this.log.last) return;
    const before = this.#subtree.all(this.log.last);
    const [voted] = this.#votes();
    const isFirst = this.#subtree.has(from) === null;
    this.#subtree.accept(from, ack);
    if (isFirst || ack.asks) this.#relay.supplyMissing(from, ack);
    if (this.leads) this.#proceed();
    else if (this.#subtree.all(this.log.last) > before || this.#votes()[0] !== voted) this.#relay.acknowledge();
  }

  // ── a new epoch ──

  get #successor(): SuccessionOwner {
    const self = this;
    return {
      log: this.log,
      get delivered() {
        return self.delivered;
      },
      install: (snapshot) => this.#install(snapshot),
      entered: () => this.#entered(),
    };
  }

  #entered(): void {
    this.#takenOver = this.log.last;
    this.port.ready();
    if (this.leads) this.#proceed();
    else this.#relay.acknowledge();
  }

  #install({ index, bytes }: Snapshot): boolean {
    if (!this.port.restore(bytes)) return false;
    this.log.reset(index, 0);
    this.stable = index;
    this.delivered = index;
    return true;
  }

  #take(): Snapshot {
    return { index: this.delivered, term: 0, bytes: this.port.snapshot() };
  }

  #forget(): void {
    this.#succession.forget();
    this.log.reset(0, 0);
    this.stable = 0;
    this.delivered = 0;
  }

  get #subtree(): Subtree {
    return this.#epoch.subtree;
  }

  get #isSynced(): boolean {
    return this.#succession.isDone;
  }

  /** Asks to be woken while something is open. */
  #arm(): void {
    const { last } = this.log;
    const isOpen = this.#isSynced ? last > this.delivered || last > this.#subtree.all(last) : !this.#succession.isLost;
    if (isOpen) this.port.alarm(this.group.patience);
  }

  #act(from: number, message: Extract<Message, { epoch: number }>): boolean {
    switch (message.kind) {
      case "forward":
        if (this.leads) this.#order(message.proposal);
        return true;
      case "entries":
        this.#acceptEntries(from, message);
        return true;
      case "ack":
        this.#acceptAck(from, message);
        return true;
      case "report":
        this.#succession.acceptReport(from, message);
        this.#arm();
        return true;
      case "start":
        this.#succession.acceptStart(from, message);
        this.#arm();
        return true;
      case "fetch":
        this.#supplyTo(from, message);
        return true;
      case "logPart":
      case "snapshotPart":
        this.#succession.acceptPart(from, message);
        this.#arm();
        return true;
      default:
        return false;
    }
  }

  #supplyTo(from: number, message: MessageOf<"fetch">): void {
    const part = this.#supply.answer(from, message);
    if (part !== null) this.port.send(from, part);
  }
}
