import { BackOff } from "./back-off.ts";
import { type BallotState, Synod } from "./ballot.ts";
import { Chronicle } from "./chronicle.ts";
import { CoreSet } from "./core-set.ts";
import { noView } from "./current-view.ts";
import {
  Evidence,
  type Incarnation,
  isSameView,
  type Neighbours,
  partingsOf,
  type Reach,
  startsOf,
} from "./evidence.ts";
import type { Gossip } from "./gossip.ts";
import type { Placement } from "./placements.ts";
import type { Seats } from "./stand-ins.ts";
import type { Hop, View } from "./view.ts";

/** What a monitor gives its kernel. */
export interface MonitorPort {
  /** False when the neighbour has not taken what it was told before: it is told later, by another {@link Monitor.settle}. */
  send(to: number, gossip: Gossip): boolean;
  /** {@link Monitor.settle} is due at that time; replaces what was asked for before. */
  alarm(at: number): void;
  /** A view that contains this kernel. */
  agreed(view: View): void;
  /**
   * Whether enough members are within reach to agree on anything. While they are too few, and until a view says that they
   * have been: which have been within reach all the time; told whenever that changes.
   */
  quorum(hasQuorum: boolean, within: readonly number[]): void;
  /** The others have agreed to go on without this kernel, or it lags so far behind that it cannot tell old from new. */
  excluded(): void;
}

export interface MonitorOptions {
  readonly core: number;
  /** How often this kernel has started before. */
  readonly incarnation: number;
  readonly neighbours: Neighbours;
  /** Before anything has happened. */
  readonly first: View;
  /**
   * Milliseconds by which each member lets the one before it go first; twice that until a ballot that has decided nothing is
   * followed by another, and ever longer then, as slow links take it ({@link BackOff}).
   */
  readonly retry: number;
  /** Milliseconds to wait for the rest of a failure domain of which something is lost. */
  readonly gather: number;
  /** Milliseconds to wait for all neighbours of a core to miss it, once one does: where each notices at a time of its own. */
  readonly doubt: number;
  /** Cores that may be lost together. */
  readonly domains: readonly (readonly number[])[];
  /** Hops that may be cut together. */
  readonly links: readonly (readonly Hop[])[];
  /** Objects that have replicas, by number; absent where none can be rebuilt elsewhere. */
  readonly objects?: readonly Seats[];
}

/** What a ballot was begun for. */
interface About {
  readonly wish: View;
  readonly dead: readonly number[];
  readonly witnesses: readonly number[];
}

/** Views that a kernel may lag behind and still tell its neighbours' frames apart. */
const mostBehind = 24;

/**
 * The part of a kernel that takes part in agreeing on who takes part: a state machine without a clock, threads or queues.
 * Its inputs are what neighbours tell it and what its host has noticed; after one or more of them comes {@link settle}.
 * What it knows it tells all its neighbours whenever it knows more, and they theirs, so that news need no routes.
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #port: MonitorPort;
  readonly #evidence: Evidence;
  readonly #near: readonly number[];
  readonly #room: number;
  /** Neighbours that are to be told. */
  readonly #untold = new Set<number>();
  /** Those of them that are to answer. */
  readonly #asking = new Set<number>();
  readonly #chronicle: Chronicle;
  readonly #silent = new Set<number>();
  readonly #cut = new Set<number>();
  #version = 0;
  #view: View;
  #synod: Synod;
  #isMember: boolean;
  #hasQuorum: boolean;
  /** Null while all is well; else the members that have been within reach since it was not. */
  #within: ReadonlySet<number> | null = null;
  /** How often it was left among too few. */
  #partings = 0;
  /** Objects that this kernel has the state of again. */
  #holds: readonly number[] = [];
  /** When to begin a ballot; `Infinity` while none is needed. */
  #proposeAt = Number.POSITIVE_INFINITY;
  /** Whether the next ballot waits for more to be missed. */
  #isGathering = false;
  readonly #backOff: BackOff;
  /** Whether more has been heard of a ballot, or of a later one. */
  #hasHeardOfBallot = false;
  /** What the last ballot of this kernel was about. */
  #about: About | null = null;
  #wasExcluded = false;
  #isLeaving = false;

  constructor(options: MonitorOptions, port: MonitorPort) {
    const { core, incarnation, neighbours, first } = options;
    this.#options = options;
    this.#port = port;
    this.#evidence = new Evidence(neighbours, options.objects);
    this.#backOff = new BackOff(2 * options.retry, core, incarnation);
    this.#near = neighbours[core] ?? [];
    this.#room = neighbours.length;
    this.#isMember = incarnation === 0;
    this.#hasQuorum = this.#isMember;
    this.#view = this.#isMember ? first : noView(first);
    this.#chronicle = new Chronicle(mostBehind, this.#isMember ? first : null);
    this.#synod = this.#newSynod();
    if (!this.#isMember) this.#join();
  }

  /** The latest view that it knows, whether this kernel is a member or not. */
  get view(): View {
    return this.#view;
  }

  get isMember(): boolean {
    return this.#isMember;
  }

  /** Whether a neighbour is still to be told something. */
  get owes(): boolean {
    return this.#untold.size > 0;
  }

  // ── what the host has noticed ──

  /** A kernel takes no step any more, for certain. */
  died(core: number, incarnation: number = startsOf(this.#view, core)): void {
    this.#news(this.#evidence.died({ core, incarnation }));
  }

  /** A kernel is about to start on a core. */
  starts(who: Incarnation): void {
    this.#news(this.#evidence.started(who));
  }

  /** This kernel takes no part in anything any more, once its neighbours have been told so. */
  leave(who: Incarnation): void {
    this.#isLeaving = true;
    this.#news(this.#evidence.died(who));
  }

  /** Nothing comes from a neighbour: it is lost, or the way from it. */
  silent(neighbour: number): void {
    if (this.#silent.has(neighbour) || !this.#near.includes(neighbour)) return;
    this.#silent.add(neighbour);
    this.#chronicle.forget(neighbour);
    this.#report();
  }

  /** Something comes from it again. */
  heard(neighbour: number): void {
    if (!this.#silent.delete(neighbour)) return;
    this.#chronicle.forget(neighbour);
    this.#report();
  }

  /** The way to a neighbour and back is cut, or is whole again. */
  cut(neighbour: number, isCut: boolean): void {
    if (this.#cut.has(neighbour) === isCut || !this.#near.includes(neighbour)) return;
    if (isCut) this.#cut.add(neighbour);
    else this.#cut.delete(neighbour);
    this.#chronicle.forget(neighbour);
    this.#report();
  }

  /** This kernel has the state of an object again, for whose replica here another stands in. */
  holds(object: number): void {
    if (this.#holds.includes(object)) return;
    this.#holds = [...this.#holds, object];
    this.#report();
  }

  /** A service is to run elsewhere: the next view is to say so. */
  moves(placement: Placement): void {
    this.#evidence.moves(placement);
  }

  /** Asks a neighbour for a sign of life. */
  ask(neighbour: number): void {
    this.#asking.add(neighbour);
    this.#untold.add(neighbour);
  }

  /** A neighbour has started anew, and knows nothing. */
  forget(neighbour: number): void {
    this.#silent.delete(neighbour);
    this.#chronicle.forget(neighbour);
    this.#untold.delete(neighbour);
    this.#report();
  }

  // ── what neighbours say ──

  receive(from: number, gossip: Gossip): void {
    if (this.#wasExcluded || this.#isLeaving) return;
    const { incarnation, epoch, asks, view } = gossip;
    // What is decided must not be undone by what the dead have said.
    if (this.#evidence.isDead({ core: from, incarnation })) return;
    if (incarnation < startsOf(this.#view, from)) return;
    this.#chronicle.heard(from, epoch);
    if (asks) this.#untold.add(from);
    this.#learn(gossip);
    // It cannot tell old frames from new ones any more.
    if (this.#isMember && epoch - this.#view.epoch > mostBehind) this.#exclude();
    else if (view !== null && view.epoch > this.#view.epoch) this.#adopt(view);
    if (epoch !== this.#view.epoch) this.#untold.add(from);
    else if (gossip.ballot !== null) this.#joinBallot(gossip.ballot);
  }

  /** Does what the inputs since the last one call for; `now` in milliseconds. */
  settle(now: number): void {
    if (this.#wasExcluded) return;
    if (this.#isLeaving) {
      this.#tell();
      return;
    }
    let epoch: number;
    do {
      epoch = this.#view.epoch;
      this.#advance();
      if (this.#wasExcluded) return;
      this.#strive(now);
      this.#advance();
      if (this.#wasExcluded) return;
    } while (this.#view.epoch !== epoch);
    this.#tell();
    this.#port.alarm(this.#proposeAt);
  }

  /** Sees to it that the view becomes what it should be. */
  #strive(now: number): void {
    const reach = this.#evidence.reachOf(this.#options.core, this.#view);
    this.#noteQuorum(reach);
    const rank = reach.members.indexOf(this.#options.core);
    // Without enough others nothing changes before there is news.
    if (!this.#isMember || !reach.hasQuorum || reach.wish === null || rank < 0) {
      this.#rest();
      return;
    }
    this.#planBallot(now, rank, reach.wish);
    this.#yield(now, rank);
    if (now >= this.#proposeAt) this.#insist(now, rank, reach.wish);
  }

  /** The first member begins first. What has become stale is planned anew once, however often it is looked at. */
  #planBallot(now: number, rank: number, wish: View): void {
    const isNew = this.#proposeAt === Number.POSITIVE_INFINITY || (rank === 0 && this.#isStale(wish));
    if (!isNew && !this.#isGathering) return;
    const patience = this.#patienceFor(wish);
    if (!isNew && patience > 0) return;
    this.#proposeAt = now + patience + this.#options.retry * rank;
    this.#isGathering = patience > 0;
    this.#about = null;
  }

  /**
   * A ballot of which more is heard is given time to go on, whoever has begun it: "abandon a proposal if some proposer has
   * begun trying to issue a higher-numbered one" (Lamport, "Paxos made simple", 2001, section 2.2). Of one ballot only so much
   * can be heard.
   */
  #yield(now: number, rank: number): void {
    if (!this.#hasHeardOfBallot) return;
    this.#hasHeardOfBallot = false;
    if (this.#isGathering) return;
    this.#proposeAt = Math.max(this.#proposeAt, now + this.#backOff.wait() + this.#options.retry * rank);
  }

  /** Begins a ballot, in which it says once more what it knows. */
  #insist(now: number, rank: number, wish: View): void {
    this.#proposeAt = now + this.#backOff.waitAfterBegin() + this.#options.retry * rank;
    this.#isGathering = false;
    this.#toldAll();
    const of = (cores: readonly number[]): CoreSet => CoreSet.of(this.#room, cores);
    const about = {
      wish,
      dead: this.#evidence.deadMembers(this.#view),
      witnesses: this.#evidence.witnesses(this.#view),
    };
    this.#about = about;
    this.#synod.begin(of(about.dead), of(about.witnesses));
  }

  #rest(): void {
    this.#proposeAt = Number.POSITIVE_INFINITY;
    this.#hasHeardOfBallot = false;
    this.#about = null;
  }

  /** Whether the ballot that this kernel began is no longer what is called for. */
  #isStale(wish: View | null): boolean {
    const about = this.#about;
    if (about === null || wish === null) return false;
    return (
      !isSameView(about.wish, wish) ||
      about.dead.length !== this.#evidence.deadMembers(this.#view).length ||
      about.witnesses.length !== this.#evidence.witnesses(this.#view).length
    );
  }

  /** Chooses, and goes from view to view, as far as what is known goes. */
  #advance(): void {
    for (let decided = this.#decide(); decided !== null && !this.#wasExcluded; decided = this.#decide()) {
      this.#adopt(decided);
    }
  }

  #decide(): View | null {
    if (this.#synod.mayChoose) {
      const { wish } = this.#evidence.reachOf(this.#options.core, this.#view);
      if (this.#synod.choose(wish)) this.#toldAll();
    }
    return this.#synod.decided;
  }

  #adopt(view: View): void {
    const { core, incarnation } = this.#options;
    const isMember = view.members.has(core) && startsOf(view, core) === incarnation;
    // One that was to join may have been a member, and missed again, before it has heard of either.
    const hasLeft = !isMember && (this.#isMember || startsOf(view, core) >= incarnation);
    if (hasLeft) {
      this.#exclude();
      return;
    }
    this.#view = view;
    this.#chronicle.add(view, this.#near);
    this.#rest();
    this.#backOff.decided();
    this.#isMember = isMember;
    this.#synod = this.#newSynod();
    this.#toldAll();
    if (isMember) this.#port.agreed(view);
  }

  #exclude(): void {
    this.#wasExcluded = true;
    this.#port.excluded();
  }

  #newSynod(): Synod {
    return new Synod(this.#view, this.#options.core, this.#isMember, this.#room);
  }

  #joinBallot(ballot: BallotState): void {
    // What comes from the dead of a ballot is not heeded any more by whoever takes part in it.
    for (const core of ballot.dead) this.#learnOfDeath(core);
    if (!this.#synod.join(ballot)) return;
    this.#hasHeardOfBallot = true;
    this.#toldAll();
  }

  #learnOfDeath(core: number): void {
    if (this.#view.members.has(core)) this.died(core);
  }

  #learn({ reports, dead, started, joining }: Gossip): void {
    for (const report of reports) this.#news(this.#evidence.report(report));
    for (const each of dead) this.#news(this.#evidence.died(each));
    for (const each of started) this.#news(this.#evidence.started(each));
    for (const each of joining) this.#news(this.#evidence.asksToJoin(each));
  }

  #join(): void {
    const { core, incarnation } = this.#options;
    this.#news(this.#evidence.asksToJoin({ core, incarnation }));
  }

  #report(): void {
    const { core, incarnation } = this.#options;
    const silent = [...new Set([...this.#silent, ...this.#cut])].sort((one, other) => one - other);
    const [version, partings, holds] = [++this.#version, this.#partings, this.#holds];
    this.#news(this.#evidence.report({ core, incarnation, version, partings, holds, silent }));
  }

  #news(isNews: boolean): void {
    if (isNews) this.#toldAll();
  }

  #toldAll(): void {
    for (const neighbour of this.#near) this.#untold.add(neighbour);
  }

  #noteQuorum({ hasQuorum, members }: Reach): void {
    if (!this.#isMember) return;
    if (!hasQuorum) this.#part(members);
    // Before the view says so, the others go on with what this kernel has given up.
    else if (this.#knownPartings >= this.#partings && !this.#hasQuorum) {
      this.#hasQuorum = true;
      this.#within = null;
      this.#port.quorum(true, members);
    }
  }

  /** Too few others are left: gives up those out of reach, until a view has told them so. */
  #part(members: readonly number[]): void {
    const before = this.#within;
    const within = new Set(before === null ? members : members.filter((core) => before.has(core)));
    if (this.#knownPartings >= this.#partings) {
      this.#partings = this.#knownPartings + 1;
      this.#report();
    } else if (within.size === before?.size) return;
    this.#within = within;
    this.#hasQuorum = false;
    this.#port.quorum(false, [...within]);
  }

  get #knownPartings(): number {
    return partingsOf(this.#view, this.#options.core);
  }

  /**
   * Milliseconds until more is expected to be missed: the rest of a failure domain or link of which something is lost, or a
   * core that one neighbour hears nothing of and others still wait for.
   */
  #patienceFor(wish: View): number {
    const { domains, links, gather, doubt } = this.#options;
    const isCut = ([one, other]: Hop): boolean => wish.cuts.some((cut) => cut[0] === one && cut[1] === other);
    if (links.some((hops) => hops.some(isCut) && !hops.every(isCut))) return gather;
    const isLost = (core: number): boolean => this.#view.members.has(core) && !wish.members.has(core);
    const isTorn = domains.some((cores) => cores.some(isLost) && cores.some((core) => wish.members.has(core)));
    if (isTorn) return gather;
    return doubt > 0 && this.#isInDoubt(wish) ? doubt : 0;
  }

  #isInDoubt({ cuts }: View): boolean {
    const isKnown = ([one, other]: Hop): boolean => this.#view.cuts.some((cut) => cut[0] === one && cut[1] === other);
    return cuts.some((hop) => !isKnown(hop) && this.#evidence.isInDoubt(this.#view, hop));
  }

  #tell(): void {
    for (const neighbour of [...this.#untold]) {
      while (this.#untold.has(neighbour) && this.#port.send(neighbour, this.#gossipFor(neighbour))) {
        this.#asking.delete(neighbour);
        if (!this.#chronicle.tell(neighbour)) this.#untold.delete(neighbour);
      }
    }
  }

  #gossipFor(neighbour: number): Gossip {
    const view = this.#view;
    return {
      incarnation: this.#options.incarnation,
      epoch: view.epoch,
      asks: this.#asking.has(neighbour),
      view: this.#chronicle.nextFor(neighbour),
      reports: this.#evidence.reportsFor(view),
      dead: this.#evidence.deadFor(view),
      started: this.#evidence.startedFor(view),
      joining: this.#evidence.joiningFor(view),
      ballot: this.#synod.state,
    };
  }
}
