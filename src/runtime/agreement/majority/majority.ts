import { CatchUp, type Part, Supply } from "../catch-up.ts";
import type { Message, MessageOf, Server } from "../messages.ts";
import {
  type AgreementView,
  type Group,
  mayHaveReplica,
  type Proposal,
  type Protocol,
  type ProtocolPort,
  type Standing,
} from "../protocol.ts";
import { Bereavement, type BereavementOwner } from "./bereavement.ts";
import { Departure } from "./departure.ts";
import { Election } from "./election.ts";
import { Leadership, type LeadershipOwner, type WithoutHeader } from "./leadership.ts";
import { Patience } from "./patience.ts";
import { PendingReads } from "./pending-reads.ts";
import { hasServer, isSameServer } from "./quorum.ts";
import { ServerLog } from "./server-log.ts";

type BetweenServers = Extract<Message, { term: number; from: number; to: number }>;

/**
 * Agreement by majority: Raft (Ongaro and Ousterhout, "In search of an understandable consensus algorithm", USENIX ATC 2014,
 * §5, with log compaction by snapshots, §7), with pre-vote, reads by read index and one change of servers at a time as in
 * Ongaro, "Consensus: bridging theory and practice" (Stanford 2014), §9.6, §6.4 and §4.1; a leader changes servers only once
 * it has committed an entry of its own term (Ongaro, "bug in single-server membership changes", raft-dev 2015).
 *
 * Kernels have no disk. A server is therefore a core and its incarnation: a kernel that has started anew is another server,
 * has no vote that it could have given before, and becomes a server by a change like any other. The agreed view of the
 * membership only suggests who is gone and who has come; what it says is proposed by the leader, and decides nothing else.
 *
 * Nothing is sent while nothing is to be agreed. Who wants something and hears nothing of the leader for a while, or hears
 * from the view that it is gone, stands for election; the first term's leader is the plan's.
 */
export class Majority implements Protocol, LeadershipOwner, BereavementOwner {
  readonly appliesAgreed = true;
  readonly log: ServerLog;
  readonly #group: Group;
  readonly #port: ProtocolPort;
  readonly #supply: Supply;
  readonly #bereavement: Bereavement;
  #view: AgreementView;
  #term = 1;
  #votedFor: Server | null = null;
  /** Its core; -1 while it is not known. */
  #leader: number;
  #leadership: Leadership | null = null;
  #election: Election | null = null;
  #catchUp: CatchUp | null = null;
  readonly #patience: Patience;
  readonly #departure = new Departure();
  readonly #reads: PendingReads;

  constructor(group: Group, port: ProtocolPort) {
    this.#group = group;
    this.#port = port;
    this.#view = group.view;
    this.#leader = group.joins ? -1 : group.leader;
    if (group.joins) this.#term = 0;
    const servers = group.joins ? [] : group.replicas.map((core) => this.#serverOf(core));
    this.log = new ServerLog(port, servers, group.retained);
    this.#supply = new Supply(this.log.entries, () => this.log.take());
    this.#bereavement = new Bereavement(group, port, this);
    this.#patience = new Patience(group.core);
    this.#reads = new PendingReads((ticket) => port.readable(ticket));
    if (this.#leader >= 0) this.#votedFor = this.#serverOf(this.#leader);
    if (this.#leader === group.core) this.#lead(true);
  }

  /** Cores of the servers that decide now, by what this one knows. */
  get deciders(): readonly number[] {
    return this.log.servers.map(({ core }) => core);
  }

  /** Before others have agreed that it is a server, a new leader may not know of it. */
  get holds(): boolean {
    return hasServer(this.log.agreedServers, this.server);
  }

  get isLost(): boolean {
    return this.#bereavement.isCertain;
  }

  get standing(): Standing {
    const { last, commit } = this.log;
    return { role: this.#role, epoch: this.#term, last, applied: commit, awaits: this.#awaits };
  }

  get #role(): Standing["role"] {
    if (this.isLost) return "lost";
    if (this.#leadership !== null) return "leads";
    if (this.#election !== null) return "stands";
    return hasServer(this.log.servers, this.server) ? "follows" : "joins";
  }

  get #awaits(): readonly number[] {
    if (this.isLost) return [];
    if (this.#leadership !== null) return this.#leadership.awaits;
    if (this.#catchUp !== null) return [this.#catchUp.source];
    const others = this.deciders.filter((core) => core !== this.#group.core);
    if (this.#election !== null) return others;
    return this.#leader >= 0 && this.#isRestless ? [this.#leader] : [];
  }

  get term(): number {
    return this.#term;
  }

  get leads(): boolean {
    return this.#leadership !== null;
  }

  get server(): Server {
    return this.#serverOf(this.#group.core);
  }

  get servers(): readonly Server[] {
    return this.log.servers;
  }

  propose(proposal: Proposal): boolean {
    if (this.#leadership !== null) {
      this.#order(proposal);
    } else if (this.#leader >= 0) {
      this.#port.send(this.#leader, { kind: "forward", epoch: this.#term, proposal });
    }
    this.#want();
    return this.#leader >= 0;
  }

  readonly read = (ticket: number): boolean => {
    if (this.#leadership !== null) this.#leadership.read(this.server, ticket);
    else if (this.#leader >= 0) this.send(this.#serverOf(this.#leader), { kind: "askRead", ticket });
    this.#want();
    return this.#leader >= 0;
  };

  receive(from: number, message: Message): boolean {
    if (!mayHaveReplica(this.#group, from)) return false;
    if ("term" in message && "from" in message) return this.#receiveServers(from, message);
    switch (message.kind) {
      case "forward":
        this.#order(message.proposal);
        this.#arm();
        return true;
      case "fetch":
        this.#supplyTo(from, message);
        return true;
      case "logPart":
      case "snapshotPart":
        this.#acceptPart(from, message);
        return true;
      case "bereft":
        this.#bereavement.heard(from, message);
        return true;
      default:
        return false;
    }
  }

  expire(): void {
    if (this.#leadership !== null) this.#leadership.remind();
    else if (this.#catchUp !== null) this.#port.send(this.#catchUp.source, this.#catchUp.request);
    if (this.#leadership === null && this.#isRestless && this.#patience.isOver(this.#term)) this.#stand(true);
    this.#bereavement.ask();
    if (this.#departure.isAsked) this.#askLeave();
    this.#arm();
  }

  watch(): void {
    this.#arm();
  }

  viewChanged(view: AgreementView): void {
    if (view.epoch <= this.#view.epoch) return;
    const { core } = this.#group;
    const isAnother = view.incarnations.get(core) !== this.#view.incarnations.get(core);
    const leader = this.#leader < 0 ? null : this.#serverOf(this.#leader);
    this.#view = view;
    this.#departure.reset();
    if (isAnother) this.#forget();
    else if (leader !== null && !this.isThere(leader)) this.#lose();
    if (this.#catchUp !== null && !view.members.has(this.#catchUp.source)) this.#catchUp = null;
    this.#supply.keep((other) => view.members.has(other));
    this.#leadership?.viewChanged(view);
    this.#bereavement.viewChanged(view);
    this.#arm();
  }

  /**
   * Of an even number of servers the leader removes who is to leave as one who is gone, but while that one still votes: so two
   * can come to be one (Ongaro, 2014, §4.1: servers decide by the latest entry, and the majorities before and after have one in
   * common). Of an odd number it stays until it has gone, and the others hear of the leader whether they are enough. A leader
   * that is to leave orders nothing more, and the first of the others takes over (as by §3.10).
   */
  relinquish(core: number | null): void {
    this.#departure.begin(core);
    this.#leadership?.relinquish(core);
    const isOver = this.#leader < 0 || this.#leader === core;
    if (core !== null && isOver && this.#election === null && this.#isFirst) this.#stand(false);
    if (this.#departure.isOpen) this.#askLeave();
    this.#arm();
  }

  /** Only the leader knows: it may have made a server of that core, of which others have not heard yet. */
  isDispensable(core: number): boolean {
    if (this.isLost || !hasServer(this.log.servers, this.server)) return true;
    if (this.#leadership !== null) return this.#leadership.isDispensable(core);
    return this.#departure.isGranted(core);
  }

  #askLeave(): void {
    const { core } = this.#departure;
    if (core === null || this.#leadership !== null || this.isDispensable(core)) return;
    this.#want();
    if (this.#leader < 0) return;
    this.#departure.ask();
    this.send(this.#serverOf(this.#leader), { kind: "askLeave", core });
  }

  #order(proposal: Proposal): void {
    if (this.#departure.core === this.#group.core || this.#port.isApplied(proposal)) return;
    this.#leadership?.propose(proposal);
  }

  /** Whether it is the first of the servers that are there, and stay. */
  get #isFirst(): boolean {
    const first = this.log.servers.find((server) => this.isThere(server) && server.core !== this.#departure.core);
    return first !== undefined && isSameServer(first, this.server);
  }

  // ── what its leadership asks ──

  send(to: Server, message: WithoutHeader<BetweenServers>): void {
    const { incarnation } = this.server;
    this.#port.send(to.core, { ...message, from: incarnation, to: to.incarnation, term: this.#term });
  }

  readable(to: Server, ticket: number, index: number): void {
    if (isSameServer(to, this.server)) this.#reads.expect(ticket, index, this.log.commit);
    else this.send(to, { kind: "readFrom", ticket, index });
  }

  mayLeave(to: Server, core: number): void {
    this.send(to, { kind: "mayLeave", core });
  }

  // ── what servers say ──

  #receiveServers(core: number, message: BetweenServers): boolean {
    const from = { core, incarnation: message.from };
    if (message.to !== this.server.incarnation || this.#isGone(from)) return true;
    if (message.term > this.#term) this.#follow(message.term, -1);
    this.#act(from, message);
    this.#arm();
    return true;
  }

  #act(from: Server, message: BetweenServers): void {
    switch (message.kind) {
      case "askVote":
        this.#askedForVote(from, message);
        return;
      case "vote":
        this.#counted(from, message);
        return;
      case "append":
        this.#accept(from, message);
        return;
      case "appended":
        if (message.term === this.#term) this.#leadership?.appended(from, message);
        return;
      case "behind":
        this.#fallBehind(from, message);
        return;
      case "askRead":
        if (message.term === this.#term) this.#leadership?.read(from, message.ticket);
        return;
      case "readFrom":
        if (message.term === this.#term) this.#reads.expect(message.ticket, message.index, this.log.commit);
        return;
      case "askLeave":
        if (message.term === this.#term) this.#leadership?.askLeave(from, message.core);
        return;
      case "mayLeave":
        if (message.term === this.#term && from.core === this.#leader) this.#departure.grant(message.core);
        return;
    }
  }

  // ── elections ──

  #stand(isTrial: boolean): void {
    this.#patience.renew();
    if (!hasServer(this.log.servers, this.server)) return;
    if (!isTrial) {
      this.#follow(this.#term + 1, -1);
      this.#votedFor = this.server;
    }
    this.#election = new Election(isTrial, this.log.servers, this.server);
    const { last, lastTerm } = this.log;
    for (const server of this.log.servers) {
      if (!isSameServer(server, this.server)) this.send(server, { kind: "askVote", isTrial, last, lastTerm });
    }
    this.#conclude();
  }

  #askedForVote(from: Server, { isTrial, term, last, lastTerm }: MessageOf<"askVote">): void {
    if (term < this.#term) {
      this.send(from, { kind: "vote", isTrial, isFor: false });
      return;
    }
    if (isTrial && this.#leadership !== null) {
      // The leader is there: its followers need only hear of it.
      this.#leadership.remind();
      return;
    }
    const isUpToDate = lastTerm > this.log.lastTerm || (lastTerm === this.log.lastTerm && last >= this.log.last);
    const isFree = isTrial || this.#votedFor === null || isSameServer(this.#votedFor, from);
    const isFor = isUpToDate && isFree;
    if (isFor && !isTrial) this.#votedFor = from;
    // Who has more of the log need not wait until that one has failed.
    if (!isUpToDate && !isTrial && this.#leader < 0 && this.#election === null) this.#stand(false);
    if (isFor) this.#patience.renew();
    this.send(from, { kind: "vote", isTrial, isFor });
  }

  #counted(from: Server, { isTrial, term, isFor }: MessageOf<"vote">): void {
    const election = this.#election;
    if (!isFor || term !== this.#term || election?.isTrial !== isTrial) return;
    election.count(from);
    this.#conclude();
  }

  #conclude(): void {
    if (this.#election?.isWon !== true) return;
    const { isTrial } = this.#election;
    this.#election = null;
    if (isTrial) this.#stand(false);
    else this.#lead(false);
  }

  #lead(isFirst: boolean): void {
    this.#leader = this.#group.core;
    this.#patience.heard();
    this.#catchUp = null;
    this.#leadership = new Leadership(this, this.#group, this.#view, isFirst);
    this.#leadership.relinquish(this.#departure.core);
    if (!isFirst) this.#port.ready();
  }

  /** Another leads in this term, or nobody whom one knew of. */
  #follow(term: number, leader: number): void {
    if (term > this.#term) this.#votedFor = null;
    if (term > this.#term || leader !== this.#leader) this.#catchUp = null;
    this.#term = term;
    this.#leadership = null;
    this.#supply.forget();
    this.#election = null;
    const isNew = leader >= 0 && leader !== this.#leader;
    this.#leader = leader;
    this.#departure.reset();
    if (isNew) this.#port.ready();
  }

  /**
   * The leader is gone, says the view. The first of the servers that are left stands at once, so that nobody waits for an
   * alarm; should another have more of the log, that one's time comes as ever.
   */
  #lose(): void {
    this.#follow(this.#term, -1);
    this.#patience.shorten(this.#term);
    if (this.#isFirst) this.#stand(false);
  }

  #forget(): void {
    this.log.forget();
    this.#follow(0, -1);
    this.#votedFor = null;
    this.#reads.forget();
  }

  // ── following ──

  #accept(from: Server, message: MessageOf<"append">): void {
    if (message.term < this.#term) {
      this.send(from, { kind: "appended", match: -1, last: this.log.last, round: 0 });
      return;
    }
    this.#hear(from);
    const { previous, previousTerm, commit, round, entries } = message;
    const { log } = this;
    const isOld = previous < log.commit;
    if (!isOld && log.entries.termAt(previous) !== previousTerm) {
      // Terms of what is not committed may differ: the leader looks for where they agree.
      const last = Math.min(log.last, previous - 1);
      this.send(from, { kind: "appended", match: -1, last, round });
      return;
    }
    log.accept(previous, entries);
    const match = Math.max(log.commit, previous + entries.length);
    const isNews = log.commitTo(Math.min(commit, match));
    if (isNews) this.#reads.answer(log.commit);
    if (!isNews || entries.length > 0) this.send(from, { kind: "appended", match, last: log.last, round });
  }

  #hear(from: Server): void {
    if (this.#leader !== from.core || this.#election !== null) this.#follow(this.#term, from.core);
    this.#patience.heard();
  }

  #fallBehind(from: Server, { term, base }: MessageOf<"behind">): void {
    if (term !== this.#term) return;
    this.#hear(from);
    if (base <= this.log.commit) {
      this.send(from, { kind: "appended", match: this.log.commit, last: this.log.last, round: 0 });
      return;
    }
    if (this.#catchUp !== null) return;
    this.#catchUp = new CatchUp(from.core, this.#term, this.log.commit, base, this.#group.snapshotBytes);
    this.#port.send(from.core, this.#catchUp.request);
  }

  #supplyTo(from: number, message: MessageOf<"fetch">): void {
    if (message.epoch !== this.#term || this.#leadership === null) return;
    const part = this.#supply.answer(from, message);
    if (part !== null) this.#port.send(from, part);
  }

  #acceptPart(from: number, part: Part): void {
    if (part.epoch !== this.#term || this.#catchUp?.source !== from || !this.#catchUp.accept(part)) return;
    this.#patience.renew();
    const { missed } = this.#catchUp;
    if (missed === null) {
      this.#port.send(from, this.#catchUp.request);
      return;
    }
    this.#catchUp = null;
    if (missed.snapshot === null || missed.snapshot.index <= this.log.commit) return;
    if (!this.log.install(missed.snapshot)) return;
    this.#reads.answer(this.log.commit);
    this.send(this.#serverOf(from), { kind: "appended", match: this.log.last, last: this.log.last, round: 0 });
  }

  // ── time ──

  /** Somebody waits for the leader. */
  #want(): void {
    if (this.#leadership === null) this.#patience.want();
    this.#arm();
  }

  /** Whether there should be a leader's word. */
  get #isRestless(): boolean {
    if (this.isLost) return false;
    return this.#patience.waits || this.#leader < 0 || this.log.last > this.log.commit || this.#election !== null;
  }

  #arm(): void {
    const isOpen = this.#leadership?.isOpen ?? (this.#isRestless || this.#catchUp !== null);
    if (isOpen || this.#bereavement.isOpen || this.#departure.isAsked) this.#port.alarm(this.#group.patience);
  }

  // ── who is who ──

  #serverOf(core: number): Server {
    return { core, incarnation: this.#view.incarnations.get(core) ?? 0 };
  }

  isThere({ core, incarnation }: Server): boolean {
    return this.#view.members.has(core) && this.#serverOf(core).incarnation === incarnation;
  }

  #isGone({ core, incarnation }: Server): boolean {
    const latest = this.#serverOf(core).incarnation;
    return incarnation < latest || (incarnation === latest && !this.#view.members.has(core));
  }
}
