import { areSamePlacements, choosePlacements, isLaterMove, type Placement } from "./placements.ts";
import { chooseStandIns, isSameStandIn, type Seats } from "./stand-ins.ts";
import { type Hop, majorityOf, type View } from "./view.ts";

/**
 * Which of its neighbours a kernel hears nothing of, how often it was parted, and of which objects, for which others stand
 * in, it has the state again. A later version replaces an earlier one.
 */
export interface Report {
  readonly core: number;
  readonly incarnation: number;
  readonly version: number;
  readonly partings: number;
  readonly holds: readonly number[];
  readonly silent: readonly number[];
}

/** A kernel, each of whose starts is one of its own. */
export interface Incarnation {
  readonly core: number;
  readonly incarnation: number;
}

/** What kernels tell each other of what speaks for another view. */
export interface Hearsay {
  readonly reports: readonly Report[];
  /** Of each core the latest incarnation: that is dead, that runs, that has asked to become a member. */
  readonly dead: readonly Incarnation[];
  readonly started: readonly Incarnation[];
  readonly joining: readonly Incarnation[];
}

/** The machine as far as membership goes: by core its neighbours, ascending. */
export type Neighbours = readonly (readonly number[])[];

/** Who is within reach of a kernel. */
export interface Reach {
  /** What the next view should be; null when the view is as it should be. */
  readonly wish: View | null;
  /** Members within reach, ascending. */
  readonly members: readonly number[];
  /** Whether those can decide anything. */
  readonly hasQuorum: boolean;
}

/**
 * What speaks for another view: who hears nothing of whom, who is dead for certain, who wants to join. What one kernel
 * knows of it is joined with what others say.
 */
export class Evidence {
  readonly #neighbours: Neighbours;
  readonly #objects: readonly Seats[];
  readonly #reports = new Map<number, Report>();
  /** By core: the latest incarnation of it that is dead for certain. */
  readonly #dead = new Map<number, number>();
  /** By core: the latest incarnation of it that runs, or is about to. */
  readonly #started = new Map<number, number>();
  /** By core: the latest incarnation of it that has asked to become a member. */
  readonly #joining = new Map<number, number>();
  /** By service: the latest move that was asked for. */
  readonly #moves = new Map<number, Placement>();

  /** `objects`: those with replicas that can be rebuilt elsewhere. */
  constructor(neighbours: Neighbours, objects: readonly Seats[] = []) {
    this.#neighbours = neighbours;
    this.#objects = objects;
  }

  /** Each of these: whether it was news. */
  report(report: Report): boolean {
    const known = this.#reports.get(report.core);
    if (known !== undefined && !isNewer(report, known)) return false;
    this.#reports.set(report.core, report);
    return true;
  }

  died({ core, incarnation }: Incarnation): boolean {
    return raise(this.#dead, core, incarnation);
  }

  /** It runs, or will soon; so whoever was on its core before is dead. */
  started({ core, incarnation }: Incarnation): boolean {
    this.died({ core, incarnation: incarnation - 1 });
    return raise(this.#started, core, incarnation);
  }

  asksToJoin(who: Incarnation): boolean {
    this.started(who);
    return raise(this.#joining, who.core, who.incarnation);
  }

  /** A service is to run elsewhere. Each kernel hears of that from its host: it is not passed on. */
  moves(placement: Placement): void {
    if (isLaterMove(placement, this.#moves.get(placement.service))) this.#moves.set(placement.service, placement);
  }

  isDead({ core, incarnation }: Incarnation): boolean {
    return incarnation <= (this.#dead.get(core) ?? -1);
  }

  /** Takes over what another has told; whether any of it was news. */
  learn({ reports, dead, started, joining }: Hearsay): boolean {
    let isNews = false;
    for (const report of reports) isNews = this.report(report) || isNews;
    for (const each of dead) isNews = this.died(each) || isNews;
    for (const each of started) isNews = this.started(each) || isNews;
    for (const each of joining) isNews = this.asksToJoin(each) || isNews;
    return isNews;
  }

  /** What still matters in a view. */
  hearsayFor(view: View): Hearsay {
    const hasNotLeft = ({ core, incarnation }: Incarnation): boolean => incarnation >= startsOf(view, core);
    const hasYetToJoin = (each: Incarnation): boolean => isOutside(view, each);
    return {
      reports: [...this.#reports.values()].filter(hasNotLeft),
      dead: listOf(this.#dead).filter(hasNotLeft),
      started: listOf(this.#started).filter(hasYetToJoin),
      joining: listOf(this.#joining).filter(hasYetToJoin),
    };
  }

  /** Members that take no step any more. */
  deadMembers(view: View): readonly number[] {
    return [...view.members].filter((core) => this.isDead({ core, incarnation: startsOf(view, core) }));
  }

  /** Cores whose kernels run and are no members. */
  witnesses(view: View): readonly number[] {
    return listOf(this.#started).flatMap((each) => (isOutside(view, each) && !this.isDead(each) ? [each.core] : []));
  }

  /** What `core` is to wish for, by all that it knows. */
  reachOf(core: number, view: View): Reach {
    const reached = this.#reachedFrom(core, view);
    const members = [...view.members].filter(
      (each) => reached.has(each) && !this.isDead({ core: each, incarnation: startsOf(view, each) }),
    );
    const dead = this.deadMembers(view);
    const living = view.members.size - dead.length;
    const isWhole = members.length === living && this.witnesses(view).every((each) => reached.has(each));
    const hasQuorum = members.includes(core) && (members.length >= majorityOf(view) || isWhole);
    const wish = this.#wish(reached, view);
    return { wish: isSameView(wish, view) ? null : wish, members: members.sort(ascending), hasQuorum };
  }

  #wish(reached: ReadonlySet<number>, view: View): View {
    const members = [...reached].sort(ascending);
    const incarnations = new Map(view.incarnations);
    for (const each of members) incarnations.set(each, this.#latestOf(view, each));
    const cuts = members.flatMap((from) =>
      (this.#neighbours[from] ?? []).flatMap((to): Hop[] =>
        from < to && reached.has(to) && this.#isSilent(view, from, to) ? [[from, to]] : [],
      ),
    );
    const partings = this.#partings(members, view);
    const standIns = this.#standIns(reached, view);
    const placements = choosePlacements(view.placements, this.#moves.values(), reached);
    return { epoch: view.epoch + 1, members: new Set(members), incarnations, cuts, partings, standIns, placements };
  }

  #standIns(members: ReadonlySet<number>, view: View): View["standIns"] {
    const holds = (core: number, object: number): boolean => {
      const report = this.#reports.get(core);
      const isMember = view.members.has(core) && report?.incarnation === startsOf(view, core);
      return isMember && report.holds.includes(object) && this.#latestOf(view, core) === report.incarnation;
    };
    return chooseStandIns(this.#objects, { standIns: view.standIns, members, holds });
  }

  #partings(members: readonly number[], view: View): ReadonlyMap<number, number> {
    const partings = new Map<number, number>();
    for (const core of members) {
      const incarnation = this.#latestOf(view, core);
      const report = this.#reports.get(core);
      const told = report?.incarnation === incarnation ? report.partings : 0;
      const times = Math.max(told, incarnation === startsOf(view, core) ? partingsOf(view, core) : 0);
      if (times > 0) partings.set(core, times);
    }
    return partings;
  }

  /** The cores that it hears of over others that hear each other. */
  #reachedFrom(core: number, view: View): ReadonlySet<number> {
    const reached = new Set([core]);
    for (const from of reached) {
      for (const to of this.#neighbours[from] ?? []) {
        if (!reached.has(to) && this.#runs(view, to) && !this.#isSilent(view, from, to)) reached.add(to);
      }
    }
    return reached;
  }

  /** Whether a member, or a kernel that wants to be one, runs there. */
  #runs(view: View, core: number): boolean {
    const incarnation = this.#latestOf(view, core);
    if (this.isDead({ core, incarnation })) return false;
    return view.members.has(core) || incarnation > startsOf(view, core);
  }

  #isSilent(view: View, one: number, other: number): boolean {
    return this.#hearsNothing(view, one, other) || this.#hearsNothing(view, other, one);
  }

  /** A way that is cut both its ends say so of; of a lost core only its neighbours do, one after another. */
  isInDoubt(view: View, [one, other]: Hop): boolean {
    return this.#hearsNothing(view, one, other) !== this.#hearsNothing(view, other, one);
  }

  #hearsNothing(view: View, core: number, of: number): boolean {
    const report = this.#reports.get(core);
    return report?.incarnation === this.#latestOf(view, core) && report.silent.includes(of);
  }

  #latestOf(view: View, core: number): number {
    return Math.max(startsOf(view, core), this.#joining.get(core) ?? 0);
  }
}

function isOutside(view: View, { core, incarnation }: Incarnation): boolean {
  return incarnation > startsOf(view, core);
}

export function startsOf({ incarnations }: View, core: number): number {
  return incarnations.get(core) ?? 0;
}

export function partingsOf({ partings }: View, core: number): number {
  return partings.get(core) ?? 0;
}

export function isSameView(one: View, other: View): boolean {
  return (
    one.members.size === other.members.size &&
    [...one.members].every((core) => isSameMember(core, one, other)) &&
    one.standIns.length === other.standIns.length &&
    one.standIns.every((standIn, index) => isSameStandIn(standIn, other.standIns[index])) &&
    areSamePlacements(one.placements, other.placements) &&
    one.cuts.length === other.cuts.length &&
    one.cuts.every(([from, to], index) => from === other.cuts[index]?.[0] && to === other.cuts[index]?.[1])
  );
}

function isSameMember(core: number, one: View, other: View): boolean {
  return (
    other.members.has(core) &&
    startsOf(one, core) === startsOf(other, core) &&
    partingsOf(one, core) === partingsOf(other, core)
  );
}

function isNewer(one: Report, other: Report): boolean {
  if (one.incarnation !== other.incarnation) return one.incarnation > other.incarnation;
  return one.version > other.version;
}

function raise(latest: Map<number, number>, core: number, incarnation: number): boolean {
  if (incarnation <= (latest.get(core) ?? -1)) return false;
  latest.set(core, incarnation);
  return true;
}

function listOf(latest: ReadonlyMap<number, number>): readonly Incarnation[] {
  return [...latest].map(([core, incarnation]) => ({ core, incarnation }));
}

function ascending(one: number, other: number): number {
  return one - other;
}
