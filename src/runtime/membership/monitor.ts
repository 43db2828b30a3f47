import { type BallotState, Synod } from "./ballot.ts";
import { Campaign, type CampaignOptions, type Wanted } from "./campaign.ts";
import { Chronicle } from "./chronicle.ts";
import { CoreSet } from "./core-set.ts";
import { noView } from "./current-view.ts";
import { Evidence, type Incarnation, type Neighbours, partingsOf, type Reach, startsOf } from "./evidence.ts";
import type { Gossip } from "./gossip.ts";
import { OwnReport } from "./own-report.ts";
import { Parting } from "./parting.ts";
import type { Placement } from "./placements.ts";
import type { Seats } from "./stand-ins.ts";
import { Tidings } from "./tidings.ts";
import type { View } from "./view.ts";

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

export interface MonitorOptions extends CampaignOptions {
  readonly neighbours: Neighbours;
  /** Before anything has happened. */
  readonly first: View;
  /** Objects that have replicas, by number; absent where none can be rebuilt elsewhere. */
  readonly objects?: readonly Seats[];
}

/** Views that a kernel may lag behind and still tell its neighbours' frames apart. */
const mostBehind = 24;

/**
 * The part of a kernel that takes part in agreeing on who takes part: a state machine without a clock, threads or queues.
 * Its inputs are what neighbours tell it and what its host has noticed; after one or more of them comes {@link settle}.
 * What it knows it tells all its neighbours whenever it knows more, and they theirs, so that news need no routes.
 */
export class Monitor {
  readonly #who: Incarnation;
  readonly #port: MonitorPort;
  readonly #evidence: Evidence;
  readonly #near: readonly number[];
  readonly #room: number;
  readonly #chronicle: Chronicle;
  readonly #tidings: Tidings;
  readonly #own: OwnReport;
  readonly #campaign: Campaign;
  readonly #parting: Parting;
  #view: View;
  #synod: Synod;
  #isMember: boolean;
  #wasExcluded = false;
  #isLeaving = false;

  constructor(options: MonitorOptions, port: MonitorPort) {
    const { core, incarnation, neighbours, first } = options;
    this.#who = { core, incarnation };
    this.#port = port;
    this.#evidence = new Evidence(neighbours, options.objects);
    this.#near = neighbours[core] ?? [];
    this.#room = neighbours.length;
    this.#isMember = incarnation === 0;
    this.#view = this.#isMember ? first : noView(first);
    this.#chronicle = new Chronicle(mostBehind, this.#isMember ? first : null);
    this.#tidings = new Tidings(this.#near, this.#chronicle);
    this.#own = new OwnReport(this.#who, this.#near);
    this.#campaign = new Campaign(options, this.#evidence);
    this.#parting = new Parting(this.#isMember);
    this.#synod = this.#newSynod();
    if (!this.#isMember) this.#news(this.#evidence.asksToJoin(this.#who));
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
    return this.#tidings.owed;
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
    if (this.#own.silent(neighbour)) this.#reportAgain(neighbour);
  }

  /** Something comes from it again. */
  heard(neighbour: number): void {
    if (this.#own.heard(neighbour)) this.#reportAgain(neighbour);
  }

  /** The way to a neighbour and back is cut, or is whole again. */
  cut(neighbour: number, isCut: boolean): void {
    if (this.#own.cut(neighbour, isCut)) this.#reportAgain(neighbour);
  }

  /** This kernel has the state of an object again, for whose replica here another stands in. */
  holds(object: number): void {
    if (this.#own.holds(object)) this.#report();
  }

  /** A service is to run elsewhere: the next view is to say so. */
  moves(placement: Placement): void {
    this.#evidence.moves(placement);
  }

  /** Asks a neighbour for a sign of life. */
  ask(neighbour: number): void {
    this.#tidings.ask(neighbour);
  }

  /** A neighbour has started anew, and knows nothing. */
  forget(neighbour: number): void {
    this.#own.heard(neighbour);
    this.#reportAgain(neighbour);
  }

  // ── what neighbours say ──

  receive(from: number, gossip: Gossip): void {
    if (this.#wasExcluded || this.#isLeaving) return;
    const { incarnation, epoch, asks, view } = gossip;
    // What is decided must not be undone by what the dead have said.
    if (this.#evidence.isDead({ core: from, incarnation })) return;
    if (incarnation < startsOf(this.#view, from)) return;
    this.#chronicle.heard(from, epoch);
    if (asks) this.#tidings.for(from);
    this.#news(this.#evidence.learn(gossip));
    // It cannot tell old frames from new ones any more.
    if (this.#isMember && epoch - this.#view.epoch > mostBehind) this.#exclude();
    else if (view !== null && view.epoch > this.#view.epoch) this.#adopt(view);
    if (epoch !== this.#view.epoch) this.#tidings.for(from);
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
    this.#port.alarm(this.#campaign.beginAt);
  }

  /** Sees to it that the view becomes what it should be. */
  #strive(now: number): void {
    const view = this.#view;
    const reach = this.#evidence.reachOf(this.#who.core, view);
    this.#noteQuorum(reach);
    const rank = reach.members.indexOf(this.#who.core);
    const { wish } = reach;
    // Without enough others nothing changes before there is news.
    if (!this.#isMember || !reach.hasQuorum || wish === null || rank < 0) this.#campaign.rest();
    else if (this.#campaign.isDue(now, { view, wish, rank })) this.#insist(now, { view, wish, rank });
  }

  /** Begins a ballot, in which it says once more what it knows. */
  #insist(now: number, wanted: Wanted): void {
    const { dead, witnesses } = this.#campaign.begin(now, wanted);
    this.#synod.begin(CoreSet.of(this.#room, dead), CoreSet.of(this.#room, witnesses));
    this.#tidings.forAll();
  }

  /** Chooses, and goes from view to view, as far as what is known goes. */
  #advance(): void {
    for (let decided = this.#decide(); decided !== null && !this.#wasExcluded; decided = this.#decide()) {
      this.#adopt(decided);
    }
  }

  #decide(): View | null {
    if (this.#synod.mayChoose) {
      const { wish } = this.#evidence.reachOf(this.#who.core, this.#view);
      if (this.#synod.choose(wish)) this.#tidings.forAll();
    }
    return this.#synod.decided;
  }

  #adopt(view: View): void {
    const { core, incarnation } = this.#who;
    const isMember = view.members.has(core) && startsOf(view, core) === incarnation;
    // One that was to join may have been a member, and missed again, before it has heard of either.
    const hasLeft = !isMember && (this.#isMember || startsOf(view, core) >= incarnation);
    if (hasLeft) {
      this.#exclude();
      return;
    }
    this.#view = view;
    this.#chronicle.add(view, this.#near);
    this.#campaign.decided();
    this.#isMember = isMember;
    this.#synod = this.#newSynod();
    this.#tidings.forAll();
    if (isMember) this.#port.agreed(view);
  }

  #exclude(): void {
    this.#wasExcluded = true;
    this.#port.excluded();
  }

  #newSynod(): Synod {
    return new Synod(this.#view, this.#who.core, this.#isMember, this.#room);
  }

  #joinBallot(ballot: BallotState): void {
    // What comes from the dead of a ballot is not heeded any more by whoever takes part in it.
    for (const core of ballot.dead) if (this.#view.members.has(core)) this.died(core);
    if (!this.#synod.join(ballot)) return;
    this.#campaign.heardOfBallot();
    this.#tidings.forAll();
  }

  /** What this kernel hears of a neighbour has changed: what that was told before may not have come. */
  #reportAgain(neighbour: number): void {
    this.#chronicle.forget(neighbour);
    this.#report();
  }

  #report(): void {
    this.#news(this.#evidence.report(this.#own.next(this.#parting.times)));
  }

  #news(isNews: boolean): void {
    if (isNews) this.#tidings.forAll();
  }

  #noteQuorum(reach: Reach): void {
    if (!this.#isMember) return;
    const before = this.#parting.times;
    const change = this.#parting.note(reach, partingsOf(this.#view, this.#who.core));
    if (this.#parting.times !== before) this.#report();
    if (change !== null) this.#port.quorum(change.hasQuorum, change.members);
  }

  #tell(): void {
    this.#tidings.tell((to, asks, view) => this.#port.send(to, this.#gossip(asks, view)));
  }

  /** `told`: a view that whoever is told may not know. */
  #gossip(asks: boolean, told: View | null): Gossip {
    const [{ incarnation }, { epoch }, ballot] = [this.#who, this.#view, this.#synod.state];
    const { reports, dead, started, joining } = this.#evidence.hearsayFor(this.#view);
    return { incarnation, epoch, asks, view: told, reports, dead, started, joining, ballot };
  }
}
