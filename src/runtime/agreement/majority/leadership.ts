import { partBytes } from "../catch-up.ts";
import type { Message, Server } from "../messages.ts";
import { type AgreementView, type Group, membersOf, type Proposal } from "../protocol.ts";
import { hasServer, isEven, isSameServer, quorumOf, reachedByQuorum } from "./quorum.ts";
import type { ServerLog } from "./server-log.ts";

/** Entries that are in the log and not committed, at most; others are proposed again by who wants them. */
const window = 64;
/** Reads that wait for their round, at most. */
const mostReads = 1024;

/** Nothing was heard of a server's log. */
const unknown = -1;

/** How far a server, or one that is to become one, has come. */
interface Progress {
  readonly server: Server;
  /** Its log is known to be the leader's up to there. */
  match: number;
  /** What it is sent next. */
  next: number;
  /** The last round of messages it has answered. */
  round: number;
}

interface Read {
  readonly round: number;
  readonly index: number;
  readonly from: Server;
  readonly ticket: number;
}

type Between<Kind> = Extract<Message, { kind: Kind }>;

/** What a leader asks of its server. */
export interface LeadershipOwner {
  readonly server: Server;
  readonly log: ServerLog;
  readonly term: number;
  /** Fills in who and when. */
  send(to: Server, message: WithoutHeader<Message>): void;
  readable(to: Server, ticket: number, index: number): void;
  mayLeave(to: Server, core: number): void;
}

/** A message without what every message between two servers begins with. */
export type WithoutHeader<M> = M extends { from: number; to: number; term: number }
  ? Omit<M, "from" | "to" | "term">
  : never;

/** A server's time as the leader: it tells the others what its log says, and learns what a quorum has. */
export class Leadership {
  readonly #owner: LeadershipOwner;
  readonly #progress = new Map<number, Progress>();
  readonly #group: Group;
  #view: AgreementView;
  /** Entries before this index are of earlier leaders, and committed only together with it (§5.4.2). */
  readonly #begin: number;
  #round = 0;
  /** Who has answered this round has been there since it last had to be known who is. */
  #rollCall = 0;
  /** A core that is to leave in order; null for none. */
  #leaving: number | null = null;
  #reads: Read[] = [];
  /** Who has asked whether a core may leave, by core: which one. */
  readonly #leaveAsked = new Map<number, { readonly from: Server; readonly core: number }>();

  constructor(owner: LeadershipOwner, group: Group, view: AgreementView, isFirst: boolean) {
    this.#owner = owner;
    this.#group = group;
    this.#view = view;
    // Nobody has led before the first leader, who need not say that it leads.
    if (!isFirst) owner.log.append({ term: owner.term, content: { kind: "nothing" } });
    this.#begin = owner.log.last;
    this.#follow(isFirst ? 0 : unknown);
    if (!isFirst) this.#callRoll();
    this.#settle();
  }

  /** Something is to be said again if nobody answers. */
  get isOpen(): boolean {
    const { log } = this.#owner;
    if (log.commit < log.last || this.#reads.length > 0 || this.#idle !== undefined) return true;
    if (this.#leaving !== null && !this.isDispensable(this.#leaving)) return true;
    return [...this.#progress.values()].some(({ match, server }) => {
      return this.#isThere(server) && (match < log.last || !hasServer(log.servers, server));
    });
  }

  /** Cores whose logs are not what this one is. */
  get awaits(): readonly number[] {
    const { last } = this.#owner.log;
    return [...this.#progress.values()].filter(({ match }) => match < last).map(({ server }) => server.core);
  }

  propose(proposal: Proposal): void {
    const { log, term } = this.#owner;
    if (log.last - log.commit >= window || this.#isUnderWay(proposal)) return;
    log.append({ term, content: { kind: "proposal", proposal } });
    this.spread();
    this.#settle();
  }

  /** What is committed now is what a read sees, once a quorum confirms that this server leads still (Ongaro, 2014, §6.4). */
  read(from: Server, ticket: number): void {
    const { log } = this.#owner;
    if (log.commit < this.#begin || this.#reads.length >= mostReads) return;
    if (this.#reads.some((read) => read.ticket === ticket && isSameServer(read.from, from))) return;
    this.#reads.push({ round: ++this.#round, index: log.commit, from, ticket });
    this.spread();
    this.#answerReads();
  }

  appended(from: Server, { match, last, round }: Between<"appended">): void {
    const progress = this.#progress.get(from.core);
    if (progress === undefined || !isSameServer(progress.server, from)) return;
    const { log } = this.#owner;
    progress.round = Math.max(progress.round, round);
    if (match > log.last || last < -1) return;
    if (match >= 0) {
      progress.match = Math.max(progress.match, match);
      progress.next = Math.max(progress.next, progress.match + 1);
      this.#settle();
      if (progress.next <= this.#lastFor(progress)) this.#send(progress);
    } else {
      progress.next = Math.max(1, progress.match + 1, Math.min(progress.next - 1, last + 1));
      this.#send(progress);
    }
    this.#answerReads();
    this.#answerLeave();
  }

  viewChanged(view: AgreementView): void {
    this.#view = view;
    this.#follow();
    this.#callRoll();
    this.#settle();
  }

  /** It is told of everything, and counts, until it has gone. */
  relinquish(core: number | null): void {
    if (core === this.#leaving) return;
    this.#leaving = core;
    this.#follow();
    this.#callRoll();
    this.#settle();
    this.#answerLeave();
  }

  /** It is answered once it may. */
  askLeave(from: Server, core: number): void {
    this.#leaveAsked.set(from.core, { from, core });
    this.#answerLeave();
  }

  /**
   * Whether the others decide without the one that is to leave: it is none of the servers any more, or those who have
   * answered since that was said are so many that it may go as one who is lost.
   */
  isDispensable(core: number): boolean {
    const { servers, serversAt, commit } = this.#owner.log;
    if (serversAt > commit || commit < this.#begin) return false;
    const rest = servers.filter((server) => server.core !== core);
    if (rest.length === servers.length) return true;
    return core === this.#leaving && !isEven(servers) && this.#countPresent(rest) >= quorumOf(servers);
  }

  /** What nobody has answered goes again. */
  remind(): void {
    for (const progress of this.#progress.values()) {
      if (!this.#isThere(progress.server)) continue;
      progress.next = Math.max(1, progress.match + 1);
      this.#send(progress);
    }
  }

  /** Everything that was not sent yet, and that this server leads, to everybody. */
  spread(): void {
    for (const progress of this.#progress.values()) if (this.#isThere(progress.server)) this.#send(progress);
  }

  // ── who is there ──

  #callRoll(): void {
    this.#rollCall = ++this.#round;
    this.spread();
  }

  /** The servers, and the replicas that are to become some. */
  #follow(match: number = unknown): void {
    const { log, server } = this.#owner;
    const learners = this.#wanted().filter((wanted) => !log.servers.some(({ core }) => core === wanted.core));
    const others = [...log.servers, ...learners].filter((other) => other.core !== server.core);
    for (const [core, { server: known }] of this.#progress) if (!hasServer(others, known)) this.#progress.delete(core);
    for (const other of others) {
      if (this.#progress.has(other.core)) continue;
      this.#progress.set(other.core, { server: other, match, next: log.last + 1, round: 0 });
    }
  }

  /** The replicas of the view, as the servers they are now. */
  #wanted(): readonly Server[] {
    const staying = membersOf(this.#group, this.#view).filter((core) => core !== this.#leaving);
    return staying.map((core) => ({ core, incarnation: this.#view.incarnations.get(core) ?? 0 }));
  }

  #isThere(server: Server): boolean {
    return (
      this.#view.members.has(server.core) && (this.#view.incarnations.get(server.core) ?? 0) === server.incarnation
    );
  }

  /** One server more or less, and the next only when that is committed (Ongaro, 2014, §4.1). */
  #change(): void {
    const { log, server, term } = this.#owner;
    if (log.serversAt > log.commit || log.commit < this.#begin) return;
    const servers = this.#changed(log.servers, server, log.commit);
    if (servers === null) return;
    log.append({ term, content: { kind: "servers", servers } });
    this.#follow();
    this.spread();
    this.#settle();
  }

  /**
   * First goes who is lost or has begun anew, then comes who has nearly all that is committed, then goes who is to leave, who
   * votes until then, and last who has only stood in: no change leaves fewer than there could be. Of an odd number who is to
   * leave stays until it has gone: one server less would bear one loss less, and should another be lost in this very moment,
   * those that are left could neither make the change nor take it back.
   */
  #changed(servers: readonly Server[], self: Server, commit: number): readonly Server[] | null {
    const others = servers.filter((server) => !isSameServer(server, self));
    const gone = others.find((server) => !this.#isThere(server));
    if (gone !== undefined) return servers.filter((server) => server !== gone);
    const stays = (server: Server): boolean => this.#isThere(server) && server.core !== this.#leaving;
    for (const { server, match, round } of this.#progress.values()) {
      // One that is busy is always a little behind those who are not. One that has died may not be known to have.
      const isNear = match >= 0 && match + window >= commit && round >= this.#rollCall;
      if (isNear && stays(server) && !hasServer(servers, server)) return [...servers, server];
    }
    const rest = servers.filter((server) => server !== this.#idle);
    return rest.length < servers.length && this.#areThere(rest) ? rest : null;
  }

  /** A server that could go: the one that is to leave, or one that has stood in for another. */
  get #idle(): Server | undefined {
    const { log, server } = this.#owner;
    const others = log.servers.filter((other) => !isSameServer(other, server));
    const leaver = others.find(({ core }) => core === this.#leaving);
    if (leaver !== undefined && isEven(log.servers)) return leaver;
    const wanted = this.#wanted();
    return others.find((each) => each !== leaver && !hasServer(wanted, each));
  }

  /**
   * Whether those would be enough to decide. One of them may be dead without anybody's knowing, and who is to go, and votes,
   * the only one that is left to decide on that.
   */
  #areThere(servers: readonly Server[]): boolean {
    return this.#countPresent(servers) >= quorumOf(servers);
  }

  /** Those who have answered since it last had to be known who is there. */
  #countPresent(servers: readonly Server[]): number {
    const { server } = this.#owner;
    const present = servers.filter(
      (other) => isSameServer(other, server) || this.#matchOf(other, ({ round }) => round) >= this.#rollCall,
    );
    return present.length;
  }

  // ── what a quorum has ──

  #settle(): void {
    const { log, term, server } = this.#owner;
    const reached = reachedByQuorum(log.servers, (other) => {
      return isSameServer(other, server) ? log.last : this.#matchOf(other, ({ match }) => match);
    });
    const isOfTerm = reached > log.commit && log.entries.termAt(reached) === term;
    if (isOfTerm && log.commitTo(reached)) this.spread();
    this.#change();
  }

  #matchOf(server: Server, valueFor: (progress: Progress) => number): number {
    const progress = this.#progress.get(server.core);
    return progress !== undefined && isSameServer(progress.server, server) ? valueFor(progress) : -1;
  }

  #answerReads(): void {
    if (this.#reads.length === 0) return;
    const { log, server } = this.#owner;
    const round = reachedByQuorum(log.servers, (other) => {
      return isSameServer(other, server) ? this.#round : this.#matchOf(other, (progress) => progress.round);
    });
    const done = this.#reads.filter((read) => read.round <= round);
    this.#reads = this.#reads.filter((read) => read.round > round);
    for (const { from, ticket, index } of done) this.#owner.readable(from, ticket, index);
  }

  #answerLeave(): void {
    for (const [key, { from, core }] of this.#leaveAsked) {
      if (!this.isDispensable(core)) continue;
      this.#leaveAsked.delete(key);
      this.#owner.mayLeave(from, core);
    }
  }

  #isUnderWay({ core, incarnation, sequence }: Proposal): boolean {
    const { entries, last, commit } = this.#owner.log;
    for (let index = last; index > commit; index--) {
      const content = entries.at(index)?.content;
      if (content?.kind !== "proposal") continue;
      const { proposal } = content;
      if (proposal.sequence === sequence && proposal.core === core && proposal.incarnation === incarnation) return true;
    }
    return false;
  }

  /**
   * Who is to become a server has only what is committed: with more it could refuse its vote to the only one that can be
   * elected, and could not be elected itself.
   */
  #lastFor({ server }: Progress): number {
    const { servers, last, commit } = this.#owner.log;
    return hasServer(servers, server) ? last : commit;
  }

  #send(progress: Progress): void {
    const { log } = this.#owner;
    const last = this.#lastFor(progress);
    const previous = Math.min(progress.next, last + 1) - 1;
    if (previous < log.entries.base) {
      this.#owner.send(progress.server, { kind: "behind", base: log.entries.base });
      return;
    }
    const entries = log.entries.from(previous + 1, partBytes, last);
    progress.next = previous + 1 + entries.length;
    this.#owner.send(progress.server, {
      ...{ kind: "append", previous, previousTerm: log.entries.termAt(previous), commit: log.commit },
      ...{ round: this.#round, entries },
    });
  }
}
