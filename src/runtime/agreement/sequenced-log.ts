import { CatchUp, type Missed, type Part, partBytes, type Snapshot, Supply } from "./catch-up.ts";
import { EntryLog } from "./entry-log.ts";
import type { Entry, Message, MessageOf } from "./messages.ts";
import {
  type AgreementView,
  type Group,
  mayHaveReplica,
  membersOf,
  nobody,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "./protocol.ts";
import { Subtree } from "./subtree.ts";
import { Tree } from "./tree.ts";

/** Proposals that wait at the sequencer; others are proposed again by who wants them. */
const mostQueued = 1024;
/** The lineage of a replica without state. */
const blank = -1;

interface Position {
  readonly lineage: number;
  readonly last: number;
}

/**
 * A log that one replica, the sequencer, orders for all. Entries go down the plan's tree, acknowledgements come up it, each
 * for a whole subtree; what all replicas of the view have is stable, and only that is delivered.
 *
 * The view of the membership, which a majority of kernels has agreed on, says who orders. Nothing of an epoch is listened to
 * in another (virtual synchrony: Birman and Joseph, "Exploiting virtual synchrony in distributed systems", SOSP 1987, §3).
 * In each epoch the sequencer first hears how far everybody's log goes, takes over the one that goes farthest in the latest
 * lineage, and gives it to everybody: the view change of Liskov and Cowling, "Viewstamped Replication Revisited" (MIT 2012),
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
  readonly #supply: Supply;
  readonly #reports = new Map<number, Position>();
  readonly #queue: Proposal[] = [];
  #view: AgreementView;
  #members: readonly number[] = [];
  #sequencer = -1;
  #subtree: Subtree;
  #catchUp: CatchUp | null = null;
  /** The epoch in which the log was everybody's last. */
  #lineage: number;
  /** The lineage of the log that this epoch began with, or is to begin with. */
  #origin = blank;
  /** What is caught up with goes on after this entry of the own log. */
  #joint = 0;
  /** No replica of the view has state. */
  #isLost = false;

  constructor(group: Group, port: ProtocolPort) {
    this.group = group;
    this.port = port;
    this.log = new EntryLog(group.retained);
    this.#view = group.view;
    this.#supply = new Supply(this.log, () => this.#take());
    this.#lineage = group.joins ? blank : group.view.epoch;
    this.#subtree = this.#arrange();
    if (group.joins) this.#seek();
  }

  get holds(): boolean {
    return this.#lineage !== blank;
  }

  get standing(): Standing {
    const { epoch } = this.#view;
    return { role: this.#role, epoch, last: this.log.last, applied: this.delivered, awaits: this.#awaits };
  }

  get #role(): Standing["role"] {
    if (!this.#isMember) return "none";
    if (this.#isLost) return "lost";
    if (this.#isSynced) return this.leads ? "leads" : "follows";
    return this.#sequencer === this.group.core ? "takesOver" : "joins";
  }

  get #awaits(): readonly number[] {
    const { parent, children } = this.#subtree;
    const { last } = this.log;
    if (!this.#isMember || this.#isLost) return [];
    if (this.#catchUp !== null) return [this.#catchUp.source];
    if (this.#isSynced) {
      const behind = children.filter((child) => this.#subtree.allOf(child) < last);
      return parent >= 0 && last > this.delivered && behind.length === 0 ? [parent] : behind;
    }
    if (this.#sequencer !== this.group.core) return [this.#sequencer];
    return this.#members.filter((member) => !this.#reports.has(member));
  }

  protected get leads(): boolean {
    return this.#isSynced && this.#sequencer === this.group.core;
  }

  propose(proposal: Proposal): boolean {
    if (!this.#isSynced || !this.#isMember) return false;
    if (this.leads) this.#order(proposal);
    else this.port.send(this.#sequencer, { kind: "forward", epoch: this.#view.epoch, proposal });
    return true;
  }

  receive(from: number, message: Message): boolean {
    if (!mayHaveReplica(this.group, from) || !("epoch" in message)) return false;
    if (message.epoch !== this.#view.epoch || !this.#isMember || !this.#view.members.has(from)) return true;
    return this.#act(from, message);
  }

  expire(): void {
    if (!this.#isMember) return;
    if (this.#catchUp !== null) this.port.send(this.#catchUp.source, this.#catchUp.request);
    else if (!this.#isSynced) this.#report();
    else this.#remind();
    this.#arm();
  }

  watch(): void {
    if (this.#isMember) this.#arm();
  }

  viewChanged(view: AgreementView): void {
    if (view.epoch <= this.#view.epoch) return;
    const { core } = this.group;
    if (view.incarnations.get(core) !== this.#view.incarnations.get(core)) this.#forget();
    this.#view = view;
    this.#reports.clear();
    this.#queue.length = 0;
    this.#catchUp = null;
    this.#supply.forget();
    this.#isLost = false;
    this.#subtree = this.#arrange();
    if (this.#isMember) this.#seek();
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
    this.#forgetBefore(proposal);
    if (this.#queue.length >= mostQueued || this.port.isApplied(proposal) || this.#isUnderWay(proposal)) return;
    this.#queue.push(proposal);
    this.#proceed();
  }

  /** What its proposer has given up is not worth its turn: on a machine that is too slow nobody would ever have one in time. */
  #forgetBefore({ core, incarnation, low }: Proposal): void {
    const isGivenUp = (other: Proposal): boolean =>
      other.core === core &&
      (other.incarnation < incarnation || (other.incarnation === incarnation && other.sequence < low));
    if (!this.#queue.some(isGivenUp)) return;
    const left = this.#queue.filter((other) => !isGivenUp(other));
    this.#queue.splice(0, this.#queue.length, ...left);
  }

  #isUnderWay(proposal: Proposal): boolean {
    if (this.#queue.some((other) => isSame(other, proposal))) return true;
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
    while (this.#queue.length > 0 && this.mayOrder()) {
      const proposal = this.#queue.shift();
      if (proposal !== undefined) this.log.append({ term: 0, content: { kind: "proposal", proposal } });
      this.#judge();
    }
    if (this.log.last >= first || this.stable > before) this.#spread(first);
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

  #advance(stable: number): void {
    const reached = Math.min(stable, this.log.last);
    if (reached <= this.stable) return;
    this.stable = reached;
    this.deliver();
    this.log.compact(this.delivered);
  }

  // ── down and up the tree ──

  /** Entries from `first` on to everybody below, and what is stable. */
  #spread(first: number): void {
    for (const child of this.#subtree.children) this.#sendEntries(child, first);
  }

  /** What is in the log no more was acknowledged by all: who seems to want it says so late. */
  #sendEntries(child: number, first: number): void {
    const { epoch } = this.#view;
    for (let from = Math.max(first, this.log.base + 1); ; ) {
      const entries = this.log.from(from, partBytes);
      this.port.send(child, { kind: "entries", epoch, first: from, stable: this.stable, entries });
      from += entries.length;
      if (from > this.log.last) return;
    }
  }

  #acknowledge(asks: boolean = false): void {
    if (this.#subtree.parent < 0) return;
    const { last } = this.log;
    const [voted, refusedBy] = this.#votes();
    this.port.send(this.#subtree.parent, {
      ...{ kind: "ack", epoch: this.#view.epoch, asks, have: last, all: this.#subtree.all(last), stable: this.stable },
      ...{ voted, refusedBy },
    });
  }

  #acceptEntries(from: number, { first, stable, entries }: MessageOf<"entries">): void {
    if (from !== this.#subtree.parent || !this.#isSynced) return;
    const fresh = this.log.last + 1;
    const [voted] = this.#votes();
    for (const [place, entry] of entries.entries()) if (first + place === this.log.last + 1) this.log.append(entry);
    const before = this.stable;
    this.#advance(stable);
    const hasNews = this.log.last >= fresh;
    if (hasNews || this.stable > before) this.#spread(fresh);
    // A gap is told of, too: the parent then sends what is missing.
    const isGap = first > fresh;
    if (hasNews || isGap || entries.length > 0 || this.#votes()[0] !== voted) this.#acknowledge(isGap);
    this.#arm();
  }

  #acceptAck(from: number, ack: MessageOf<"ack">): void {
    if (!this.#isSynced || !this.#subtree.children.includes(from) || ack.have > this.log.last) return;
    const before = this.#subtree.all(this.log.last);
    const [voted] = this.#votes();
    const isFirst = this.#subtree.has(from) === null;
    this.#subtree.accept(from, ack);
    if (isFirst || ack.asks) this.#supplyMissing(from, ack);
    if (this.leads) this.#proceed();
    else if (this.#subtree.all(this.log.last) > before || this.#votes()[0] !== voted) this.#acknowledge();
  }

  #supplyMissing(child: number, { have, stable }: MessageOf<"ack">): void {
    if (have < this.log.last) this.#sendEntries(child, have + 1);
    else if (stable < this.stable) this.#sendEntries(child, this.log.last + 1);
  }

  /** What was not answered is said again. */
  #remind(): void {
    for (const child of this.#subtree.children) {
      const have = this.#subtree.has(child);
      if (have === null) this.#poke(child);
      else if (have < this.log.last) this.#sendEntries(child, have + 1);
    }
    this.#acknowledge(true);
  }

  /** A gap, which the child tells of, and so says how far it is. */
  #poke(child: number): void {
    const { epoch } = this.#view;
    this.port.send(child, { kind: "entries", epoch, first: this.log.last + 2, stable: this.stable, entries: [] });
  }

  // ── a new epoch ──

  #seek(): void {
    if (this.#sequencer === this.group.core) this.#acceptReport(this.group.core, this.#position);
    else this.#report();
    this.#arm();
  }

  #report(): void {
    if (this.#sequencer === this.group.core) return;
    this.port.send(this.#sequencer, { kind: "report", epoch: this.#view.epoch, ...this.#position });
  }

  #acceptReport(from: number, { lineage, last }: Position): void {
    if (this.#sequencer !== this.group.core) return;
    if (this.#isSynced || this.#isLost) {
      if (from !== this.group.core) this.#start(from);
      return;
    }
    this.#reports.set(from, { lineage, last });
    if (this.#catchUp !== null || this.#members.some((member) => !this.#reports.has(member))) return;
    this.#takeOver();
  }

  /** All have reported: takes over the best log. */
  #takeOver(): void {
    const own = this.#position;
    let source = this.group.core;
    let best = own;
    for (const [core, position] of this.#reports) {
      if (!isBetter(position, best)) continue;
      best = position;
      source = core;
    }
    if (best.lineage === blank) this.#giveUp();
    else if (source === this.group.core) this.#establish(best.lineage);
    else this.#begin(source, best);
  }

  /** The sequencer's log is the one. */
  #establish(lineage: number): void {
    this.#origin = lineage;
    this.#lineage = this.#view.epoch;
    for (const member of this.#reports.keys()) if (member !== this.group.core) this.#start(member);
    this.port.ready();
    this.#proceed();
  }

  #start(to: number): void {
    const lineage = this.#isLost ? blank : this.#origin;
    this.port.send(to, { kind: "start", epoch: this.#view.epoch, lineage, last: this.log.last });
  }

  #acceptStart(from: number, { lineage, last }: Position): void {
    if (from !== this.#sequencer || this.#isSynced || this.#catchUp !== null) return;
    if (lineage === blank) this.#giveUp();
    else this.#begin(from, { lineage, last });
  }

  #begin(source: number, { lineage, last }: Position): void {
    const after = this.#lineage === lineage ? Math.min(this.log.last, last) : this.delivered;
    this.#origin = lineage;
    this.#catchUp = new CatchUp(source, this.#view.epoch, after, last, this.group.snapshotBytes);
    this.#continue(after);
    this.#arm();
  }

  #continue(after: number): void {
    this.#joint = after;
    const missed = this.#catchUp?.missed ?? null;
    if (missed !== null) this.#adopt(missed);
    else if (this.#catchUp !== null) this.port.send(this.#catchUp.source, this.#catchUp.request);
  }

  #acceptPart(from: number, part: Part): void {
    if (this.#catchUp?.source !== from || !this.#catchUp.accept(part)) return;
    this.#continue(this.#joint);
  }

  #adopt({ snapshot, entries }: Missed): void {
    this.#catchUp = null;
    if (snapshot !== null && !this.#install(snapshot)) return;
    if (snapshot === null) this.log.truncate(this.#joint);
    for (const entry of entries) this.log.append(entry);
    if (this.#sequencer === this.group.core) this.#establish(this.#origin);
    else {
      this.#lineage = this.#view.epoch;
      this.port.ready();
      this.#acknowledge();
      this.#arm();
    }
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

  /** The state is lost: every replica that had it is gone. */
  #giveUp(): void {
    this.#isLost = true;
    if (this.#sequencer !== this.group.core) return;
    this.port.lost();
    for (const member of this.#reports.keys()) if (member !== this.group.core) this.#start(member);
  }

  /** It was excluded, and others may have gone on without it: what it knows is worth nothing. */
  #forget(): void {
    this.#lineage = blank;
    this.log.reset(0, 0);
    this.stable = 0;
    this.delivered = 0;
  }

  // ── who takes part ──

  #arrange(): Subtree {
    const { core, tree } = this.group;
    this.#members = membersOf(this.group, this.#view);
    this.#sequencer = this.#chooseSequencer();
    return new Subtree(core, new Tree(tree, new Set(this.#members), this.#sequencer));
  }

  /** Who has never been away before the others; then the plan's choice, and the order of its tree. */
  #chooseSequencer(): number {
    const { leader, tree } = this.group;
    const age = (core: number): number => this.#view.incarnations.get(core) ?? 0;
    const candidates = [leader, ...tree.cores, ...this.#members].filter((core) => this.#members.includes(core));
    return candidates.reduce((best, core) => (age(core) < age(best) ? core : best), candidates[0] ?? -1);
  }

  get #isMember(): boolean {
    return this.#members.includes(this.group.core);
  }

  get #isSynced(): boolean {
    return this.#lineage === this.#view.epoch;
  }

  get #position(): Position {
    return { lineage: this.#lineage, last: this.log.last };
  }

  /** Asks to be woken while something is open. */
  #arm(): void {
    const { last } = this.log;
    const isOpen = this.#isSynced ? last > this.delivered || last > this.#subtree.all(last) : !this.#isLost;
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
        this.#acceptReport(from, message);
        return true;
      case "start":
        this.#acceptStart(from, message);
        return true;
      case "fetch":
        this.#supplyTo(from, message);
        return true;
      case "logPart":
      case "snapshotPart":
        this.#acceptPart(from, message);
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

function isSame(one: Proposal, other: Proposal): boolean {
  return one.sequence === other.sequence && one.core === other.core && one.incarnation === other.incarnation;
}

function isBetter(one: Position, other: Position): boolean {
  return one.lineage === other.lineage ? one.last > other.last : one.lineage > other.lineage;
}
