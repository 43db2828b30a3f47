import type { MessageOf, Server } from "../messages.ts";
import type { Group, Proposal, ProtocolPort, Standing } from "../protocol.ts";
import { Ballot } from "./ballot.ts";
import type { Departure } from "./departure.ts";
import { Elections, type ElectionsOwner } from "./elections.ts";
import { Following } from "./following.ts";
import { Leadership } from "./leadership.ts";
import { type BetweenServers, Outbox } from "./outbox.ts";
import { Patience } from "./patience.ts";
import type { PendingReads } from "./pending-reads.ts";
import type { Presence } from "./presence.ts";
import { hasServer, isSameServer } from "./quorum.ts";
import type { ServerLog } from "./server-log.ts";

/** What a server is in its term, leader, follower or candidate, and how it comes to be another (Raft, 2014, §5.1, figure 4). */
export class Role implements ElectionsOwner {
  readonly #group: Group;
  readonly #port: ProtocolPort;
  readonly #presence: Presence;
  readonly #log: ServerLog;
  readonly #reads: PendingReads;
  readonly #departure: Departure;
  readonly #ballot: Ballot;
  readonly #outbox: Outbox;
  readonly #patience: Patience;
  readonly #elections: Elections;
  /** Null while another leads, or nobody. */
  #leadership: Leadership | null = null;
  /** Null while nobody else is known to lead. */
  #following: Following | null = null;

  constructor(
    group: Group,
    port: ProtocolPort,
    presence: Presence,
    log: ServerLog,
    reads: PendingReads,
    departure: Departure,
  ) {
    this.#group = group;
    this.#port = port;
    this.#presence = presence;
    this.#log = log;
    this.#reads = reads;
    this.#departure = departure;
    const first = group.joins ? null : presence.serverOf(group.leader);
    this.#ballot = new Ballot(first === null ? 0 : 1, first);
    this.#outbox = new Outbox(port, presence, this.#ballot);
    this.#patience = new Patience(group.core);
    this.#elections = new Elections(this.#ballot, log, presence, this.#outbox, this.#patience, this);
    if (first?.core === group.core) this.#lead(true);
    else if (first !== null) this.#following = this.#followingOf(first);
  }

  get term(): number {
    return this.#ballot.term;
  }

  get name(): Exclude<Standing["role"], "lost"> {
    if (this.#leadership !== null) return "leads";
    if (this.#elections.stands) return "stands";
    return hasServer(this.#log.servers, this.#presence.self) ? "follows" : "joins";
  }

  /** Whether it leads, or knows who does. */
  get isLed(): boolean {
    return this.#leadership !== null || this.#following !== null;
  }

  /** Null while this server does not lead. */
  get leadership(): Leadership | null {
    return this.#leadership;
  }

  /** Whether it asks for something, or there should be a leader's word. */
  get isOpen(): boolean {
    return this.#leadership?.isOpen ?? (this.#isRestless || this.catchesUp);
  }

  /** Whether it is being given the leader's state. */
  get catchesUp(): boolean {
    return this.#following?.catchesUp === true;
  }

  /** Cores of which it waits to hear something. */
  get awaits(): readonly number[] {
    if (this.#leadership !== null) return this.#leadership.awaits;
    const leader = this.#following === null ? [] : [this.#following.leader.core];
    if (this.#elections.stands && !this.catchesUp) return this.#otherServers;
    return this.catchesUp || this.#isRestless ? leader : [];
  }

  // ── what is wanted of the leader ──

  /** Says it to the leader, who may be this server. */
  forward(proposal: Proposal): void {
    const { term } = this.#ballot;
    if (this.#following !== null)
      this.#port.send(this.#following.leader.core, { kind: "forward", epoch: term, proposal });
    else this.order(proposal);
  }

  order(proposal: Proposal): void {
    if (this.#departure.core === this.#group.core || this.#port.isApplied(proposal)) return;
    this.#leadership?.propose(proposal);
  }

  read(ticket: number): void {
    this.#leadership?.read(this.#presence.self, ticket);
    if (this.#following !== null) this.#outbox.send(this.#following.leader, { kind: "askRead", ticket });
  }

  /** Asks whether the core that is to leave may; false while there is nobody to ask. */
  askLeave(core: number): boolean {
    if (this.#following !== null) this.#outbox.send(this.#following.leader, { kind: "askLeave", core });
    return this.#following !== null;
  }

  /** Somebody waits for the leader. */
  want(): void {
    if (this.#leadership === null) this.#patience.want();
  }

  // ── what servers say ──

  /** False where it is not heard, since it is for another incarnation, or of one who is gone. */
  receive(core: number, message: BetweenServers): boolean {
    const from = { core, incarnation: message.from };
    if (message.to !== this.#presence.self.incarnation || this.#presence.isGone(from)) return false;
    if (message.term > this.term) this.enter(message.term);
    if (message.kind === "askVote") this.#askedForVote(from, message);
    else if (message.kind === "append" && message.term < this.term) this.#depose(from);
    else if (message.term === this.term) this.#act(from, message);
    return true;
  }

  #act(from: Server, message: Exclude<BetweenServers, { kind: "askVote" }>): void {
    switch (message.kind) {
      case "vote":
        this.#elections.counted(from, message);
        return;
      case "append":
        this.#hear(from).append(message);
        return;
      case "behind":
        this.#hear(from).fallBehind(message);
        return;
      case "readFrom":
        this.#reads.expect(message.ticket, message.index, this.#log.commit);
        return;
      case "mayLeave":
        if (from.core === this.#leader) this.#departure.grant(message.core);
        return;
      default:
        this.#leadership?.receive(from, message);
    }
  }

  /** A trial need not go on where the leader is there: its followers need only hear of it. */
  #askedForVote(from: Server, message: MessageOf<"askVote">): void {
    const isNow = message.term === this.term;
    if (isNow && message.isTrial && this.#leadership !== null) this.#leadership.remind();
    else this.#elections.askedForVote(from, message, this.isLed);
  }

  /** Who leads in an earlier term is told of this one. */
  #depose(from: Server): void {
    this.#outbox.send(from, { kind: "appended", match: -1, last: this.#log.last, round: 0 });
  }

  /** A part of the leader's state, or of its log. */
  acceptPart(from: number, part: MessageOf<"logPart"> | MessageOf<"snapshotPart">): void {
    if (from === this.#following?.leader.core && this.#following.acceptPart(part)) this.#patience.renew();
  }

  // ── time, and who is there ──

  /** Nothing has gone on: what nobody has answered is said again. */
  remind(): void {
    this.#leadership?.remind();
    this.#following?.remind();
  }

  /** It has waited once more for a word of the leader, and may have done so for long enough. */
  wait(): void {
    if (this.#leadership === null && this.#isRestless && this.#patience.isOver(this.term)) this.#elections.stand(true);
  }

  /** `before`: what this server was in the view before. */
  viewChanged(before: Server): void {
    const leader = this.#leadership === null ? this.#following?.leader : before;
    if (!isSameServer(before, this.#presence.self)) this.#forget();
    else if (leader !== undefined && !this.#presence.isThere(leader)) this.#lose();
    this.#leadership?.viewChanged();
  }

  /** The first of the others takes over from a leader that is to leave (as by §3.10 of Ongaro, 2014). */
  takeOver(leaving: number): void {
    const isOver = !this.isLed || this.#leader === leaving;
    if (isOver && !this.#elections.stands && this.#isFirst) this.#elections.stand(false);
  }

  // ── from one role to another ──

  enter(term: number): void {
    this.#ballot.enter(term);
    this.#resign();
    this.#following = null;
  }

  won(): void {
    this.#lead(false);
    this.#port.ready();
  }

  #lead(isFirst: boolean): void {
    this.#patience.heard();
    this.#following = null;
    this.#leadership = new Leadership(this.#log, this.#presence, this.#outbox, this.#reads, isFirst);
    this.#leadership.relinquish(this.#departure.core);
  }

  /** A word of the leader of this term. */
  #hear(leader: Server): Following {
    const known = this.#following?.leader.core === leader.core ? this.#following : null;
    const following = known ?? this.#followingOf(leader);
    if (known === null || this.#elections.stands) this.#resign();
    this.#following = following;
    if (known === null) this.#port.ready();
    this.#patience.heard();
    return following;
  }

  #followingOf(leader: Server): Following {
    return new Following(leader, this.#log, this.#reads, this.#outbox, this.#group.snapshotBytes);
  }

  /** It neither leads nor stands any more, and what the leader has said of who may leave says nothing. */
  #resign(): void {
    this.#leadership = null;
    this.#elections.end();
    this.#departure.reset();
  }

  /**
   * The leader is gone, says the view. The first of the servers that are left stands at once, so that nobody waits for an
   * alarm; should another have more of the log, that one's time comes as ever.
   */
  #lose(): void {
    this.enter(this.term);
    this.#patience.shorten(this.term);
    if (this.#isFirst) this.#elections.stand(false);
  }

  /** It is another server now, which knows nothing. */
  #forget(): void {
    this.#log.forget();
    this.enter(this.term);
    this.#ballot.forget();
    this.#reads.forget();
  }

  /** A core; -1 while it is not known. */
  get #leader(): number {
    return this.#leadership !== null ? this.#group.core : (this.#following?.leader.core ?? -1);
  }

  get #otherServers(): readonly number[] {
    return this.#log.servers.map(({ core }) => core).filter((core) => core !== this.#group.core);
  }

  /** Whether it is the first of the servers that are there, and stay. */
  get #isFirst(): boolean {
    const stays = (server: Server): boolean => server.core !== this.#departure.core;
    const first = this.#log.servers.find((server) => this.#presence.isThere(server) && stays(server));
    return first !== undefined && isSameServer(first, this.#presence.self);
  }

  /** Whether there should be a leader's word. */
  get #isRestless(): boolean {
    return this.#patience.waits || !this.isLed || this.#log.last > this.#log.commit || this.#elections.stands;
  }
}
